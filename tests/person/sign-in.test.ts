import { beforeEach, describe, expect, test } from 'vitest';
import { findOrCreatePerson } from '~/person/people.server';
import { addDays } from '~/platform/day';
import { sql } from '~/platform/database/sql.server';
import { COOKIES } from '~/platform/http/cookies';
import { Browserless, locationOf } from '../support/browserless';
import { startMailbox } from '../support/mailbox';
import { bearer } from '../support/people';
import { startProvider, type Fault } from '../support/provider';
import { handClock, idOf, realNetwork, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const clock = handClock(new Date().toISOString());
const database = await realNetwork(clock);
const mailbox = await startMailbox();
const provider = await startProvider();
const { url } = await startSite('vide', {
  database,
  clock,
  env: {
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Jalons <jalons@exemple.invalid>',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  },
});
await provider.register(url);
const potagers = await idOf(database, 'startup', 'potagers');
const alix = await bearer(database, clock.now(), {
  role: 'intrapreneur',
  placeId: potagers,
  name: 'Alix Chimère',
});
await database.prisma.$executeRaw(
  sql`INSERT INTO person_address (person_id, address) VALUES (${alix.personId}::uuid, 'alix@exemple.invalid')`,
);
const outcomes = () =>
  valueOf<number>(database, sql`SELECT count(*)::int FROM sign_in_event WHERE outcome = 'entrée'`);

beforeEach(async () => {
  provider.fault = 'none';
  provider.account = {
    sub: 'sub-alix',
    email: 'Alix@Exemple.invalid',
    given_name: 'Alix',
    usual_name: 'Chimère',
  };
  // Limits are of an hour: each test has its own.
  await database.prisma.$executeRaw(sql`DELETE FROM rate_limit`);
});

/** Walks through the provider as a browser does, up to the address that leads back here. */
async function walkThroughProvider(browser: Browserless, start: string): Promise<string> {
  const there = new Browserless(provider.issuer);
  let next = start;
  for (let hop = 0; hop < 8; hop += 1) {
    const answer = await there.get(next);
    const location = locationOf(answer);
    if (location === '')
      throw new Error(`the provider stopped at ${next}: ${answer.status} ${await answer.text()}`);
    next = new URL(location, next).href;
    if (next.startsWith(browser.url)) return next;
  }
  throw new Error('the provider never came back');
}

async function leave(browser: Browserless, returnTo = '/espace'): Promise<string> {
  const answer = await browser.post('/connexion', { intention: 'fournisseur', retour: returnTo });
  return locationOf(answer);
}

describe('With the identity provider', () => {
  test('a person comes in by their address, whatever its case; from then on by who they are there', async () => {
    const browser = new Browserless(url);
    const address = new URL(await leave(browser, '/startups/potagers/modifier'));
    expect([...address.searchParams.keys()].sort()).toEqual(
      ['client_id', 'nonce', 'redirect_uri', 'response_type', 'scope', 'state'].sort(),
    );
    expect(address.searchParams.get('state')!.length).toBeGreaterThanOrEqual(32);
    expect(address.searchParams.get('nonce')!.length).toBeGreaterThanOrEqual(32);
    const back = await browser.get(await walkThroughProvider(browser, address.href));
    expect(locationOf(back)).toBe('/startups/potagers/modifier');
    const cookie = back.headers.getSetCookie().find((one) => one.startsWith(COOKIES.session))!;
    for (const mark of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(mark);
    expect(cookie).not.toContain('Domain');
    expect(await browser.text('/espace')).toContain('Alix Chimère');
    expect(provider.refused).toEqual([]);

    // The address changes there: the same person comes in all the same.
    provider.account.email = 'nouvelle@exemple.invalid';
    const again = new Browserless(url);
    expect(locationOf(await again.get(await walkThroughProvider(again, await leave(again))))).toBe('/espace');
    expect(await valueOf<number>(database, sql`SELECT count(*)::int FROM identity`)).toBe(1);
  });

  test.each<[Fault, string]>([
    ['other-nonce', 'a token with another nonce'],
    ['token-other-key', 'a token signed by another key'],
    ['token-unsigned', 'a token without signature (alg: none)'],
    ['userinfo-other-key', 'userinfo signed by another key'],
    ['userinfo-unsigned', 'userinfo without signature'],
    ['userinfo-plain', 'userinfo that is not signed at all'],
    ['other-subject', 'userinfo of somebody else'],
  ])('%s is refused: %s signs nobody in', async (fault) => {
    provider.fault = fault;
    const before = await outcomes();
    const browser = new Browserless(url);
    const back = await browser.get(await walkThroughProvider(browser, await leave(browser)));
    expect(back.status).toBe(400);
    expect(await back.text()).toContain('La connexion a été interrompue');
    expect(browser.has(COOKIES.session)).toBe(false);
    expect(await outcomes()).toBe(before);
  });

  test('an answer that comes back twice, to another browser, or with another state signs nobody in', async () => {
    const browser = new Browserless(url);
    const callback = await walkThroughProvider(browser, await leave(browser));
    const stranger = new Browserless(url);
    expect((await stranger.get(callback)).status).toBe(400);
    const state = browser.cookie(COOKIES.provider)!;
    expect((await browser.get(callback)).status).toBe(302);
    const replay = new Browserless(url, `${COOKIES.provider}=${state}`);
    expect((await replay.get(callback)).status).toBe(400);
    // An old code under a new attempt.
    const later = new Browserless(url);
    await leave(later);
    const forged = new URL(callback);
    forged.searchParams.set('state', later.cookie(COOKIES.provider)!);
    expect((await later.get(forged.href)).status).toBe(400);
    expect(later.has(COOKIES.session)).toBe(false);
  });

  test('an attempt older than ten minutes is too old', async () => {
    const browser = new Browserless(url);
    const callback = await walkThroughProvider(browser, await leave(browser));
    clock.add(11);
    expect((await browser.get(callback)).status).toBe(400);
    clock.add(-11);
  });

  test('someone whom nobody knows asks for access; those who answer for the startup are told; once accepted they come in', async () => {
    provider.account = {
      sub: 'sub-lou',
      email: 'lou@exemple.invalid',
      given_name: 'Lou',
      usual_name: 'Rêverie',
    };
    const browser = new Browserless(url);
    const back = await browser.get(await walkThroughProvider(browser, await leave(browser)));
    expect(locationOf(back)).toBe('/connexion/acces');
    expect(browser.has(COOKIES.session)).toBe(false);
    expect(await browser.text('/connexion/acces')).toContain('lou@exemple.invalid');
    const wrong = await browser.post('/connexion/acces', {
      nom: 'Lou Rêverie',
      startup: 'Nulle part',
      message: 'Je fais le design du service.',
    });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('Je fais le design du service.');
    const done = await browser.post('/connexion/acces', {
      nom: 'Lou Rêverie',
      startup: 'potagérs',
      courriel: 'une-autre@exemple.invalid',
      message: 'Je fais le design du service.',
    });
    expect(locationOf(done)).toBe('/connexion/acces?envoyee=oui');
    const told = await mailbox.next('alix@exemple.invalid', /demande à rejoindre/);
    expect(told.subject).toContain('demande à rejoindre Potagers');
    const team = new Browserless(url, alix.cookie);
    const page = await team.text('/startups/potagers/equipe');
    expect(page).toContain('Lou Rêverie');
    expect(page).toContain('lou@exemple.invalid');
    expect(page).not.toContain('une-autre@');
    const request = await valueOf<string>(
      database,
      sql`SELECT id::text FROM access_request WHERE state = 'open'`,
    );
    const accepted = {
      intention: 'accepter',
      demande: request,
      role: 'member',
      debut: clock.today(),
      fin: '',
    };
    expect((await team.post('/startups/potagers/equipe', accepted)).status).toBe(302);
    // Answering twice decides once.
    expect((await team.post('/startups/potagers/equipe', accepted)).status).toBe(400);
    expect((await mailbox.next('lou@exemple.invalid')).subject).toContain('Vous rejoignez Potagers');
    const lou = new Browserless(url);
    expect(locationOf(await lou.get(await walkThroughProvider(lou, await leave(lou))))).toBe('/espace');
  });

  test('an address that two records bear lands on the request for access', async () => {
    await database.transaction(async (tx) => {
      const { id } = await findOrCreatePerson(tx, { name: 'Jo Premier', address: 'jo.1@exemple.invalid' });
      const { id: second } = await findOrCreatePerson(tx, {
        name: 'Jo Second',
        address: 'jo.2@exemple.invalid',
      });
      for (const person of [id, second]) {
        await tx.$executeRaw(
          sql`INSERT INTO person_address (person_id, address) VALUES (${person}::uuid, 'jo@exemple.invalid')`,
        );
      }
    });
    provider.account = { sub: 'sub-jo', email: 'jo@exemple.invalid', given_name: 'Jo', usual_name: 'Double' };
    const browser = new Browserless(url);
    expect(locationOf(await browser.get(await walkThroughProvider(browser, await leave(browser))))).toBe(
      '/connexion/acces',
    );
  });

  test('leaving ends the session here, then there; only the state that left comes back', async () => {
    const browser = new Browserless(url);
    await browser.get(await walkThroughProvider(browser, await leave(browser)));
    const out = await browser.post('/deconnexion', {});
    const address = new URL(locationOf(out));
    expect(address.href).toContain(`${provider.issuer}/session/end`);
    expect(address.searchParams.get('id_token_hint')).toBeTruthy();
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${url}/deconnexion`);
    expect(browser.has(COOKIES.session)).toBe(false);
    expect(locationOf(await browser.get('/espace'))).toContain('/connexion');
    expect(locationOf(await browser.get('/deconnexion?state=autre'))).toBe('/');
    const left = new Browserless(url, `${COOKIES.provider}=${address.searchParams.get('state')!}`);
    expect(locationOf(await left.get(`/deconnexion?state=${address.searchParams.get('state')!}`))).toBe(
      '/connexion?fin=oui',
    );
  });
});

/** The link and the code of a mail. */
const inMail = (text: string) => ({
  link: /https?:\/\/\S+\/connexion\/lien\/\S+/.exec(text)![0],
  code: /Code\s: (\S+ \S+)/.exec(text)![1]!,
});

async function askForLink(browser: Browserless, address: string): Promise<Response> {
  return browser.post('/connexion', { intention: 'lien', courriel: address, retour: '/espace' });
}

describe('With a link by mail', () => {
  test('only the button signs in: opening the link, even as a scanner does, uses nothing up; it serves once', async () => {
    const browser = new Browserless(url);
    expect(locationOf(await askForLink(browser, ` ALIX@exemple.invalid `))).toBe('/connexion/code');
    const { link } = inMail((await mailbox.next('alix@exemple.invalid', /lien de connexion/)).text!);
    const scanner = new Browserless(url);
    for (let times = 0; times < 3; times += 1) expect((await scanner.get(link)).status).toBe(200);
    const elsewhere = await scanner.send(link, { method: 'POST' });
    expect(elsewhere.status).toBe(400);
    expect(scanner.has(COOKIES.session)).toBe(false);
    expect(await (await scanner.get(link)).text()).toContain('tapez le code du courriel dans le navigateur');
    expect(await (await browser.get(link)).text()).toContain('Me connecter');
    expect(browser.has(COOKIES.session)).toBe(false);
    const kept = browser.cookie(COOKIES.link)!;
    expect(locationOf(await browser.send(link, { method: 'POST' }))).toBe('/espace');
    const again = new Browserless(url, `${COOKIES.link}=${kept}`);
    expect((await again.send(link, { method: 'POST' })).status).toBe(400);
    expect(await (await again.get(link)).text()).toContain('Ce lien a déjà servi');
  });

  test('it lives fifteen minutes', async () => {
    const browser = new Browserless(url);
    await askForLink(browser, 'alix@exemple.invalid');
    const { link, code } = inMail((await mailbox.next('alix@exemple.invalid', /lien de connexion/)).text!);
    clock.add(16);
    expect((await browser.send(link, { method: 'POST' })).status).toBe(400);
    expect((await browser.post('/connexion/code', { code })).status).toBe(400);
    clock.add(-16);
  });

  test('the code works in the browser that asked, five tries long, and nowhere else', async () => {
    const browser = new Browserless(url);
    await askForLink(browser, 'alix@exemple.invalid');
    const { code } = inMail((await mailbox.next('alix@exemple.invalid', /lien de connexion/)).text!);
    expect((await new Browserless(url).post('/connexion/code', { code })).status).toBe(400);
    expect(locationOf(await browser.post('/connexion/code', { code: code.toLowerCase() }))).toBe('/espace');

    const guessing = new Browserless(url);
    await askForLink(guessing, 'alix@exemple.invalid');
    const right = inMail((await mailbox.next('alix@exemple.invalid', /lien de connexion/)).text!).code;
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await guessing.post('/connexion/code', { code: 'AAAA AAAA' })).status).toBe(400);
    }
    expect((await guessing.post('/connexion/code', { code: right })).status).toBe(400);
    expect(guessing.has(COOKIES.session)).toBe(false);
  });

  test('known and unknown addresses are answered alike, and an unknown one gets no mail', async () => {
    const before = mailbox.mails.length;
    const answers = [];
    for (const address of ['alix@exemple.invalid', 'personne.ici@exemple.invalid']) {
      const browser = new Browserless(url);
      const asked = await askForLink(browser, address);
      const page = await browser.text('/connexion/code');
      const wrong = await browser.post('/connexion/code', { code: 'AAAA AAAA' });
      answers.push([asked.status, locationOf(asked), page, wrong.status, await wrong.text()]);
    }
    expect(answers[1]).toEqual(answers[0]);
    await mailbox.next('alix@exemple.invalid', /lien de connexion/);
    expect(mailbox.mails.length).toBe(before + 1);
  });

  test('too many links for one address, or from one place, wait an hour', async () => {
    const browser = new Browserless(url);
    for (let times = 0; times < 5; times += 1) {
      expect((await askForLink(browser, 'trop@exemple.invalid')).status).toBe(302);
    }
    const refused = await askForLink(browser, 'trop@exemple.invalid');
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('réessayez dans une heure');
    clock.add(61);
    expect((await askForLink(browser, 'trop@exemple.invalid')).status).toBe(302);
    clock.add(-61);
  });

  test('a wrong address comes back with its mistake and what was typed', async () => {
    const refused = await askForLink(new Browserless(url), 'pas-une-adresse');
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toContain('pas-une-adresse');
    expect(page).toContain('n’est pas complète');
  });
});

describe('A session', () => {
  test('ends when idle for two hours, or after twelve whatever is done; asking how long it lasts does not prolong it', async () => {
    const { cookie } = await bearer(database, clock.now(), { role: 'member', placeId: potagers });
    const browser = new Browserless(url, cookie);
    clock.add(119);
    await browser.get('/session');
    clock.add(2);
    expect((await browser.get('/espace')).status).toBe(302);
    clock.add(-121);
    const busy = await bearer(database, clock.now(), { role: 'member', placeId: potagers });
    const lasting = new Browserless(url, busy.cookie);
    for (let hour = 0; hour < 11; hour += 1) {
      clock.add(60);
      expect((await lasting.post('/session', {})).status, `${hour}`).toBe(200);
    }
    expect((await lasting.get('/espace')).status).toBe(200);
    clock.add(61);
    expect((await lasting.get('/espace')).status).toBe(302);
    clock.add(-721);
  });

  test('is new at each sign-in: the one that the browser had before is over', async () => {
    const browser = new Browserless(url);
    await browser.get(await walkThroughProvider(browser, await leave(browser)));
    const first = browser.cookie(COOKIES.session)!;
    await browser.get(await walkThroughProvider(browser, await leave(browser)));
    expect(browser.cookie(COOKIES.session)).not.toBe(first);
    expect((await new Browserless(url, `${COOKIES.session}=${first}`).get('/espace')).status).toBe(302);
  });

  test('outlives neither the mission nor its days of grace, and is over at once when a mission is ended', async () => {
    const today = clock.today();
    const late = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      until: addDays(today, -7),
    });
    const gone = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      until: addDays(today, -8),
    });
    expect((await new Browserless(url, late.cookie).get('/espace')).status).toBe(200);
    expect((await new Browserless(url, gone.cookie).get('/espace')).status).toBe(302);
    const member = await bearer(database, clock.now(), { role: 'member', placeId: potagers });
    const browser = new Browserless(url, member.cookie);
    expect((await browser.get('/espace')).status).toBe(200);
    const ended = await new Browserless(url, alix.cookie).post('/startups/potagers/equipe', {
      intention: 'finir',
      mission: member.missionId,
      version: '1',
    });
    expect(ended.status).toBe(302);
    expect((await browser.get('/espace')).status).toBe(302);
  });

  test('is listed and closed by its owner, and by nobody else', async () => {
    const [owner, other] = [
      await bearer(database, clock.now(), { role: 'member', placeId: potagers }),
      await bearer(database, clock.now(), { role: 'member', placeId: potagers }),
    ];
    const sessionOf = (personId: string) =>
      valueOf<string>(database, sql`SELECT id::text FROM session WHERE person_id = ${personId}::uuid`);
    const page = await new Browserless(url, owner.cookie).text('/espace/compte');
    expect(page).toContain('celle-ci');
    const stranger = new Browserless(url, other.cookie);
    await stranger.post('/espace/compte', {
      intention: 'fermer-session',
      session: await sessionOf(owner.personId),
    });
    expect((await new Browserless(url, owner.cookie).get('/espace')).status).toBe(200);
    await stranger.post('/espace/compte', {
      intention: 'fermer-session',
      session: await sessionOf(other.personId),
    });
    expect((await stranger.get('/espace')).status).toBe(302);
  });

  test('that ends while a form is open keeps the text: sign in, and it goes where it was going', async () => {
    const browser = new Browserless(url, alix.cookie);
    clock.add(121);
    const parked = await browser.post('/startups/potagers/modifier/presentation', {
      intention: 'enregistrer',
      version: '0',
      title: 'Potagers partagés de tous',
      mission: 'Aider les communes',
    });
    expect(locationOf(parked)).toBe('/connexion?reprise=oui');
    expect(await browser.text('/connexion?reprise=oui')).toContain(
      'Ce que vous aviez écrit est gardé une heure',
    );
    expect(locationOf(await browser.get(await walkThroughProvider(browser, await leave(browser))))).toBe(
      '/reprendre',
    );
    const page = await browser.text('/reprendre');
    expect(page).toContain('Potagers partagés de tous');
    // Somebody else who signs in with the same browser is shown nothing of it.
    const other = await bearer(database, clock.now(), { role: 'member', placeId: potagers });
    const kept = `${COOKIES.parked}=${browser.cookie(COOKIES.parked)!}`;
    expect(locationOf(await new Browserless(url, other.cookie, kept).get('/reprendre'))).toBe('/espace');
    const sent = await browser.post('/reprendre?envoyer=oui', {
      intention: 'enregistrer',
      version: '0',
      title: 'Potagers partagés de tous',
      mission: 'Aider les communes',
    });
    expect([sent.status, locationOf(sent)]).toEqual([307, '/startups/potagers/modifier/presentation']);
    // Nobody else's browser finds it, and a stranger's form is not kept at all.
    expect(
      locationOf(await new Browserless(url).post('/startups/potagers/modifier/presentation', { title: 'x' })),
    ).toContain('/connexion?retour=');
    clock.add(-121);
  });
});

describe('A provider that is down', () => {
  test('is said to the person, who may take the other way in', async () => {
    const lone = await startProvider();
    const { url: other } = await startSite('vide', {
      database,
      clock,
      env: {
        SMTP_URL: mailbox.url,
        MAIL_FROM: 'jalons@exemple.invalid',
        OIDC_ISSUER: lone.issuer,
        OIDC_CLIENT_ID: 'jalons',
        OIDC_CLIENT_SECRET: 'x',
      },
    });
    lone.stop();
    const browser = new Browserless(other);
    const answer = await browser.post('/connexion', { intention: 'fournisseur', retour: '/espace' });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('ProConnect ne répond pas');
    expect((await askForLink(browser, 'alix@exemple.invalid')).status).toBe(302);
  });

  test('one that announces PKCE is sent it', async () => {
    const modern = await startProvider({ pkce: true });
    const { url: other } = await startSite('vide', {
      database,
      clock,
      env: {
        OIDC_ISSUER: modern.issuer,
        OIDC_CLIENT_ID: modern.clientId,
        OIDC_CLIENT_SECRET: modern.clientSecret,
      },
    });
    await modern.register(other);
    const browser = new Browserless(other);
    const address = new URL(
      locationOf(await browser.post('/connexion', { intention: 'fournisseur', retour: '/espace' })),
    );
    expect(address.searchParams.get('code_challenge_method')).toBe('S256');
    const there = new Browserless(modern.issuer);
    let next = address.href;
    while (!next.startsWith(other)) next = new URL(locationOf(await there.get(next)), next).href;
    expect(locationOf(await browser.get(next))).toBe('/espace');
  });
});
