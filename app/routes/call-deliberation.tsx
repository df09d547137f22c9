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
import { countOf, formatAmount } from '~/design/formats';
import { RuleError } from '~/person/acting';
import type { StartupFacts } from '~/network/facts';
import { can } from '~/person/rights';
import { cents, euros, type Cents } from '~/platform/money';
import { readFigure } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { gridOf, scoredLines } from '~/round/calls/calls.server';
import { shownCall } from '~/round/calls/shown';
import {
  costOf,
  effectsOf,
  placesOf,
  sharingBy,
  type ScenarioLine,
  type SharingRule,
} from '~/round/deliberation/sharing';
import {
  decideAll,
  decideOne,
  deliberationOf,
  dropScenario,
  quorumOf,
  saveScenario,
  scenariosOf,
  type Deliberated,
} from '~/round/deliberation/deliberation.server';
import { FEWEST_FOR_SEVERITY, jurorMeans } from '~/round/deliberation/scoring';
import { draftFeedback } from '~/round/deliberation/feedback-draft';
import { disagreement } from '~/round/deliberation/recommendations';
import { votes } from '~/round/jury/seats.server';
import { CallRoom } from '~/round/parts/CallRoom';
import { SharingTable } from '~/round/parts/SharingTable';
import { DECISION_CODES, DECISIONS, isLaureate } from '~/round/vocabulary';
import { callFor } from './call-lookup.server';
import { mistaken, textFields, tried, versionOf } from './guards.server';

/** Files whose discussion is drawn at once, and ranks: a round of ordinary size has all its ranks on one page. */
const AGENDA_PAGE = 8;
const RANKS_PAGE = 50;

const ruleIn = (asked: { regle: string | null; ligne: string | null }): SharingRule | null =>
  asked.regle === 'optimum' ? 'optimum' : asked.ligne === null ? null : 'ligne';

const lineIn = (asked: string | null, fallback: number, most: number): number =>
  Math.min(most, Math.max(0, Number(asked ?? fallback) || 0));

const pageIn = (asked: string | null, count: number, size: number) => {
  const pages = Math.max(1, Math.ceil(count / size));
  return { number: Math.max(1, Math.min(Math.floor(Number(asked)) || 1, pages)), pages };
};

