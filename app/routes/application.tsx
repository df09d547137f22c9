import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { readPaper } from '~/committee/documents.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { useAutosave } from '~/design/form/autosave';
import { CheckBoxes, FileField, Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, formatInstant, formatTime, ofName } from '~/design/formats';
import { keptOffline, revalidatesAfter } from '~/design/kept-offline';
import { RuleError } from '~/person/acting';
import { applicationPath, callPath, startupPath } from '~/platform/addresses';
import { addressField, line, mistakesByField, readFigure } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { applicationSchema, MOST_TARGETS, readTargets } from '~/round/application/application-schema';
import { saveApplication, targetsOf, type Deposit } from '~/round/application/applications.server';
import {
  depositApplication,
  isChanged,
  missingOf,
  withdrawApplication,
  writtenIn,
} from '~/round/application/deposit.server';
import { readingMinutes } from '~/round/application/contents';
import { gatherApplication } from '~/round/application/gather.server';
import { bookHearing, hearingsOf } from '~/round/application/hearings.server';
import { askSponsor, commitmentOf } from '~/round/application/sponsor.server';
import { applicationState } from '~/round/application/states';
import { saveResult } from '~/round/award/followup.server';
import { mayWrite } from '~/round/calls/calendar';
import { gridOf } from '~/round/calls/calls.server';
import { pillarsOf } from '~/round/calls/grids';
import { atInstant, callSentence } from '~/round/calls/shown';
import { isLaureate, LINE_KINDS } from '~/round/vocabulary';
import { z } from 'zod';
import { ownApplication } from './call-lookup.server';
import { formOf, mistaken, textsOf, tried, triedWith, versionOf } from './guards.server';

const inEuros = (value: number | null): string => (value === null ? '' : String(value / 100));

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const { application, call } = await ownApplication(args);
  const { prisma } = context.database;
  const now = context.clock.now();
  const grid = await gridOf(prisma, call.gridId);
  const pillars = pillarsOf(grid.lines);
  const targets = await targetsOf(prisma, application.id);
  const announced = call.announcedAt !== null && application.depositedAt !== null;
  const typed: Record<string, string> = {
    montant: inEuros(application.amount),
    apport: inEuros(application.cofunding),
    apportNote: application.cofundingNote,
    sponsor: application.sponsorName,
  };
  pillars.forEach((pillar, index) => (typed[`pilier-${index}`] = application.answers.pillars[pillar] ?? ''));
  targets.forEach((target, index) => {
    typed[`cible-${index}`] = target.label;
    typed[`valeur-${index}`] = String(target.value).replace('.', ',');
    typed[`depart-${index}`] = target.base === null ? '' : String(target.base).replace('.', ',');
    typed[`echeance-${index}`] = target.due;
  });
  const hearings = await hearingsOf(prisma, call.id);
  return {
    title: application.title,
    call: { id: call.id, title: call.title, sentence: callSentence(call, now) },
    path: applicationPath(application.id),
    startup: startupPath(application.publicId),
    state: applicationState(application, call),
    writes: mayWrite(call, application.reopenedUntil, now) && application.withdrawnAt === null,
    late: now >= call.closesAt && application.depositedAt === null,
    reopened:
      application.reopenedUntil !== null && now < application.reopenedUntil
        ? `Votre dossier est rouvert jusqu’${atInstant(application.reopenedUntil).replace(/^le /, 'au ')} : ${application.reopenedReason}`
        : null,
    toComplete:
      application.admissibility === 'a-completer' && !announced ? application.admissibilityReason : null,
    deposited: application.depositedAt === null ? null : formatInstant(application.depositedAt),
    withdrawn: application.withdrawnAt !== null,
    changed: isChanged(application, writtenIn(application, targets)),
    setAside: setAsideOf(application.setAside),
    version: application.version,
    typed,
    means: call.means,
    limit: call.answerLimit,
    pillars: pillars.map((pillar) => ({
      pillar,
      hint: grid.lines
        .filter((one) => one.pillar === pillar)
        .map(({ label, help }) => `${label} : ${help}`)
        .join(' '),
    })),
    base: grid.lines
      .filter(({ kind }) => kind !== 'note')
      .map(({ code, label, help, kind }) => ({
        value: code,
        label: `${label} (${LINE_KINDS[kind].toLowerCase()})`,
        hint: help,
      })),
    held: application.answers.held,
    letter: application.cofundingName,
    commitment: await commitmentOf(prisma, application),
    sponsor: {
      asked: application.sponsorAskedAt === null ? null : formatInstant(application.sponsorAskedAt),
      signed: application.sponsorSignedAt === null ? null : formatInstant(application.sponsorSignedAt),
      name: application.sponsorName,
    },
    missing: missingOf(application, { call, grid, targets }).map(({ message }) => message),
    minutes: readingMinutes(
      application.snapshot ?? (await gatherApplication(prisma, application, { call, grid, now })),
    ),
    slots: hearings
      .filter(({ applicationId, startsAt }) => applicationId === null && startsAt > now)
      .map(({ id, startsAt, minutes }) => ({
        value: id,
        label: `${atInstant(startsAt)}, ${minutes} minutes`,
      })),
    hearing: hearings
      .filter(({ applicationId }) => applicationId === application.id)
      .map(({ startsAt, minutes, visio }) => ({ when: atInstant(startsAt), minutes, visio }))[0],
    result: announced
      ? {
          reason:
            application.admissibility === 'irrecevable'
              ? (application.admissibilityReason ?? '')
              : application.decisionReason,
          feedback: application.feedbackApprovedAt === null ? '' : application.feedback,
          laureate: isLaureate(application.decision),
          targets: targets.map((target) => ({
            position: target.position,
            label: target.label,
            promised: `${target.value.toLocaleString('fr-FR')} le ${formatDay(target.due)}`,
            result: target.result === null ? null : target.result.toLocaleString('fr-FR'),
            source: target.resultSource,
          })),
        }
      : null,
    done: new URL(request.url).searchParams.get('fait'),
  };
}

