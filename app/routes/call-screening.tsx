import { applicationPath, callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { countOf } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { readInstant } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { filesOf, reopenApplication } from '~/round/application/deposit.server';
import {
  hearingsOf,
  questionsOfCall,
  proposeHearing,
  saveHearingNotes,
} from '~/round/application/hearings.server';
import {
  CHECK_CODES,
  checksOf,
  judgeAdmissibility,
  ruleCheck,
  rulingsOf,
  type CheckCode,
} from '~/round/application/screening.server';
import { atInstant, shownCall } from '~/round/calls/shown';
import { barredFiles } from '~/round/jury/conflicts.server';
import { CallRoom } from '~/round/parts/CallRoom';
import { ADMISSIBILITIES, type Admissibility } from '~/round/vocabulary';
import { callFor } from './call-lookup.server';
import { mistaken, textFields, tried, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const { prisma } = context.database;
  const now = context.clock.now();
  const closed = now >= call.closesAt;
  const conflicted = await barredFiles(prisma, call.id, context.actor);
  const files = (await filesOf(context, call)).filter(({ id }) => !conflicted.has(id));
  const rulings = await rulingsOf(prisma, call.id);
  const hearings = await hearingsOf(prisma, call.id);
  const questions = await questionsOfCall(prisma, call.id);
  return {
    ...shownCall(call, now),
    closed,
    judges: can(context.actor, 'appel.juger', call, context.clock.today()).allowed,
    deposited: files.length,
    files: closed
      ? files.map((application) => ({
          id: application.id,
          title: application.title,
          path: `${applicationPath(application.id)}/dossier`,
          admissibility: application.admissibility,
          reason: application.admissibilityReason ?? '',
          checks: checksOf(call, application, rulings),
        }))
      : [],
    hearings: hearings.map((hearing) => ({
      id: hearing.id,
      when: atInstant(hearing.startsAt),
      minutes: hearing.minutes,
      notes: hearing.notes,
      version: hearing.version,
      taken: hearing.applicationId !== null,
      who: files.find(({ id }) => id === hearing.applicationId)?.title ?? null,
      questions: files.some(({ id }) => id === hearing.applicationId)
        ? questions.filter(({ applicationId }) => applicationId === hearing.applicationId)
        : [],
      path: hearing.applicationId === null ? null : `${applicationPath(hearing.applicationId)}/lecture`,
    })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

/** @throws {RuleError} beside its field. */
function instantOf(text: string, field: string): Date {
  const instant = readInstant(text);
  if (instant === null)
    throw new RuleError('Une date et une heure sont attendues, par exemple 2026-06-21 12:00.', field);
  return instant;
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const text = (name: string, most = 1000) => (typed[name] ?? '').trim().slice(0, most);
  const file = () => {
    if (!isId(typed['dossier'] ?? '')) throw new RuleError('Ce dossier n’existe plus.');
    return typed['dossier']!;
  };
  const refused = await tried(async () => {
    switch (intention) {
      case 'verification': {
        const code = CHECK_CODES.find((one) => one === typed['code']);
        if (!code) throw new RuleError('Cette vérification n’existe pas.');
        return ruleCheck(context, file(), {
          code: code satisfies CheckCode,
          ruling: typed['dit'] === 'ecarte' ? 'ecarte' : 'confirme',
          reason: text('motif', 500),
        });
      }
      case 'recevabilite': {
        const admissibility = (Object.keys(ADMISSIBILITIES) as Admissibility[]).find(
          (one) => one === typed['recevabilite'],
        );
        if (!admissibility) throw new RuleError('Choisissez une issue.', 'recevabilite');
        return judgeAdmissibility(context, file(), { admissibility, reason: text('raison') });
      }
      case 'rouvrir':
        return reopenApplication(context, file(), {
          until: instantOf(text('jusque'), 'jusque'),
          reason: text('pourquoi', 500),
        });
      case 'creneau': {
        const minutes = Number(typed['minutes']);
        if (!Number.isInteger(minutes) || minutes < 5 || minutes > 240)
          throw new RuleError('Entre 5 et 240 minutes.', 'minutes');
        const visio = text('visio', 300);
        if (visio !== '' && !/^https:\/\//.test(visio))
          throw new RuleError('L’adresse de la visio commence par https://', 'visio');
        return proposeHearing(context, call.id, {
          startsAt: instantOf(text('debut'), 'debut'),
          minutes,
          visio,
        });
      }
      case 'notes':
        if (!isId(typed['audition'] ?? '')) throw new RuleError('Cette audition n’existe plus.');
        return saveHearingNotes(context, call.id, typed['audition']!, versionOf(typed), text('notes', 8000));
      default:
        throw new RuleError('Cette action n’existe pas.');
    }
  });
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return redirect(`${callPath(call.id)}/instruction?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Instruction de ${data?.title ?? 'l’appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  verification: 'La vérification est notée.',
  recevabilite: 'La recevabilité est notée.',
  rouvrir: 'Le dossier est rouvert à son équipe.',
  creneau: 'Le créneau est proposé aux équipes.',
  notes: 'Les notes d’audition sont enregistrées.',
};

type Page = Awaited<ReturnType<typeof loader>>;
type File = Page['files'][number];

function FileCard({ file, answer }: { file: File; answer: FormAnswer | undefined }) {
  const mine = answer?.typed['dossier'] === file.id ? answer : undefined;
  const field = (name: string) => ({
    name,
    id: `${name}-${file.id}`,
    value: mine?.typed[name],
    mistake: mine?.mistakes[name],
  });
  return (
    <article className="carte" aria-labelledby={`dossier-${file.id}`}>
      <h3 id={`dossier-${file.id}`} className="m-0">
        <Link to={file.path}>{file.title}</Link>
      </h3>
      <p className="m-0 mb-3 text-discret">
        {file.admissibility ? ADMISSIBILITIES[file.admissibility] : 'À instruire'}
        {file.reason && ` : ${file.reason}`}
      </p>
      <table className="tableau empile">
        <caption className="sr-only">Vérifications de {file.title}</caption>
        <thead>
          <tr>
            <th scope="col">Vérification</th>
            <th scope="col">Trouvé</th>
            <th scope="col">Dit par une personne</th>
          </tr>
        </thead>
        <tbody>
          {file.checks.map((check) => (
            <tr key={check.code}>
              <th scope="row" className="font-normal">
                {check.label}
              </th>
              <td data-label="Trouvé" className="wrap-anywhere">
                <strong>{check.passed ? 'Oui' : 'Non'}</strong>, {check.evidence}
              </td>
              <td data-label="Dit par une personne">
                {check.ruling === 'confirme' && 'Confirmé'}
                {check.ruling === 'ecarte' && `Écarté : ${check.reason}`}
                <details open={mine?.typed['code'] === check.code}>
                  <summary
                    className="lien cursor-pointer text-sm"
                    aria-label={`Dire : ${check.label}, ${file.title}`}
                  >
                    {check.ruling ? 'Changer' : 'Dire'}
                  </summary>
                  <Form method="post" noValidate className="mt-2">
                    <Hidden name="intention" value="verification" />
                    <Hidden name="dossier" value={file.id} />
                    <Hidden name="code" value={check.code} />
                    <TextField
                      name="motif"
                      id={`motif-${file.id}-${check.code}`}
                      label="Pourquoi l’écarter"
                      value={mine?.typed['code'] === check.code ? mine.typed['motif'] : undefined}
                      mistake={mine?.typed['code'] === check.code ? mine.mistakes['motif'] : undefined}
                    />
                    <div className="flex gap-2">
                      <button type="submit" name="dit" value="confirme" className="fr-btn fr-btn--sm">
                        Confirmer
                      </button>
                      <button
                        type="submit"
                        name="dit"
                        value="ecarte"
                        className="fr-btn fr-btn--sm fr-btn--secondary"
                      >
                        Écarter
                      </button>
                    </div>
                  </Form>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Form method="post" noValidate className="mt-4">
        <Hidden name="intention" value="recevabilite" />
        <Hidden name="dossier" value={file.id} />
        <div className="grid gap-x-6 sm:grid-cols-[1fr_2fr]">
          <SelectField
            {...field('recevabilite')}
            value={mine?.typed['recevabilite'] ?? file.admissibility ?? ''}
            label="Recevabilité"
            empty="Choisir…"
            choices={Object.entries(ADMISSIBILITIES).map(([value, label]) => ({ value, label }))}
          />
          <TextField
            {...field('raison')}
            value={mine?.typed['raison'] ?? file.reason}
            label="Raison que l’équipe lira"
          />
        </div>
        <button
          type="submit"
          className="fr-btn fr-btn--sm"
          aria-label={`Enregistrer la recevabilité de ${file.title}`}
        >
          Enregistrer
        </button>
      </Form>
      <details className="mt-4" open={mine?.typed['intention'] === 'rouvrir'}>
        <summary className="lien cursor-pointer text-sm" aria-label={`Rouvrir le dossier de ${file.title}`}>
          Rouvrir ce dossier à l’équipe
        </summary>
        <Form method="post" noValidate className="mt-2">
          <Hidden name="intention" value="rouvrir" />
          <Hidden name="dossier" value={file.id} />
          <div className="grid gap-x-6 sm:grid-cols-2">
            <TextField {...field('jusque')} label="Jusqu’au" hint="Ex. 2026-06-30 12:00" />
            <TextField
              {...field('pourquoi')}
              label="Pourquoi"
              hint="Gardé au journal."
              mistake={mine?.mistakes['raison']}
            />
          </div>
          <button type="submit" className="fr-btn fr-btn--sm fr-btn--secondary">
            Rouvrir
          </button>
        </Form>
      </details>
    </article>
  );
}

export default function CallScreening() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  const left = page.files.filter(({ admissibility }) => admissibility === null).length;
  const slot = answer?.typed['intention'] === 'creneau' ? answer : undefined;
  return (
    <CallRoom
      call={page}
      here="Instruction"
      lead={
        page.closed
          ? `${countOf(page.deposited, 'candidature', 'candidatures')}, ${countOf(left, 'à instruire', 'à instruire')}.`
          : `${page.sentence} ${countOf(page.deposited, 'candidature déposée', 'candidatures déposées')} ; les dossiers se lisent à la clôture.`
      }
      holds
      judges={page.judges}
      done={page.done}
      sentences={DONE}
      answer={answer}
      linkOf={(name) => `#${name}-${answer?.typed['dossier'] ?? ''}`}
    >
      {page.files.length > 0 && <h2>Dossiers</h2>}
      <div className="grid grid-cols-1 gap-6">
        {page.files.map((file) => (
          <FileCard key={file.id} file={file} answer={answer} />
        ))}
      </div>
      <section aria-labelledby="auditions" className="mt-10">
        <h2 id="auditions">Auditions</h2>
        {page.hearings.length === 0 && <p>Aucun créneau n’est proposé.</p>}
        <ul className="m-0 grid list-none gap-4 p-0">
          {page.hearings.map((hearing) => (
            <li key={hearing.id} className="carte">
              <p className="m-0">
                <strong>{hearing.when}</strong>, {hearing.minutes} minutes :{' '}
                {hearing.who ?? (hearing.taken ? 'réservé' : 'libre')}
              </p>
              {hearing.questions.length > 0 && (
                <>
                  <h3 className="mt-2 mb-0 text-base">Questions préparées</h3>
                  <ul className="m-0 pl-4">
                    {hearing.questions.map(({ id, name, text }) => (
                      <li key={id}>
                        {text} <span className="text-sm text-discret">({name})</span>
                      </li>
                    ))}
                  </ul>
                </>
              )}
              {hearing.who && (
                <Form method="post" noValidate className="mt-2" key={hearing.version}>
                  <Hidden name="intention" value="notes" />
                  <Hidden name="audition" value={hearing.id} />
                  <Hidden name="version" value={hearing.version} />
                  <TextAreaField
                    name="notes"
                    id={`notes-${hearing.id}`}
                    label={`Notes de l’audition de ${hearing.who}`}
                    hint="Qui peut lire ceci, et quand : le jury sans lien avec l’équipe et qui tient l’appel, dès l’enregistrement. Gardées avec l’appel."
                    rows={4}
                    value={hearing.notes}
                  />
                  <button type="submit" className="fr-btn fr-btn--sm fr-btn--secondary">
                    Enregistrer
                  </button>
                </Form>
              )}
            </li>
          ))}
        </ul>
        <Form method="post" noValidate className="mt-6 max-w-3xl">
          <Hidden name="intention" value="creneau" />
          <div className="grid gap-x-6 sm:grid-cols-3">
            <TextField
              name="debut"
              id="debut-"
              label="Début"
              hint="Ex. 2026-06-21 14:00"
              value={slot?.typed['debut']}
              mistake={slot?.mistakes['debut']}
            />
            <TextField
              name="minutes"
              id="minutes-"
              label="Durée"
              hint="En minutes."
              inputMode="numeric"
              value={slot?.typed['minutes'] ?? '20'}
              mistake={slot?.mistakes['minutes']}
            />
            <TextField
              name="visio"
              id="visio-"
              type="url"
              label="Visio"
              hint="Adresse en https."
              value={slot?.typed['visio']}
              mistake={slot?.mistakes['visio']}
            />
          </div>
          <button type="submit" className="fr-btn fr-btn--secondary">
            Proposer ce créneau
          </button>
        </Form>
      </section>
    </CallRoom>
  );
}