const inPlace = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.lire');
  const { prisma } = context.database;
  const now = context.clock.now();
  const today = context.clock.today();
  const shown = shownCall(call, now);
  const may = {
    holds: can(context.actor, 'appel.tenir', call, today).allowed,
    judges: can(context.actor, 'appel.juger', call, today).allowed,
  };
  const base = { ...shown, ...may, open: false as const };
  if (shown.state !== 'deliberation' && shown.state !== 'resultats') return base;
  const query = new URL(args.request.url).searchParams;
  const deliberated = await deliberationOf(prisma, call, now, context.actor);
  const { files, revealed, seats, corrected, marked } = deliberated;
  const grid = await gridOf(prisma, call.gridId);
  const lines = scoredLines(grid);
  const nameOf = new Map(seats.map(({ id, name }) => [id, name]));
  const decidedCount = files.filter(({ application }) => application.decision !== null).length;
  const line = lineIn(query.get('ligne'), decidedCount > 0 ? decidedCount : files.length, files.length);
  const proposed = ruleIn({ regle: query.get('regle'), ligne: query.get('ligne') });
  const current = sharingBy(proposed, call, files, line);
  const ranks = pageIn(query.get('rangs'), files.length, RANKS_PAGE);
  const publicIds = new Map(files.map(({ application }) => [application.id, application.publicId]));
  const effect = (names: (startup: StartupFacts) => readonly string[]) =>
    effectsOf(current, (id) => {
      const startup = context.network.startupById.get(publicIds.get(id)!);
      return startup ? names(startup) : [];
    }).map((one) => ({ ...one, amount: call.means === 'places' ? '' : formatAmount(one.amount) }));
  const currentById = new Map(current.map((one) => [one.id, one]));
  const rankOf = ({ application, scored, recommended }: Deliberated['files'][number]) => {
    const given = currentById.get(application.id)!;
    return {
      id: application.id,
      title: application.title,
      path: `${applicationPath(application.id)}/dossier`,
      asked: application.amount ? formatAmount(application.amount) : null,
      rank: scored.rank,
      tied: scored.tied,
      score: inPlace(scored.score),
      median: inPlace(scored.median),
      spread: inPlace(scored.spread),
      jurors: marked ? scored.jurors : recommended.given,
      recommended,
      given: given.decision,
      amount: given.amount === null ? '' : String(given.amount / 100),
    };
  };
  // The agenda begins where the jury agrees least.
  const apart = ({ scored, recommended }: Deliberated['files'][number]) =>
    marked ? (scored.spread ?? -1) : disagreement(recommended);
  const agenda = [...files].sort((a, b) => apart(b) - apart(a));
  const discussed = pageIn(query.get('page'), agenda.length, AGENDA_PAGE);
  const detailOf = (file: Deliberated['files'][number]) => {
    const { application, scored } = file;
    const own = revealed.marks.get(application.id) ?? [];
    const means = jurorMeans(own, lines);
    const readings = revealed.opinions.get(application.id) ?? [];
    const barred = new Set(
      revealed.conflicts
        .filter(({ applicationId }) => applicationId === application.id)
        .map(({ seatId }) => seatId),
    );
    const shut = seats.filter((seat) => votes(seat) && barred.has(seat.id)).length;
    return {
      ...rankOf(file),
      quorum: quorumOf(seats, shut),
      lines: scored.lines.map((one) => ({
        label: lines.find(({ code }) => code === one.code)!.label,
        mean: inPlace(one.mean),
        lowest: one.lowest,
        highest: one.highest,
        marks: own
          .filter(({ code }) => code === one.code)
          .map(({ seatId, value, firstValue, revised, comment }) => ({
            name: nameOf.get(seatId) ?? '',
            value: value === null ? 'sans objet' : String(value),
            before: revised && firstValue !== null ? String(firstValue) : null,
            comment,
          })),
      })),
      opinions: readings
        .filter(({ opinion, recommendation }) => opinion !== '' || recommendation !== null)
        .map(({ seatId, opinion, recommendation, firstRecommendation }) => ({
          name: nameOf.get(seatId) ?? '',
          opinion,
          mean: inPlace(means.get(seatId) ?? null),
          recommendation:
            recommendation === null
              ? null
              : DECISIONS[recommendation].label +
                (firstRecommendation === null
                  ? ''
                  : ` (avant l’audition : ${DECISIONS[firstRecommendation].label.toLowerCase()})`),
        })),
      reason: application.decisionReason,
      // Until somebody wrote it, the jury's own words begin it.
      drafted: application.feedback === '',
      feedback:
        application.feedback ||
        draftFeedback(
          lines,
          own,
          readings.map(({ feedback }) => feedback),
        ),
      approved: application.feedbackApprovedAt !== null,
      version: application.version,
    };
  };
  const titles = new Map(files.map(({ application }) => [application.id, application.title]));
  const cost = costOf(call, current);
  const scenarios = await scenariosOf(prisma, call.id);
  return {
    ...base,
    open: true as const,
    over: shown.state === 'resultats',
    means: call.means,
    marked,
    line,
    proposed,
    severity: query.has('severite'),
    fileCount: files.length,
    ranks,
    files: files.slice((ranks.number - 1) * RANKS_PAGE, ranks.number * RANKS_PAGE).map(rankOf),
    severities:
      corrected === null || !query.has('severite')
        ? []
        : files.map(({ application }) => ({
            id: application.id,
            title: application.title,
            corrected: inPlace(corrected.get(application.id) ?? null),
          })),
    agenda: agenda.slice((discussed.number - 1) * AGENDA_PAGE, discussed.number * AGENDA_PAGE).map(detailOf),
    pageNumber: discussed.number,
    pageCount: discussed.pages,
    corrected: corrected !== null,
    fewest: FEWEST_FOR_SEVERITY,
    left:
      call.places === null
        ? `${formatAmount(cents(Math.max(0, (call.envelope ?? 0) - cost)))} restent sur ${formatAmount(call.envelope ?? cents(0))}`
        : `${call.places - placesOf(current)} places restent sur ${call.places}`,
    exceeded: call.places === null ? cost > (call.envelope ?? 0) : placesOf(current) > call.places,
    byIncubator: effect(({ incubators }) => incubators.map(({ title }) => title)),
    byMinistry: effect(({ organisations }) => organisations.map(({ name }) => name)),
    scenarios: scenarios.map(({ id, name, lines: all }) => {
      // A file that the reader conflicts with is in no count of theirs.
      const seen = all.filter((one) => publicIds.has(one.id));
      return {
        id,
        name,
        laureates: placesOf(seen),
        cost: formatAmount(cents(costOf(call, seen))),
        titles: seen.filter(({ decision }) => isLaureate(decision)).map((one) => titles.get(one.id)!),
      };
    }),
    done: query.get('fait'),
  };
}