/** What was written and not read by the jury, as lines that its team may copy. */
const setAsideOf = (setAside: Deposit | null) =>
  setAside === null
    ? null
    : [
        ...Object.entries(setAside.answers.pillars).map(([label, text]) => ({ label, text })),
        { label: 'Montant demandé', text: inEuros(setAside.amount) },
        { label: 'Apport', text: [inEuros(setAside.cofunding), setAside.cofundingNote].join(' ').trim() },
        {
          label: 'Cibles',
          text: setAside.targets.map(({ label, value, due }) => `${label} : ${value}, ${due}`).join('\n'),
        },
      ].filter(({ text }) => text !== '');

const sponsorSchema = z.object({ nom: line('Nom du sponsor'), courriel: addressField });

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { application, call } = await ownApplication(args);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const intention = typed['intention'] ?? '';
  const version = versionOf(typed);
  const here = (done: string) => redirect(`${applicationPath(application.id)}?fait=${done}`);
  if (intention === 'sponsor') {
    const refused = await triedWith(sponsorSchema, typed, ({ nom, courriel }) =>
      askSponsor(context, application.id, version, { name: nom, address: courriel }),
    );
    if (refused) return mistaken(typed, refused);
    context.mail.wake();
    return here('sponsor');
  }
  if (intention === 'creneau') {
    const refused = await tried(async () => {
      if (!isId(typed['creneau'] ?? '')) throw new RuleError('Choisissez un créneau.', 'creneau');
      await bookHearing(context, application, typed['creneau']!);
    });
    return refused ? mistaken(typed, refused) : here('creneau');
  }
  if (intention === 'resultat') {
    const position = Number(typed['cible']);
    const refused = await tried(async () => {
      const result = readFigure(typed[`resultat-${position}`] ?? '');
      if (result === null) throw new RuleError('Un nombre est attendu.', `resultat-${position}`);
      if (!Number.isInteger(position) || position < 0 || position >= MOST_TARGETS)
        throw new RuleError('Cette cible n’existe plus.');
      await saveResult(context, application.id, position, {
        result,
        source: (typed[`source-${position}`] ?? '').trim().slice(0, 300),
      });
    });
    if (refused) return mistaken(typed, refused);
    await context.refreshNetwork();
    return here('resultat');
  }
  if (intention === 'retirer') {
    const refused = await tried(() => withdrawApplication(context, application.id, version));
    return refused ? mistaken(typed, refused) : here('retiree');
  }
  const draft = intention === 'brouillon';
  const parsed = applicationSchema.safeParse(typed);
  const { targets, mistakes } = readTargets(typed);
  const faults = { ...(parsed.success ? {} : mistakesByField(parsed.error)), ...mistakes };
  const grid = await gridOf(context.database.prisma, call.gridId);
  const codes = grid.lines.filter(({ kind }) => kind !== 'note').map(({ code }) => code);
  const held = form.getAll('tenu').filter((code): code is string => codes.includes(code as string));
  let saved = version;
  let refused = Object.keys(faults).length > 0 ? faults : null;
  if (parsed.success && refused === null)
    refused = await tried(async () => {
      const file = form.get('lettre');
      const letter = await readPaper(context.settings.dataDir, file instanceof File ? file : null, 'lettre');
      saved = await saveApplication(
        context,
        application.id,
        version,
        {
          ...parsed.data,
          targets,
          answers: {
            pillars: Object.fromEntries(
              pillarsOf(grid.lines).map((pillar, index) => [
                pillar,
                (typed[`pilier-${index}`] ?? '').replace(/\r\n?/g, '\n').trim(),
              ]),
            ),
            held,
          },
        },
        letter,
      );
      if (intention === 'deposer') await depositApplication(context, application.id, saved);
    });
  if (draft)
    return Response.json({
      version: refused ? version : saved,
      savedAt: refused ? null : formatTime(context.clock.now()),
      mistakes: refused ?? {},
      problem: refused?.['form'] ?? null,
    });
  if (refused) return mistaken({ ...typed, version: String(saved), [HELD]: held.join(' ') }, refused);
  if (intention === 'deposer') context.mail.wake();
  return here(intention === 'deposer' ? 'deposee' : 'gardee');
}

