import { mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, formatInstant, ofName, plural } from '~/design/formats';
import { budgetsOf } from '~/impact/budget/budget.server';
import { StandardList } from '~/impact/parts/Standards';
import { answersWithoutPlace } from '~/impact/standards/upgrade';
import { metricsOf } from '~/impact/reads.server';
import {
  CATALOGUE_VERSION,
  CRITERIA_COUNT,
  DOMAIN_LABELS,
  DOMAINS,
  OFFICIAL_TEXT,
  standardOf,
  STANDARDS,
} from '~/impact/standards/catalogue';
import { ANSWER_LABELS, domainFigures, proposals, wholeFigures } from '~/impact/standards/figures';
import { STANDARD_PHASES, standardPhases } from '~/impact/standards/phases.server';
import { evaluationsOf } from '~/impact/standards/service.server';
import { answerCriterion, answerHistory, answerSchema, answersOf } from '~/impact/standards/standards.server';
import { accreditationSentence } from '~/impact/standards/accreditation';
import { accreditationsOf } from '~/impact/standards/accreditation.server';
import { startupPath } from '~/platform/addresses';
import { addMonths } from '~/platform/calendar';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { PUBLIC_PAGE } from './answers.server';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { viewOf } from './impact-page.server';
import { pageMeta, siteOf } from './metadata';
import { startupOf, tiesOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

const ORDER = STANDARD_PHASES;
/** Coaches look at the standards again at least once a year. */
const REVIEW_MONTHS = 12;
const SHOWN_ANSWERS = 30;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const startup = startupOf(context.network, params.id, '/standards');
  const { prisma } = context.database;
  const today = context.clock.today();
  const view = viewOf(context, startup);
  const path = startupPath(startup.publicId);
  const query = new URL(request.url).searchParams;
  const answers = await answersOf(prisma, [startup.id]);
  const phases = await standardPhases(prisma);
  const said = await evaluationsOf(prisma, startup.id);
  const reviewBefore = addMonths(today, -REVIEW_MONTHS);
  const phase = currentPhase(startup.phases, today);
  const now = phase && ORDER.includes(phase.code) ? phase.code : null;
  const onlyNow = query.get('phase') === 'maintenant' && now !== null;
  const proposed = view.edits
    ? proposals(
        {
          repository: startup.repository,
          budgetUrl: startup.budgetUrl,
          dashlordUrl: startup.dashlordUrl,
          statsUrl: startup.statsUrl,
          accessibilityStatus: startup.accessibilityStatus,
          hasNorthStar: (await metricsOf(prisma, startup.id, { inside: true, today })).some(
            ({ northStar }) => northStar,
          ),
          hasPublicBudget: (await budgetsOf(prisma, [startup.id], { inside: false })).length > 0,
        },
        answers,
        `${context.origin}${path}`,
      )
    : [];
  const figures = domainFigures(answers);
  const dates = answers.map(({ answeredOn }) => answeredOn).sort();
  return {
    title: startup.title,
    path,
    noindex: startup.noindex,
    edits: view.edits,
    phase: now === null ? null : LIFECYCLE[now].label.toLowerCase(),
    onlyNow,
    whole: wholeFigures(figures),
    latest: dates.at(-1) ? formatDay(dates.at(-1)!) : null,
    figures: figures.map((figure) => ({
      ...figure,
      label: DOMAIN_LABELS[figure.domain],
      said: said.find(({ domain }) => domain === figure.domain) ?? null,
    })),
    saidOn: said[0] ? formatInstant(said[0].readAt) : null,
    toReview: view.inside ? answers.filter(({ answeredOn }) => answeredOn < reviewBefore).length : 0,
    domains: DOMAINS.map((domain) => ({
      domain,
      label: DOMAIN_LABELS[domain],
      standards: STANDARDS.filter(
        (one) =>
          one.domain === domain &&
          (!onlyNow || ORDER.indexOf(phases.get(one.id)!.from) <= ORDER.indexOf(now)),
      ).map((one) => ({
        id: one.id,
        label: one.label,
        hint: one.hint,
        from: LIFECYCLE[phases.get(one.id)!.from].label.toLowerCase(),
        criteria: Array.from({ length: one.criteria }, (_, index) => {
          const answer = answers.find(
            ({ standard, criterion }) => standard === one.id && criterion === index + 1,
          );
          return {
            standard: one.id,
            criterion: index + 1,
            revision: answer?.revision ?? 0,
            answer: answer?.answer ?? '',
            answerLabel: answer ? ANSWER_LABELS[answer.answer].toLowerCase() : null,
            reason: answer?.reason ?? null,
            evidence: answer?.evidence ?? null,
            date: answer ? formatDay(answer.answeredOn) : null,
            proposal:
              proposed.find(({ standard, criterion }) => standard === one.id && criterion === index + 1) ??
              null,
          };
        }),
      })),
    })).filter(({ standards }) => standards.length > 0),
    withoutPlace: view.inside
      ? answersWithoutPlace(answers).map(({ standard, criterion, answer }) => ({
          key: `${standard}.${criterion}`,
          words: `${standard}, critère ${criterion} : ${ANSWER_LABELS[answer].toLowerCase()}`,
        }))
      : [],
    history: view.inside
      ? (await answerHistory(prisma, startup.id, SHOWN_ANSWERS)).map((past) => ({
          key: `${past.standard}.${past.criterion}.${past.revision}`,
          words: `${standardOf(past.standard)?.label ?? past.standard}, critère ${past.criterion} : ${ANSWER_LABELS[past.answer].toLowerCase()}`,
          from: `${past.author ?? 'personne partie'}, le ${formatInstant(past.recordedAt)}`,
        }))
      : [],
    accreditation: accreditationSentence((await accreditationsOf(prisma, [startup.id]))[0] ?? null, today),
    done: query.get('fait') !== null,
    accredited: query.has('homologation'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/standards');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const typed = await textFields(args.request);
  const parsed = answerSchema.safeParse(typed);
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const [standard = '', criterion = ''] = (typed['critere'] ?? '').split('.');
  const mistakes = await tried(() =>
    answerCriterion(args.context, tiesOf(startup), { standard, criterion: Number(criterion) }, parsed.data),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await args.context.refreshNetwork();
  const asked =
    new URL(args.request.url).searchParams.get('phase') === 'maintenant' ? '&phase=maintenant' : '';
  return redirect(
    `${startupPath(startup.publicId)}/standards?fait=oui${asked}#critere-${encodeURIComponent(`${standard}.${criterion}`)}`,
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: `Standards de qualité ${ofName(data.title)}`,
        description: `Où en est ${data.title} des ${CRITERIA_COUNT} critères de qualité du réseau.`,
        path: `${data.path}/standards`,
        noindex: data.noindex,
      })
    : [{ title: 'Page introuvable · Jalons' }];

const percent = (value: number | null): string => (value === null ? '–' : `${value} %`);

export default function StartupStandards() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const key = answer?.typed['critere'];
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Standards"
      />
      <h1 className="mb-2">Standards de qualité {ofName(page.title)}</h1>
      {page.accredited && !answer && <Done title="L’homologation est enregistrée." />}
      {page.done && !answer && <Done title="La réponse est enregistrée, ici et partout où elle sert." />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={() => (key ? `#critere-${key}` : '#contenu')}
      />
      <p className="max-w-4xl text-xl">
        <strong>
          {countOf(page.whole.answered, 'critère', 'critères')} sur {page.whole.criteria}{' '}
          {plural(page.whole.answered, 'a', 'ont')} une réponse
        </strong>
        {page.whole.conformity !== null && ` ; ${page.whole.conformity} % de oui parmi les oui et les non`}.
      </p>
      <p className="regle">
        Réponses de l’équipe elle-même{page.latest && `, la dernière le ${page.latest}`}. Remplissage :
        réponses données sur critères. Conformité : oui sur oui et non, « sans objet » à part. Catalogue{' '}
        {CATALOGUE_VERSION} ;{' '}
        <a href={OFFICIAL_TEXT} rel="noopener">
          textes officiels
        </a>
        . La phase indiquée est un repère non officiel.
      </p>
      <section aria-labelledby="homologation" className="my-4 max-w-3xl">
        <h2 id="homologation" className="m-0 text-lg">
          Homologation de sécurité
        </h2>
        <p className="m-0">
          {page.accreditation}{' '}
          {page.edits && <Link to={`${page.path}/homologation`}>Dire où elle en est</Link>}
        </p>
      </section>
      {page.toReview > 0 && (
        <p className="carte max-w-3xl">
          {countOf(page.toReview, 'réponse a', 'réponses ont')} plus d’un an : les standards se revoient une
          fois par an.
        </p>
      )}
      <div className="defile" tabIndex={0} role="group" aria-label="Domaine par domaine">
        <table className="tableau tableau-serre empile max-w-2xl">
          <caption className="sr-only">Remplissage et conformité, domaine par domaine</caption>
          <thead>
            <tr>
              <th scope="col">Domaine</th>
              <th scope="col" className="nombre">
                Réponses
              </th>
              <th scope="col" className="nombre">
                Remplissage
              </th>
              <th scope="col" className="nombre">
                Conformité
              </th>
              {page.saidOn && (
                <th scope="col" className="nombre">
                  Selon le service des standards
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {page.figures.map((figure) => (
              <tr key={figure.domain}>
                <th scope="row" className="font-normal whitespace-nowrap">
                  <a href={`#${figure.domain}`}>{figure.label}</a>
                </th>
                <td className="nombre" data-label="Réponses">
                  {figure.answered} / {figure.criteria}
                </td>
                <td className="nombre" data-label="Remplissage">
                  {percent(figure.completion)}
                </td>
                <td className="nombre" data-label="Conformité">
                  {percent(figure.conformity)}
                </td>
                {page.saidOn && (
                  <td className="nombre" data-label="Service des standards">
                    {figure.said ? `${figure.said.completion} % / ${percent(figure.said.conformity)}` : '–'}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {page.saidOn && (
        <p className="regle">Service des standards : remplissage puis conformité, lus le {page.saidOn}.</p>
      )}
      {page.phase && (
        <p className="sans-impression mt-4">
          {page.onlyNow ? (
            <>
              Seulement ce qu’on regarde en {page.phase}. <Link to="?">Tout montrer</Link>
            </>
          ) : (
            <Link to="?phase=maintenant">Seulement ce qu’on regarde en {page.phase}</Link>
          )}
        </p>
      )}
      {!page.edits && page.whole.answered === 0 ? (
        <p>L’équipe n’a encore répondu à aucun critère : ses réponses se liront ici, domaine par domaine.</p>
      ) : (
        page.domains.map(({ domain, label, standards }) => (
          <section key={domain} aria-labelledby={domain} className="mt-8">
            <h2 id={domain}>{label}</h2>
            <StandardList standards={standards} edits={page.edits} answer={answer} />
          </section>
        ))
      )}
      {page.withoutPlace.length > 0 && (
        <section aria-labelledby="ailleurs" className="mt-8">
          <h2 id="ailleurs">Réponses d’un autre catalogue</h2>
          <p>Gardées, et comptées nulle part : le catalogue {CATALOGUE_VERSION} ne les demande plus.</p>
          <ul className="text-sm">
            {page.withoutPlace.map(({ key, words }) => (
              <li key={key}>{words}</li>
            ))}
          </ul>
        </section>
      )}
      {page.history.length > 0 && (
        <details className="sans-impression mt-8">
          <summary className="lien cursor-pointer">Les dernières réponses, et qui les a données</summary>
          <ul className="text-sm">
            {page.history.map(({ key, words, from }) => (
              <li key={key}>
                {words}
                <span className="block text-discret">{from}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