/** The sharing that was on the screen, with what was typed over it: files of other pages stay as they stood. */
function readLines(typed: Readonly<Record<string, string>>, shown: readonly ScenarioLine[]): ScenarioLine[] {
  return shown.map((line) => {
    const { id } = line;
    if (typed[`decision-${id}`] === undefined) return line;
    const decision = DECISION_CODES.find((code) => code === typed[`decision-${id}`]) ?? 'refus';
    const text = (typed[`montant-${id}`] ?? '').trim();
    const figure = text === '' ? null : readFigure(text);
    if (decision === 'argent' && (figure === null || figure <= 0))
      throw new RuleError('Un montant en euros est attendu.', `montant-${id}`);
    return { id, decision, amount: decision === 'argent' ? euros(figure!) : null };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const here = `${callPath(call.id)}/deliberation`;
  const refused = await tried(async () => {
    switch (intention) {
      case 'partage':
      case 'scenario': {
        const { files } = await deliberationOf(
          context.database.prisma,
          call,
          context.clock.now(),
          context.actor,
        );
        const asked = (name: string): string | null => typed[name] || null;
        const rule = ruleIn({ regle: asked('regle'), ligne: asked('ligne') });
        const lines = readLines(
          typed,
          sharingBy(rule, call, files, lineIn(asked('ligne'), files.length, files.length)),
        );
        return intention === 'partage'
          ? decideAll(context, call.id, lines)
          : saveScenario(context, call.id, (typed['nom'] ?? '').trim(), lines);
      }
      case 'retenir': {
        const scenario = (await scenariosOf(context.database.prisma, call.id)).find(
          ({ id }) => id === typed['scenario'],
        );
        if (!scenario) throw new RuleError('Ce scénario n’existe plus.');
        return decideAll(context, call.id, scenario.lines);
      }
      case 'effacer':
        if (!isId(typed['scenario'] ?? '')) throw new RuleError('Ce scénario n’existe plus.');
        return dropScenario(context, call.id, typed['scenario']!);
      case 'decision': {
        if (!isId(typed['dossier'] ?? '')) throw new RuleError('Ce dossier n’existe plus.');
        const decision = DECISION_CODES.find((code) => code === typed['decision']);
        if (!decision) throw new RuleError('Choisissez une décision.', 'decision');
        const figure = readFigure(typed['montant'] ?? '');
        const amount: Cents | null = figure === null || figure < 0 ? null : euros(figure);
        return decideOne(context, typed['dossier']!, versionOf(typed), {
          decision,
          amount,
          reason: (typed['raison'] ?? '').trim().slice(0, 4000),
          feedback: (typed['retour'] ?? '').trim().slice(0, 4000),
          approved: typed['approuve'] === 'oui',
        });
      }
      default:
        throw new RuleError('Cette action n’existe pas.');
    }
  });
  return refused ? mistaken(typed, refused) : redirect(`${here}?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Délibération, ${data?.title ?? 'appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  partage: 'Le partage est noté ; il reste en projet jusqu’aux résultats.',
  scenario: 'Le scénario est gardé.',
  retenir: 'Le scénario est repris comme partage.',
  effacer: 'Le scénario est effacé.',
  decision: 'La décision est notée ; elle reste en projet jusqu’aux résultats.',
};

type Page = Extract<Awaited<ReturnType<typeof loader>>, { open: true }>;
type File = Page['agenda'][number];

function FileDetails({ file, page, answer }: { file: File; page: Page; answer: FormAnswer | undefined }) {
  const mine = answer?.typed['dossier'] === file.id ? answer : undefined;
  const field = (name: string, value: string) => ({
    name,
    id: `${name}-${file.id}`,
    value: mine?.typed[name] ?? value,
    mistake: mine?.mistakes[name],
  });
  return (
    <article className="carte" aria-labelledby={`f-${file.id}`}>
      <h3 id={`f-${file.id}`} className="m-0">
        <Link to={file.path}>{file.title}</Link>
      </h3>
      <p className="m-0 mb-3 text-discret">
        {file.jurors < file.quorum && 'Quorum non atteint. '}
        {page.marked
          ? `${countOf(file.jurors, 'personne a noté', 'personnes ont noté')}, quorum ${file.quorum}. Écart ${file.spread?.toLocaleString('fr-FR') ?? '–'}.`
          : `${countOf(file.jurors, 'personne a recommandé', 'personnes ont recommandé')}, quorum ${file.quorum}.`}
      </p>
      <ul>
        {file.opinions.map(({ name, opinion, mean, recommendation }) => (
          <li key={name}>
            <strong>{name}</strong>
            {page.marked && `, ${mean?.toLocaleString('fr-FR') ?? 'sans note'}`}
            {recommendation && `, recommande : ${recommendation}`}
            {opinion && <span className="block whitespace-pre-wrap">{opinion}</span>}
          </li>
        ))}
      </ul>
      <details hidden={!page.marked}>
        <summary className="lien cursor-pointer" aria-label={`Notes par critère, ${file.title}`}>
          Notes par critère
        </summary>
        <table className="tableau empile mt-2">
          <caption className="sr-only">Notes de {file.title}</caption>
          <thead>
            <tr>
              <th scope="col">Critère</th>
              <th scope="col" className="nombre">
                Moyenne
              </th>
              <th scope="col">Qui a donné quoi</th>
            </tr>
          </thead>
          <tbody>
            {file.lines.map((line) => (
              <tr key={line.label}>
                <th scope="row" className="font-normal">
                  {line.label}
                </th>
                <td data-label="Moyenne" className="nombre">
                  {line.mean?.toLocaleString('fr-FR') ?? '–'}
                </td>
                <td data-label="Qui a donné quoi">
                  {line.marks
                    .map(
                      ({ name, value, before, comment }) =>
                        `${name} : ${value}${before ? ` (avant l’audition : ${before})` : ''}${comment ? `, « ${comment} »` : ''}`,
                    )
                    .join(' ; ') || 'personne n’a jugé'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {page.holds && !page.over && (
        <details className="mt-3" open={mine !== undefined}>
          <summary className="lien cursor-pointer" aria-label={`Décider et écrire pour ${file.title}`}>
            Décider, motiver, écrire à l’équipe
          </summary>
          <Form method="post" noValidate className="mt-3" key={file.version}>
            <Hidden name="dossier" value={file.id} />
            <Hidden name="version" value={mine?.typed['version'] ?? file.version} />
            <div className="grid gap-x-6 sm:grid-cols-2">
              <SelectField
                {...field('decision', file.given)}
                label="Décision"
                empty="Choisir…"
                choices={DECISION_CODES.map((value) => ({ value, label: DECISIONS[value].label }))}
              />
              <TextField {...field('montant', file.amount)} label="Montant, en euros" inputMode="decimal" />
            </div>
            <TextAreaField
              {...field('raison', file.reason)}
              label="Raison"
              hint="Lue par l’équipe et reprise au relevé."
              rows={3}
            />
            <TextAreaField
              {...field('retour', file.feedback)}
              label="Retour à l’équipe"
              hint={
                file.drafted
                  ? 'Commencé avec les mots du jury, pilier par pilier, sans nom : récrivez-les en un texte. Rien ne part sans approbation.'
                  : 'Approuvé par une personne avant de partir.'
              }
              rows={file.drafted ? 8 : 4}
            />
            <div className="fr-checkbox-group fr-checkbox-group--sm mb-4">
              <input
                type="checkbox"
                id={`approuve-${file.id}`}
                name="approuve"
                value="oui"
                defaultChecked={file.approved}
              />
              <label className="fr-label" htmlFor={`approuve-${file.id}`}>
                Ce retour est approuvé
              </label>
            </div>
            <button
              type="submit"
              name="intention"
              value="decision"
              className="fr-btn fr-btn--sm"
              aria-label={`Noter la décision sur ${file.title}`}
            >
              Noter la décision
            </button>
          </Form>
        </details>
      )}
    </article>
  );
}

export default function CallDeliberation() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <CallRoom
      call={page}
      here="Délibération"
      lead={page.open ? `${page.left}.` : page.sentence}
      holds={page.holds}
      judges={page.judges}
      done={page.open ? page.done : null}
      sentences={DONE}
      answer={answer}
      wide
    >
      {!page.open ? (
        <p>Les notes s’ouvrent à tout le jury à la fin de la notation, pour tout le monde en même temps.</p>
      ) : (
        <>
          <SharingTable page={page} answer={answer} />
          <section aria-labelledby="agenda" className="mt-12">
            <h2 id="agenda">L’ordre du jour : là où le jury est le plus loin de s’entendre</h2>
            <div className="grid grid-cols-1 gap-6">
              {page.agenda.map((file) => (
                <FileDetails key={file.id} file={file} page={page} answer={answer} />
              ))}
            </div>
            {page.pageCount > 1 && (
              <nav
                aria-label="Suite de l’ordre du jour"
                className="sans-impression mt-4 flex flex-wrap gap-2"
              >
                {page.pageNumber > 1 && (
                  <Link
                    to={`?page=${page.pageNumber - 1}#agenda`}
                    className="fr-btn fr-btn--sm fr-btn--tertiary"
                  >
                    Candidatures d’avant
                  </Link>
                )}
                {page.pageNumber < page.pageCount && (
                  <Link
                    to={`?page=${page.pageNumber + 1}#agenda`}
                    className="fr-btn fr-btn--sm fr-btn--secondary"
                  >
                    Candidatures suivantes
                  </Link>
                )}
              </nav>
            )}
          </section>
          <section aria-labelledby="severite" className="mt-12" hidden={!page.marked}>
            <h2 id="severite" className="text-lg">
              Annexe : sans la sévérité
            </h2>
            <p className="regle">
              On peut retirer à chaque note ce que la personne donne de moins ou de plus que les autres sur
              les dossiers qu’elles ont lus ensemble. C’est une annexe, jamais le rang : qui n’a lu que des
              dossiers faibles ressemble à quelqu’un de sévère. Il faut {page.fewest} lectures au moins par
              personne.
            </p>
            {!page.corrected ? (
              <p>Il y a trop peu de lectures pour le dire.</p>
            ) : page.severity ? (
              <ul>
                {page.severities.map(({ id, title, corrected }) => (
                  <li key={id}>
                    {title} : {corrected?.toLocaleString('fr-FR') ?? '–'}
                  </li>
                ))}
              </ul>
            ) : (
              <Link to="?severite=oui#severite">Montrer cette annexe</Link>
            )}
          </section>
          <p className="sans-impression mt-8">
            Notes, chaque membre du jury sous un numéro :{' '}
            <a href={`${callPath(page.id)}/notes.csv`} download>
              CSV
            </a>
            ,{' '}
            <a href={`${callPath(page.id)}/notes.ods`} download>
              ODS
            </a>
            . Candidatures :{' '}
            <a href={`${callPath(page.id)}/candidatures.csv`} download>
              CSV, candidatures
            </a>
            ,{' '}
            <a href={`${callPath(page.id)}/candidatures.ods`} download>
              ODS, candidatures
            </a>
          </p>
        </>
      )}
    </CallRoom>
  );
}
