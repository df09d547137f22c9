import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeFaults, hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { committeeNetwork } from '../support/committee-network';
import type { Bearer } from '../support/people';
import { idOf } from '../support/real-network';

const TABLET = { viewport: { width: 820, height: 1180 } };
const EXPERT = { name: 'Experte Invitée', address: 'experte@exemple.invalid' };
const CHAIR_SEAT = 'Présidence : note, conduit la délibération, décide';
const JURY_SEAT = 'Jury : note et délibère';
const LONG = { timeout: 240_000 };

type Startup = 'potagers' | 'bancs' | 'ailleurs';
const TITLES = ['Potagers', 'Bancs', 'Ailleurs'];
/** Every juror gives a file the same mark: its rank is known, and some are quicker than others. */
const MARKS: Readonly<Record<string, number>> = { Potagers: 4, Ailleurs: 3, Bancs: 2 };

describe.skipIf(!hasBrowser)('A whole round, in real browsers', async () => {
  if (!hasBrowser) return;
  const network = await committeeNetwork('2026-01-05T09:00:00Z');
  const { database, mailbox, url, moveTo } = network;
  const browser = await startBrowser();

  const enter = async ({ name, address, cookie }: Bearer) => {
    const person = await visitor(browser);
    const [, key, value] = /^([^=]+)=(.+)$/.exec(cookie)!;
    const own = { domain: new URL(url).hostname, path: '/', secure: true, httpOnly: true };
    await person.page.context().addCookies([{ name: key!, value: value!, ...own, sameSite: 'Lax' }]);
    return { ...person, name, address };
  };
  const loin = await idOf(database, 'incubator', 'loin');
  const ailleurs = await idOf(database, 'startup', 'ailleurs');
  const holder = await enter(await network.as('animation', null, 'Animatrice Fictive'));
  const teams = {
    potagers: await enter(await network.as('intrapreneur', network.potagers, 'Alix Fictive')),
    bancs: await enter(await network.as('intrapreneur', network.bancs, 'Noor Inventée')),
    ailleurs: await enter(await network.as('intrapreneur', ailleurs, 'Sacha Imaginée')),
  };
  const chair = await enter(await network.as('community', null, 'Présidente Fictive'));
  const juror = await enter(await network.as('jury', null, 'Jurée Une'));
  const conflicted = await enter(await network.as('incubator_team', loin, 'Juré Lié'));
  const abstaining = await enter(await network.as('jury', null, 'Jurée Prudente'));
  const expert = await visitor(browser, TABLET);
  const anyone = await visitor(browser);

  let call = '';
  const file: Partial<Record<Startup, string>> = {};
  const room = (page: Page, name: string) => open(page, `${url}/appels/${call}/${name}`);
  const ownFile = (startup: Startup) => open(teams[startup].page, `${url}/candidatures/${file[startup]!}`);
  const linkIn = (text: string | undefined, path: string) =>
    url + new RegExp(`/${path}/[\\w-]+`).exec(text ?? '')![0];

  const sees = async (where: Page | Locator, ...words: Array<string | RegExp>) => {
    for (const one of words) await where.getByText(one).first().waitFor();
  };
  const hasRow = (where: Page | Locator, words: RegExp) => where.getByRole('row', { name: words }).waitFor();
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const offers = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).isVisible();
  /** Each field by the beginning of its label. */
  const fill = async (where: Page | Locator, fields: Readonly<Record<string, string>>) => {
    for (const [label, value] of Object.entries(fields)) {
      const named = new RegExp(`^${label.replaceAll(' ', '\\s')}`);
      await where.getByLabel(named).first().fill(value);
    }
  };
  /** All that came with the page, shown or not. */
  const received = (page: Page) => page.content();
  const faultless = async (page: Page) => expect(await axeFaults(page), page.url()).toEqual([]);

  const announceCall = async (program: string, fields: Readonly<Record<string, string>>) => {
    const { page } = holder;
    await open(page, `${url}/appels`);
    await page.getByRole('link', { name: 'Annoncer un appel' }).click();
    await page.getByLabel('Programme', { exact: true }).selectOption(program);
    await fill(page, fields);
    await press(page, 'Annoncer');
    await page.waitForURL(/\/reglages\?fait=annonce/);
    await sees(page, 'L’appel est annoncé');
    call = /\/appels\/([0-9a-f-]{36})/.exec(page.url())![1]!;
  };
  const giveSeat = async (who: { name: string; address: string }, seat: string) => {
    const { page } = holder;
    await fill(page, { Nom: who.name, Courriel: who.address });
    await page.getByLabel('Siège', { exact: true }).selectOption(seat);
    await press(page, 'Donner ce siège');
    await hasRow(page, new RegExp(`^${who.name}`));
  };
  const beginApplication = async (startup: Startup, title: string) => {
    const { page } = teams[startup];
    await open(page, `${url}/startups/${startup}/candidatures`);
    await press(page, `Candidater à ${title}`);
    await page.waitForURL(/\/candidatures\/[0-9a-f-]{36}$/);
    file[startup] = page.url().split('/').at(-1)!;
    return page;
  };
  const fillFile = async (page: Page, cofunding = '150 000') => {
    for (const pillar of ['Impact', 'Maturité', 'Ambition', 'Soutien'])
      await fill(page, { [pillar]: 'Deux mille familles.' });
    await fill(page, { 'Montant demandé': '150 000', Apport: cofunding });
    await fill(page, { 'Cible 1': 'Parcelles', Nombre: '4 000', Date: '2026-08-31' });
  };
  const deposit = async (page: Page) => {
    await press(page, 'Déposer');
    await page.waitForURL(/fait=deposee/);
    await sees(page, 'Votre candidature est déposée', /^Reçu du/);
  };
  const findAdmissible = async (titles: readonly string[]) => {
    const { page } = holder;
    for (const [index, title] of titles.entries()) {
      const one = page.getByRole('article', { name: title });
      await one.getByLabel('Recevabilité', { exact: true }).selectOption('Recevable');
      await press(page, `Enregistrer la recevabilité de ${title}`);
      await sees(page, new RegExp(`${titles.length - index - 1}\\sà instruire`));
    }
  };
  const deal = async (readings: number, ...preview: RegExp[]) => {
    const { page } = holder;
    await page.getByLabel('Lectures par dossier').fill(String(readings));
    await press(page, 'Voir la répartition');
    await sees(page, ...preview);
    await press(page, 'Répartir ainsi');
    await sees(page, 'Les lectures sont réparties.');
  };
  const takeUp = async (page: Page, title: string) => {
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.waitForURL(/\/lecture$/);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  };
  const advise = async (page: Page, recommendation: string) => {
    await fill(page, { 'Avis général': 'Un service utile, à suivre.' });
    const choice = page.getByRole('radio', { name: recommendation, exact: true });
    await choice.check();
    await press(page, 'Donner mes notes');
    await page.waitForURL(/\/lectures$/);
  };
  const giveMarks = async (page: Page, titles: readonly string[]) => {
    await room(page, 'lectures');
    for (const title of titles) {
      await takeUp(page, title);
      const marks = page.getByRole('radio', { name: new RegExp(`^${MARKS[title]!},`) });
      expect(await marks.count()).toBe(9);
      for (const mark of await marks.all()) await mark.press('Space');
      await advise(page, 'Cofinancement et accompagnement');
      await hasRow(page, new RegExp(`^${title} donné 9 sur 9`));
    }
  };
  /** Whoever was invited from outside comes in by their address alone. */
  const signInByMail = async (page: Page, address: string) => {
    await open(page, `${url}/connexion`);
    await fill(page, { 'Votre adresse de courriel': address });
    await press(page, 'Recevoir un lien');
    await open(page, linkIn((await mailbox.next(address, /lien de connexion/)).text, 'connexion/lien'));
    await press(page, 'Me connecter');
    await page.waitForURL(/\/espace$/);
  };
  const followed = async (title: string) => {
    const { page } = holder;
    const one = page.getByRole('article', { name: title });
    const forms = one.locator('details', { has: page.locator('summary[aria-label^="Suivre"]') });
    if ((await forms.getAttribute('open')) === null) await forms.locator('summary').click();
    return one;
  };

  test('the call is announced, and its jury is seated', LONG, async () => {
    await announceCall('FAST', {
      Titre: 'FAST 18',
      Édition: '18',
      Ouverture: '2026-01-12 09:00',
      Clôture: '2026-02-10 12:00',
      'Fin de la notation': '2026-03-10 12:00',
      Enveloppe: '400 000',
    });
    await room(anyone.page, '');
    await sees(anyone.page, /Ouvre le 12\sjanvier\s2026 à 9\sh/, /Enveloppe\s: 400\s000/);
    const { page } = teams.potagers;
    await open(page, `${url}/startups/potagers/candidatures`);
    await sees(page, /Aucune encore/);
    expect(await offers(page, /^Candidater/)).toBe(false);

    await room(holder.page, 'jury');
    await giveSeat(chair, CHAIR_SEAT);
    for (const who of [juror, conflicted, abstaining, EXPERT]) await giveSeat(who, JURY_SEAT);
    await sees(holder.page, /5\ssièges/);
    await mailbox.next(EXPERT.address, /vous siégez au jury/);
    await open(juror.page, `${url}/espace`);
    await sees(juror.page, 'FAST 18');
  });

  test('three teams apply, and a sponsor signs by the link of a mail', LONG, async () => {
    await moveTo('2026-01-12T08:00:00Z');
    const { page } = teams.potagers;
    const apply = async (startup: Startup) => {
      const own = await beginApplication(startup, 'FAST 18');
      await fillFile(own);
      await deposit(own);
    };
    const applyTwice = async () => {
      await beginApplication('potagers', 'FAST 18');
      await fillFile(page, '100 000');
      await press(page, 'Déposer');
      await sees(page.getByRole('alert'), /apporte au moins 150\s000\s€/);
      await fill(page, { Apport: '150 000' });
      await deposit(page);
    };
    await Promise.all([applyTwice(), apply('bancs'), apply('ailleurs')]);

    await fill(page, { Nom$: 'Lou Sponsor', 'Adresse de courriel': 'lou@exemple.invalid' });
    await press(page, 'Demander sa signature');
    await sees(page, 'L’engagement est demandé par courriel.', /pas encore signé/);
    const mail = await mailbox.next('lou@exemple.invalid', /Soutenir la candidature de Potagers/);
    const sponsor = await visitor(browser);
    await open(sponsor.page, linkIn(mail.text, 'liens'));
    await sees(sponsor.page, /demande 150\s000\s€\s; mon administration apporte 150\s000\s€/);
    await press(sponsor.page, 'Signer cet engagement');
    await sees(sponsor.page, /Votre engagement est signé/);
    sponsor.quiet();
    await sponsor.done();
    await ownFile('potagers');
    await sees(page, /Lou Sponsor a signé/);

    // Nobody of the jury reads while teams still write.
    await room(juror.page, 'lectures');
    await sees(juror.page, /Les dossiers se lisent à la clôture/);
    await room(holder.page, 'instruction');
    await sees(holder.page, /3\scandidatures déposées/);
    expect(await received(holder.page)).not.toContain('Deux mille familles');
  });

  test('the call closes, its files are screened and dealt to the jury', LONG, async () => {
    await moveTo('2026-02-10T11:00:00Z');
    const { page } = holder;
    await ownFile('bancs');
    await sees(teams.bancs.page, 'Lire le dossier', /Clos depuis le 10\sfévrier/);
    expect(await offers(teams.bancs.page, /Déposer/)).toBe(false);
    await room(page, 'instruction');
    await sees(page, /3\scandidatures, 3\sà instruire/);
    await findAdmissible(TITLES);
    await room(page, 'jury');
    await hasRow(page, /^Juré Lié .*Ailleurs\s: même incubateur/);
    await deal(5, /Juré Lié\s: 2/, /Trop peu de personnes peuvent lire\s: Ailleurs\./);
    await hasRow(page, /^Juré Lié Jury 0 sur 2/);
    await hasRow(page, /^Experte Invitée Jury 0 sur 3/);
    await faultless(page);
  });

  test('the jury reads and marks, one aside, one in conflict, one on a tablet', LONG, async () => {
    const invited = async ({ page }: { page: Page }) => {
      await signInByMail(page, EXPERT.address);
      await page.getByRole('link', { name: /FAST 18/ }).click();
      await room(page, 'lectures');
      await takeUp(page, 'Potagers');
      const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await page.evaluate(wide)).toBe(0);
      await press(page, 'Donner mes notes');
      await sees(page.getByRole('alert'), /donnez une note/);
      await giveMarks(page, TITLES);
    };
    const aside = async ({ page }: { page: Page }) => {
      await giveMarks(page, ['Potagers', 'Ailleurs']);
      await takeUp(page, 'Bancs');
      await press(page, 'M’abstenir sur ce dossier');
      await sees(page, /Bancs\s: abstention/);
    };
    const tied = async ({ page }: { page: Page }) => {
      await room(page, 'lectures');
      await sees(page, /Ailleurs\s: même incubateur/);
      expect(await page.getByRole('link', { name: 'Ailleurs' }).count()).toBe(0);
      await open(page, `${url}/candidatures/${file.ailleurs!}/lecture`);
      await sees(page, /un lien avec l’équipe est connu/);
      expect(await received(page)).not.toContain('Deux mille familles');
      await giveMarks(page, ['Potagers', 'Bancs']);
    };
    const others = [chair, juror].map(({ page }) => giveMarks(page, TITLES));
    await Promise.all([...others, invited(expert), aside(abstaining), tied(conflicted)]);
    await sees(juror.page, /3\sdossiers lus, rien ne reste/);
    // Whoever holds the call sees that marks were given, never which ones.
    await room(holder.page, 'jury');
    await hasRow(holder.page, /^Juré Lié Jury 2 sur 2/);
    await hasRow(holder.page, /^Experte Invitée Jury 3 sur 3/);
    for (const { page } of [holder, chair]) {
      await room(page, 'deliberation');
      await sees(page, /Les notes s’ouvrent à tout le jury à la fin de la notation/);
      expect(await received(page)).not.toContain('Potagers');
    }
  });

  test('the jury deliberates: whoever conflicts or abstains sees nothing of that file', LONG, async () => {
    await moveTo('2026-03-10T11:00:00Z');
    const { page } = chair;
    const ranks = async (who: Page) =>
      (await who.getByRole('table').first().getByRole('row').allInnerTexts())
        .slice(1)
        .map((row) => row.split(/\s+/).slice(0, 3).join(' '));
    await Promise.all([chair, conflicted, abstaining].map((one) => room(one.page, 'deliberation')));
    expect(await ranks(page)).toEqual(['1 Potagers 4', '2 Ailleurs 3', '3 Bancs 2']);
    expect(await ranks(conflicted.page)).toEqual(['1 Potagers 4', '2 Bancs 2']);
    expect(await received(conflicted.page)).not.toContain('Ailleurs');
    expect(await received(abstaining.page)).not.toContain('Bancs');
    expect(await offers(conflicted.page, 'Garder ce partage')).toBe(false);

    await fill(page, { 'Candidatures au-dessus de la ligne': '2' });
    await press(page, 'Placer la ligne');
    await sees(page, /Rien n’est enregistré/, /40\s000\s€ restent sur 400\s000/);
    await press(page, 'Garder ce partage');
    await sees(page, /Le partage est noté/);
    await room(holder.page, 'resultats');
    await sees(holder.page, /Bancs\s: le refus n’est pas motivé/);
    expect(await offers(holder.page, 'Publier les résultats')).toBe(false);

    const bancs = page.getByRole('article', { name: 'Bancs' });
    await sees(bancs, /4\spersonnes ont noté, quorum 3/);
    await bancs.locator('summary', { hasText: 'Décider, motiver, écrire à l’équipe' }).click();
    await fill(bancs, { Raison: 'Rien n’est mesuré encore.', 'Retour à l’équipe': 'Choisissez une mesure.' });
    await bancs.locator('label', { hasText: 'Ce retour est approuvé' }).click();
    await press(page, 'Noter la décision sur Bancs');
    await sees(page, /La décision est notée/);
    // Nothing is told before all is.
    await ownFile('bancs');
    expect(await received(teams.bancs.page)).not.toContain('Rien n’est mesuré');
    await room(anyone.page, '');
    expect(await received(anyone.page)).not.toContain('Potagers');
  });

  test('results go out at once: letters, laureates, the page of a startup', LONG, async () => {
    const { page } = holder;
    await room(page, 'resultats');
    await sees(page, /Montant accordé\s: 150\s000\s€/);
    await press(page, 'Publier les résultats');
    await page.waitForURL(/fait=publier/);
    await sees(page, 'Les résultats sont publiés, les lettres partent.');
    expect(await page.getByText(/Partie le 10\smars\s2026/).count()).toBe(3);
    expect((await mailbox.next(teams.bancs.address, /FAST 18/)).text).toContain('Choisissez une mesure.');
    expect((await mailbox.next(teams.potagers.address, /FAST 18/)).text).toContain('est retenue');
    await ownFile('bancs');
    await sees(teams.bancs.page, 'Rien n’est mesuré encore.', 'Choisissez une mesure.');
    expect(await received(teams.bancs.page)).not.toContain('Un service utile');
    await room(anyone.page, '');
    await hasRow(anyone.page, /^Potagers Cofinancement et accompagnement 150\s000/);
    expect(await received(anyone.page)).not.toMatch(/Bancs|Jurée/);
    await anyone.page.getByRole('link', { name: 'Potagers' }).click();
    await sees(anyone.page, 'FAST, promotion 18', /150\s000\s€/, /versé\s: non publié/);
    // Results are public; what was said before them is not, for whoever conflicts.
    await room(conflicted.page, 'deliberation');
    expect(await received(conflicted.page)).not.toContain('Ailleurs');
  });

  test('laureates are followed, until the check two months after the Démo Day', LONG, async () => {
    await moveTo('2026-04-02T09:00:00Z');
    const { page } = holder;
    const team = teams.potagers.page;
    await room(page, 'suivi');
    await sees(page, /0 sur 0 ont tenu .*2 sans résultat encore/, /Convention\s: à écrire/);
    const potagers = await followed('Potagers');
    await potagers.getByLabel('Convention', { exact: true }).selectOption('Signée');
    await fill(potagers, { 'Signée le': '2026-04-01', 'Démo Day': '2026-07-01' });
    await press(page, 'Enregistrer le suivi de Potagers');
    await sees(potagers, /signée le 1er\savril\s2026/, /point à faire le 1er\sseptembre\s2026/);
    await followed('Potagers');
    await fill(potagers, { Versement: 'Premier versement', Échéance: '2026-05-01', Engagé: '150 000' });
    await fill(potagers, { 'Payé \\(CP\\)': '75 000', 'Payé le': '2026-04-02' });
    await press(page, 'Ajouter un versement à Potagers');
    await hasRow(potagers, /^Premier versement .*75\s000/);
    await sees(page, /75\s000\s€ payés/);
    await open(anyone.page, `${url}/startups/potagers`);
    await sees(anyone.page, 'FAST, promotion 18', /versé\s: 75\s000\s€/);

    await moveTo('2026-09-02T09:00:00Z');
    await ownFile('potagers');
    await fill(team, { 'Résultat : Parcelles': '3 300', 'D’où vient ce chiffre': 'Base du service' });
    await press(team, 'Noter le résultat de Parcelles');
    await sees(team, 'Le résultat est noté.', /Résultat\s: 3\s300/);
    await room(page, 'suivi');
    await sees(page, /1 sur 1 ont tenu/, /promesse tenue/, /1er\sseptembre\s2026, date passée/);
    const other = await followed('Ailleurs');
    await fill(other, { 'Résultat : Parcelles': '1 000', 'D’où vient ce chiffre': 'Dit au téléphone' });
    await other.getByRole('button', { name: 'Noter le résultat, Parcelles' }).click();
    await sees(page, /1 sur 2 ont tenu/, /promesse non tenue/);
    await followed('Potagers');
    await fill(potagers, { 'Point fait le': '2026-09-02', 'Compte rendu': 'La suite est sûre.' });
    await press(page, 'Enregistrer le suivi de Potagers');
    await sees(potagers, /point fait le 2\sseptembre\s2026/, 'La suite est sûre.');
    await faultless(page);
  });

  test('a second round, by places on the consolidation grid', LONG, async () => {
    await announceCall('Programme de consolidation', {
      Titre: 'Consolidation 1',
      Édition: '1',
      Ouverture: '2026-10-01 09:00',
      Clôture: '2026-10-20 12:00',
      'Fin de la notation': '2026-11-10 12:00',
      Places: '1',
    });
    await room(holder.page, 'jury');
    await giveSeat(chair, CHAIR_SEAT);
    await giveSeat(juror, JURY_SEAT);
    await moveTo('2026-10-01T08:00:00Z');
    const apply = async (startup: Startup) => {
      const page = await beginApplication(startup, 'Consolidation 1');
      expect(await page.getByLabel(/^Montant demandé/).count()).toBe(0);
      await fill(page, { Socle: 'Notre impact est montré.', Complément: 'Nous cherchons qui portera.' });
      const hold = (code: string) => page.locator(`label[for="tenu-${code}"]`).click();
      for (const code of ['impact', 'accord', 'produit']) await hold(code);
      await press(page, 'Déposer');
      await sees(page.getByRole('alert'), /Cochez tous les critères obligatoires/);
      // What was ticked stands again: only what was missing is added.
      await hold('portage');
      await deposit(page);
    };
    await Promise.all([apply('potagers'), apply('bancs')]);

    await moveTo('2026-10-20T10:00:00Z');
    const both = ['Potagers', 'Bancs'];
    await room(holder.page, 'instruction');
    await findAdmissible(both);
    await room(holder.page, 'jury');
    await deal(2);
    const reads = async ({ page }: { page: Page }) => {
      await room(page, 'lectures');
      for (const title of both) {
        await takeUp(page, title);
        await advise(page, 'Accompagnement seul');
      }
      await sees(page, /2\sdossiers lus, rien ne reste/);
    };
    await Promise.all([reads(chair), reads(juror)]);

    await moveTo('2026-11-10T11:00:00Z');
    const { page } = chair;
    await room(page, 'deliberation');
    const given = (title: string) => page.getByLabel(`Ce que reçoit ${title}`);
    expect(await given('Potagers').innerText()).not.toContain('Cofinancement');
    for (const title of both) await given(title).selectOption('Accompagnement seul');
    await press(page, 'Garder ce partage');
    await sees(page.getByRole('alert'), /Il n’y a plus de place/);
    await given('Bancs').selectOption('Liste d’attente');
    await press(page, 'Garder ce partage');
    await sees(page, /Le partage est noté/, /0 places? restent? sur 1/);
    await room(page, 'resultats');
    await press(page, 'Publier les résultats');
    await sees(page, 'Les résultats sont publiés, les lettres partent.');
    await room(anyone.page, '');
    await hasRow(anyone.page, /^Potagers Accompagnement seul/);
    expect(await received(anyone.page)).not.toContain('Bancs');
    await ownFile('bancs');
    await sees(teams.bancs.page, 'Liste d’attente');
    for (const one of [holder, juror, abstaining, anyone]) one.quiet();
  });
});