export const clientAction = keptOffline;
export const shouldRevalidate = revalidatesAfter;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Candidature ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  gardee: 'C’est enregistré. Votre candidature n’est lue qu’une fois déposée.',
  deposee:
    'Votre candidature est déposée. Vous pouvez encore la changer, et la déposer de nouveau, jusqu’à la clôture.',
  retiree: 'Votre candidature est retirée.',
  sponsor: 'L’engagement est demandé par courriel.',
  creneau: 'Le créneau est à vous.',
  resultat: 'Le résultat est noté.',
};

/** The ticked boxes of a form that comes back: its other fields have one value each. */
const HELD = 'tenus';

type Page = Awaited<ReturnType<typeof loader>>;

function WritingForm({
  page,
  answer,
  onVersion,
}: {
  page: Page;
  answer: FormAnswer | undefined;
  /** Told each version that a save makes: the other forms of the page act on it too. */
  onVersion: (version: number) => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  const draft = useAutosave(form, Number(answer?.typed['version'] ?? page.version));
  useEffect(() => onVersion(draft.version), [draft.version, onVersion]);
  const typed = answer?.typed ?? page.typed;
  const mistakes = answer?.mistakes ?? draft.mistakes ?? {};
  const field = (name: string) => ({ name, value: typed[name], mistake: mistakes[name] });
  return (
    <Form ref={form} method="post" encType="multipart/form-data" noValidate>
      <Hidden name="version" value={draft.version} />
      {page.pillars.map(({ pillar, hint }, index) => (
        <TextAreaField
          key={pillar}
          {...field(`pilier-${index}`)}
          label={pillar}
          hint={`${hint} ${page.limit} caractères au plus.`}
          rows={8}
        />
      ))}
      {page.base.length > 0 && (
        <CheckBoxes
          name="tenu"
          legend="Ce que vous tenez"
          hint="Les critères obligatoires tous, et au moins un complémentaire."
          choices={page.base}
          checked={typed[HELD]?.split(' ') ?? page.held}
          mistake={mistakes['tenu']}
        />
      )}
      {page.means === 'enveloppe' && (
        <fieldset className="m-0 border-0 p-0">
          <legend className="p-0 text-lg font-bold">L’argent</legend>
          <div className="grid gap-x-6 sm:grid-cols-2">
            <TextField
              {...field('montant')}
              label="Montant demandé, en euros"
              hint="Zéro pour l’accompagnement seul."
              inputMode="decimal"
            />
            <TextField
              {...field('apport')}
              label="Apport de l’administration, en euros"
              hint="Ce qu’elle met de son côté."
              inputMode="decimal"
            />
          </div>
          <TextAreaField
            {...field('apportNote')}
            label="Ce qui prouve cet apport"
            hint="Ligne budgétaire, décision, convention."
            rows={2}
          />
        </fieldset>
      )}
      <FileField
        {...field('lettre')}
        label={page.means === 'enveloppe' ? 'Lettre du sponsor ou preuve' : 'Lettre de mission ou du sponsor'}
        hint={
          page.letter
            ? `Déjà jointe : ${page.letter}. En choisir une autre la remplace.`
            : 'PDF, ODT ou DOCX.'
        }
        accept=".pdf,.odt,.docx"
      />
      {page.letter && (
        <p>
          <a href={`${page.path}/piece`} download>
            Relire {page.letter}
          </a>
        </p>
      )}
      <fieldset className="m-0 border-0 p-0">
        <legend className="p-0 text-lg font-bold">Vos cibles à six mois</legend>
        <p className="fr-hint-text">
          Une cible qui monte est tenue à 80 % de son nombre ; une cible qui descend (un délai, un coût), à 80
          % du chemin depuis aujourd’hui : dites d’où elle part.
        </p>
        {Array.from({ length: MOST_TARGETS }, (_, index) => (
          <div key={index} className="grid gap-x-6 sm:grid-cols-[2fr_1fr_1fr_1fr]">
            <TextField {...field(`cible-${index}`)} label={`Cible ${index + 1} : ce qui est compté`} />
            <TextField {...field(`depart-${index}`)} label="Aujourd’hui" inputMode="decimal" />
            <TextField {...field(`valeur-${index}`)} label="Nombre visé" inputMode="decimal" />
            <TextField {...field(`echeance-${index}`)} label="Date" type="date" />
          </div>
        ))}
      </fieldset>
      <div className="barre-actions">
        <p className="m-0" role="status">
          {draft.problem ??
            (draft.savedAt ? `Enregistré à ${draft.savedAt}.` : `Se lit en ${page.minutes} minutes environ.`)}
        </p>
        <div className="flex flex-wrap gap-2">
          <Link to={`${page.path}/dossier`} className="fr-btn fr-btn--tertiary">
            Voir comme le jury
          </Link>
          <button type="submit" name="intention" value="garder" className="fr-btn fr-btn--secondary">
            Enregistrer
          </button>
          <button type="submit" name="intention" value="deposer" className="fr-btn">
            {page.deposited ? 'Déposer de nouveau' : 'Déposer'}
          </button>
        </div>
      </div>
    </Form>
  );
}

function Sponsor({ page, answer, version }: { page: Page; answer: FormAnswer | undefined; version: number }) {
  const mine = answer?.typed['intention'] === 'sponsor' ? answer : undefined;
  return (
    <section aria-labelledby="sponsor" className="carte mt-8">
      <h2 id="sponsor" className="mt-0 text-lg">
        L’engagement du sponsor
      </h2>
      <p>« {page.commitment} »</p>
      {page.sponsor.signed ? (
        <p className="font-bold">
          {page.sponsor.name} a signé le {page.sponsor.signed}.
        </p>
      ) : (
        <>
          {page.sponsor.asked && (
            <p>
              Demandé à {page.sponsor.name} le {page.sponsor.asked}, pas encore signé.
            </p>
          )}
          {page.writes && (
            <Form method="post" noValidate>
              <Hidden name="version" value={version} />
              <div className="grid gap-x-6 sm:grid-cols-2">
                <TextField
                  name="nom"
                  label="Nom"
                  value={mine?.typed['nom']}
                  mistake={mine?.mistakes['nom']}
                />
                <TextField
                  name="courriel"
                  type="email"
                  label="Adresse de courriel"
                  value={mine?.typed['courriel']}
                  mistake={mine?.mistakes['courriel']}
                />
              </div>
              <button type="submit" name="intention" value="sponsor" className="fr-btn fr-btn--secondary">
                Demander sa signature
              </button>
            </Form>
          )}
        </>
      )}
    </section>
  );
}

function Result({ page, answer }: { page: Page; answer: FormAnswer | undefined }) {
  const { result } = page;
  if (!result) return null;
  return (
    <section aria-labelledby="resultat" className="carte mt-6">
      <h2 id="resultat" className="mt-0">
        {page.state}
      </h2>
      {result.reason && <p className="whitespace-pre-wrap">{result.reason}</p>}
      {result.feedback && (
        <>
          <h3>Retour du jury</h3>
          <p className="whitespace-pre-wrap">{result.feedback}</p>
        </>
      )}
      {result.laureate && result.targets.length > 0 && (
        <>
          <h3>Vos cibles</h3>
          {result.targets.map((target) => (
            <Form key={target.position} method="post" noValidate className="mb-4">
              <p className="m-0">
                <strong>{target.label}</strong> : {target.promised}
                {target.result && `. Résultat : ${target.result} (${target.source})`}
              </p>
              <Hidden name="cible" value={target.position} />
              <div className="grid gap-x-6 sm:grid-cols-2">
                <TextField
                  name={`resultat-${target.position}`}
                  label={`Résultat : ${target.label}`}
                  inputMode="decimal"
                  mistake={answer?.mistakes[`resultat-${target.position}`]}
                />
                <TextField
                  name={`source-${target.position}`}
                  label="D’où vient ce chiffre"
                  mistake={answer?.mistakes['source']}
                />
              </div>
              <button
                type="submit"
                name="intention"
                value="resultat"
                className="fr-btn fr-btn--sm fr-btn--secondary"
                aria-label={`Noter le résultat de ${target.label}`}
              >
                Noter
              </button>
            </Form>
          ))}
        </>
      )}
    </section>
  );
}

export default function ApplicationPage() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const given = useActionData() as FormAnswer | undefined;
  const answer = given && 'typed' in given ? given : undefined;
  const [version, setVersion] = useState(page.version);
  useEffect(() => setVersion(page.version), [page.version]);
  const writing =
    answer && ['garder', 'deposer'].includes(answer.typed['intention'] ?? '') ? answer : undefined;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.startup },
          { label: 'Candidatures', to: `${page.startup}/candidatures` },
        ]}
        here={page.call.title}
      />
      <h1 className="mb-2">
        {page.title} candidate à {page.call.title}
      </h1>
      <p className="text-xl">
        <strong>{page.state}.</strong> <Link to={callPath(page.call.id)}>L’appel</Link> : {page.call.sentence}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && (
        <Done title={DONE[page.done]!}>
          {page.done === 'deposee' && page.deposited && (
            <p className="m-0">
              Reçu du {page.deposited}, version {page.version}.
            </p>
          )}
        </Done>
      )}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.toComplete && (
        <p className="carte">
          <strong>À compléter : </strong>
          {page.toComplete}
        </p>
      )}
      {page.reopened && <p className="carte">{page.reopened}</p>}
      {page.late && !page.writes && (
        <p className="carte">
          L’appel est clos et cette candidature n’a pas été déposée : le jury ne la lira pas. Elle reste ici ;
          vous pourrez en reprendre le texte pour un prochain appel.
        </p>
      )}
      <Result page={page} answer={answer} />
      {page.hearing && (
        <p className="carte">
          Votre audition : {page.hearing.when}, {page.hearing.minutes} minutes.{' '}
          {page.hearing.visio && (
            <a href={page.hearing.visio} rel="noopener">
              Rejoindre
            </a>
          )}
        </p>
      )}
      {page.slots.length > 0 && (
        <Form method="post" noValidate className="carte mb-6">
          <SelectField
            name="creneau"
            label={page.hearing ? 'Changer de créneau' : 'Choisir un créneau d’audition'}
            empty="Choisir…"
            choices={page.slots}
            mistake={answer?.mistakes['creneau']}
          />
          <button type="submit" name="intention" value="creneau" className="fr-btn fr-btn--secondary">
            Prendre ce créneau
          </button>
        </Form>
      )}
      {page.setAside && (
        <details className="carte mb-6">
          <summary className="cursor-pointer">
            Ce que vous aviez écrit après le dépôt, et que le jury n’a pas lu
          </summary>
          <dl>
            {page.setAside.map(({ label, text }) => (
              <div key={label} className="mb-3">
                <dt className="font-bold">{label}</dt>
                <dd className="m-0 whitespace-pre-wrap">{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {page.writes ? (
        <>
          {page.deposited && page.changed && (
            <p className="carte">
              Vous avez écrit depuis le dépôt du {page.deposited}. À la clôture, le jury lira{' '}
              {page.missing.length === 0
                ? 'ce texte-ci, à condition qu’il reste complet ; « Déposer de nouveau » vous en donne le reçu.'
                : 'la version déposée : il manque quelque chose à celle-ci.'}
            </p>
          )}
          {page.missing.length > 0 && (
            <details className="mb-6">
              <summary className="lien cursor-pointer">
                Ce qui manque avant de déposer ({page.missing.length})
              </summary>
              <ul>
                {page.missing.map((message) => (
                  <li key={message}>{message}</li>
                ))}
              </ul>
            </details>
          )}
          {/* What was typed comes back once, with its answer: the page that is read again after it undoes nothing. */}
          <WritingForm
            key={writing ? `repris/${writing.typed['version']}` : page.version}
            page={page}
            answer={writing}
            onVersion={setVersion}
          />
          <Sponsor page={page} answer={answer} version={version} />
          {page.deposited && (
            <Form method="post" className="mt-6">
              <Hidden name="version" value={version} />
              <button type="submit" name="intention" value="retirer" className="fr-btn fr-btn--tertiary">
                Retirer cette candidature
              </button>
            </Form>
          )}
        </>
      ) : (
        <p className="mt-6">
          <Link to={`${page.path}/dossier`} className="fr-btn fr-btn--secondary">
            Lire le dossier
          </Link>
        </p>
      )}
    </div>
  );
}
