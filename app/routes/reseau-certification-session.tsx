import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { countOf, formatDay } from '~/design/formats';
import {
  CANDIDATE_STATES,
  candidatesOf,
  decideCandidate,
  enterCandidate,
  type CandidateState,
} from '~/network/certification/candidates.server';
import { careersOf } from '~/network/certification/careers.server';
import { eligibility, isEligible } from '~/network/certification/eligibility';
import { certificationSession } from '~/network/certification/sessions.server';
import { EligibilityTable } from '~/network/parts/EligibilityTable';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { isId } from '~/platform/identifier';
import { notFound } from './answers.server';
import { allowed, mistaken, textFields, tried } from './guards.server';

async function sessionAsked({ context, params }: Pick<LoaderFunctionArgs, 'context' | 'params'>) {
  const id = params['session'] ?? '';
  const session = isId(id) ? await certificationSession(context.database.prisma, id) : null;
  if (session === null) throw notFound('Aucune session de certification n’a cette adresse.');
  return session;
}

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const session = await sessionAsked(args);
  const { database, clock, network } = args.context;
  const { prisma } = database;
  const today = clock.today();
  // A past session is judged as of its day.
  const on = session.heldOn < today ? session.heldOn : today;
  const candidates = await candidatesOf(prisma, session.id);
  const careers = await careersOf(
    prisma,
    network,
    candidates.map(({ personId }) => personId),
  );
  const known = new Set(candidates.map(({ personId }) => personId));
  const others = (await careersOf(prisma, network, null)).filter(({ personId }) => !known.has(personId));
  return {
    name: session.name,
    when: formatDay(session.heldOn),
    held: session.heldOn <= today,
    filesBy: formatDay(session.filesBy),
    candidates: candidates.map(({ personId, name, fullTime, fileUrl, state, appliedOn }) => {
      const career = careers.find((one) => one.personId === personId);
      // The certification of this very session is no reason against it.
      const lines = career
        ? eligibility(
            { ...career, certifiedOn: state === 'certifiee' ? null : career.certifiedOn },
            fullTime,
            on,
          )
        : [];
      return {
        personId,
        name,
        time: fullTime ? 'à temps plein' : 'à temps partiel',
        fileUrl,
        state,
        stateWords: CANDIDATE_STATES[state],
        appliedOn: formatDay(appliedOn),
        missing: lines.filter(({ held }) => !held).length,
        lines,
      };
    }),
    eligible: others
      .filter((career) => isEligible(eligibility(career, true, on)))
      .map(({ personId, name, missions }) => ({
        personId,
        name,
        startups: [...new Set(missions.map(({ startup }) => startup))].join(', '),
      })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

const DECISIONS: Readonly<Record<string, CandidateState>> = {
  certifier: 'certifiee',
  refuser: 'non-certifiee',
  reprendre: 'demandee',
};

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const session = await sessionAsked(args);
  const { context } = args;
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const refused = await tried(async () => {
    const personId = typed['personne'] ?? '';
    if (!isId(personId)) throw new RuleError('Cette personne n’est plus dans la liste.');
    if (intention === 'inscrire') return enterCandidate(context, session.id, personId);
    const state = Object.hasOwn(DECISIONS, intention) ? DECISIONS[intention]! : null;
    if (state === null) throw new RuleError('Cette action n’existe pas.');
    return decideCandidate(context, { sessionId: session.id, personId, state });
  });
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  await context.refreshNetwork();
  return redirect(`/reseau/certification/${session.id}?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Certification, ${data?.name ?? 'session'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  inscrire: 'La personne est inscrite.',
  certifier: 'La certification est donnée : la personne reçoit un courriel.',
  refuser: 'La décision est notée : la personne reçoit un courriel.',
  reprendre: 'La décision est reprise : la demande attend de nouveau.',
};

type Page = Awaited<ReturnType<typeof loader>>;

function Candidacy({ candidate, held }: { candidate: Page['candidates'][number]; held: boolean }) {
  const { personId, name, state } = candidate;
  const act = (intention: string, label: string) => (
    <RowAction fields={{ intention, personne: personId }} label={label} name={`${label} : ${name}`} />
  );
  return (
    <li className="border-b border-trait py-3">
      <h3 className="m-0 text-base">{name}</h3>
      <p className="m-0">
        {candidate.stateWords} ; demande du {candidate.appliedOn}, {candidate.time}.{' '}
        {candidate.fileUrl ? (
          <a href={candidate.fileUrl} rel="noopener" aria-label={`Dossier : ${name}`}>
            Dossier
          </a>
        ) : (
          'Pas encore de dossier.'
        )}
      </p>
      <details>
        <summary className="lien cursor-pointer">
          {candidate.missing === 0
            ? `Les conditions sont remplies, ${name}`
            : `${countOf(candidate.missing, 'condition manque', 'conditions manquent')} ou ne se voient pas ici, ${name}`}
        </summary>
        <EligibilityTable lines={candidate.lines} caption={`Conditions de la certification, ${name}`} />
      </details>
      {held && (
        <div className="sans-impression mt-2 flex flex-wrap gap-2">
          {state === 'demandee' ? (
            <>
              {act('certifier', 'Donner la certification')}
              {act('refuser', 'Pas cette fois')}
            </>
          ) : (
            act('reprendre', 'Reprendre la décision')
          )}
        </div>
      )}
    </li>
  );
}

export default function CertificationSession() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Listes du réseau', to: '/reseau' },
          { label: 'Certification', to: '/reseau/certification' },
        ]}
        here={page.name}
      />
      <h1 className="mb-2">Certification, {page.name}</h1>
      <p className="text-lg">
        Le {page.when}, dossiers jusqu’au {page.filesBy}.
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <section aria-labelledby="demandes">
        <h2 id="demandes">Demandes</h2>
        {!page.held && page.candidates.length > 0 && <p>Les décisions se notent à partir du {page.when}.</p>}
        {page.candidates.length === 0 ? (
          <p>Personne n’a encore demandé cette session.</p>
        ) : (
          <ul className="m-0 list-none p-0">
            {page.candidates.map((candidate) => (
              <Candidacy key={candidate.personId} candidate={candidate} held={page.held} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="possibles" className="sans-impression mt-8">
        <h2 id="possibles">Qui peut la demander</h2>
        <p>
          {countOf(page.eligible.length, 'personne remplit', 'personnes remplissent')} les conditions, à temps
          plein, d’après ce que Jalons sait. Inscrivez aussi ici qui a demandé autrement.
        </p>
        {page.eligible.length > 0 && (
          <ul className="m-0 list-none p-0">
            {page.eligible.map(({ personId, name, startups }) => (
              <li key={personId} className="flex flex-wrap justify-between gap-2 border-b border-trait py-2">
                <span>
                  <strong>{name}</strong>, {startups}
                </span>
                <RowAction
                  fields={{ intention: 'inscrire', personne: personId }}
                  label="Inscrire"
                  name={`Inscrire ${name}`}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
