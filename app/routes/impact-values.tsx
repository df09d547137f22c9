import { readFigure } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { FileField, Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, formatMonth, ofName, formatNumber } from '~/design/formats';
import { metricsOf, type Metric } from '~/impact/reads.server';
import { confirmBatch, giveValues, prepareBatch, readBatch } from '~/impact/values/batch.server';
import { lastPeriods, type Period } from '~/impact/values/periods';
import { formatMeasure } from '~/impact/views';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import { isId } from '~/platform/identifier';
import { allowed, formOf, mistaken, textsOf, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const PERIODS = 3;
const SHOWN_FAULTS = 200;

async function editedBy(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/impact/valeurs');
  const { actor } = await allowed(args, 'startup.modifier', tiesOf(startup));
  return { startup, personId: actor.personId };
}

const periodWords = ({ start, end }: Period, metric: Pick<Metric, 'periodicity'>): string =>
  metric.periodicity === 'day'
    ? formatDay(start)
    : metric.periodicity === 'month'
      ? formatMonth(start)
      : metric.periodicity === 'year'
        ? start.slice(0, 4)
        : `du ${formatDay(start)} au ${formatDay(end)}`;

/** What is known of a month already, so that nobody types it twice. */
const known = (metric: Metric, { start }: Period): string | null => {
  const figures = metric.underWay ? [...metric.months, metric.underWay] : metric.months;
  const month = metric.periodicity === 'month' && figures.find((one) => one.month === start);
  return month ? `déjà : ${formatMeasure(month.value, metric.unit)}` : null;
};

/** The fields of the quick form: for each metric that nobody collects, the last periods that are over. */
const fieldsOf = (metrics: readonly Metric[], today: Day) =>
  metrics
    .filter(({ collected }) => !collected)
    .map((metric) => ({
      id: metric.id,
      name: metric.name,
      unit: metric.unit,
      last: metric.months.at(-1),
      periods: lastPeriods(metric.periodicity, today, PERIODS).map((period) => ({
        ...period,
        field: `${metric.id}.${period.start}`,
        words: periodWords(period, metric),
        known: known(metric, period),
      })),
    }));

export async function loader(args: LoaderFunctionArgs) {
  const { startup, personId } = await editedBy(args);
  const { database, clock } = args.context;
  const metrics = await metricsOf(database.prisma, startup.id, { inside: true, today: clock.today() });
  const query = new URL(args.request.url).searchParams;
  const batchId = query.get('tableau') ?? '';
  const batch = isId(batchId) ? await readBatch(database.prisma, startup.id, personId, batchId) : null;
  const named = new Map(metrics.map((metric) => [metric.id, metric]));
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    fields: fieldsOf(metrics, clock.today()).map(({ last, ...field }) => ({
      ...field,
      last: last
        ? `dernière valeur : ${formatMeasure(last.value, field.unit)}, ${formatMonth(last.month)}`
        : 'aucune valeur encore',
    })),
    collected: metrics.filter(({ collected }) => collected).map(({ name }) => name),
    hasMetrics: metrics.length > 0,
    batch: batch && {
      id: batch.id,
      good: batch.good,
      faulty: batch.faulty.slice(0, SHOWN_FAULTS),
      faultyCount: batch.faulty.length,
      first: batch.first.map((line) => ({
        line: line.line,
        name: named.get(line.metricId)?.name ?? 'mesure retirée',
        period: periodWords(line, named.get(line.metricId) ?? { periodicity: 'week' }),
        figure: formatMeasure(line.value, named.get(line.metricId)?.unit ?? ''),
      })),
    },
    done: query.get('fait') === null ? null : Number(query.get('nombre')) || 0,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { startup } = await editedBy(args);
  const { context } = args;
  const ties = tiesOf(startup);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const here = `${startupPath(startup.publicId)}/impact/valeurs`;
  const metrics = await metricsOf(context.database.prisma, startup.id, {
    inside: true,
    today: context.clock.today(),
  });
  if (typed['intention'] === 'lire') {
    const file = form.get('fichier');
    const bytes = file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null;
    if (bytes === null && (typed['tableau'] ?? '').trim() === '')
      return mistaken(typed, { tableau: 'Collez un tableau, ou choisissez un fichier.' });
    let id = '';
    const mistakes = await tried(async () => {
      id = await prepareBatch(context, ties, metrics, bytes ? { bytes } : { text: typed['tableau']! });
    });
    return mistakes ? mistaken(typed, mistakes) : redirect(`${here}?tableau=${id}`);
  }
  let changed = 0;
  if (typed['intention'] === 'confirmer') {
    const batchId = typed['lot'] ?? '';
    if (!isId(batchId)) return mistaken(typed, { form: 'Ce tableau n’attend plus : envoyez-le de nouveau.' });
    const mistakes = await tried(async () => {
      changed = await confirmBatch(context, ties, batchId);
    });
    if (mistakes) return mistaken(typed, mistakes);
  } else if (typed['intention'] === 'saisir') {
    const mistakes: Record<string, string> = {};
    const values = fieldsOf(metrics, context.clock.today()).flatMap(({ id, name, periods }) =>
      periods.flatMap(({ field, start, end, words }) => {
        const text = (typed[field] ?? '').trim();
        if (text === '') return [];
        const value = readFigure(text);
        if (value !== null) return [{ metricId: id, start, end, value }];
        mistakes[field] = `${name}, ${words} : un nombre est attendu, par exemple 1 240,5.`;
        return [];
      }),
    );
    if (Object.keys(mistakes).length > 0) return mistaken(typed, mistakes);
    if (values.length === 0) return mistaken(typed, { form: 'Aucune valeur n’a été donnée.' });
    const refused = await tried(async () => {
      changed = await giveValues(context, ties, values);
    });
    if (refused) return mistaken(typed, refused);
  } else return mistaken(typed, { form: 'Cette action n’existe pas.' });
  await context.refreshNetwork();
  return redirect(`${here}?fait=enregistre&nombre=${changed}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Valeurs ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function ImpactValues() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Impact', to: `${page.path}/impact` },
        ]}
        here="Ajouter des valeurs"
      />
      <h1>Ajouter des valeurs</h1>
      {page.done !== null && !answer && (
        <Done
          title={
            page.done === 0
              ? 'Rien n’a changé : ces valeurs étaient déjà connues.'
              : `${countOf(page.done, 'valeur enregistrée', 'valeurs enregistrées')}.`
          }
        />
      )}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {!page.hasMetrics && (
        <p>
          Aucune mesure encore : <Link to={`${page.path}/impact/modifier`}>commencez-en une</Link>, ses
          valeurs viendront ici.
        </p>
      )}
      {page.batch && <BatchPreview batch={page.batch} />}
      {page.fields.length > 0 && !page.batch && (
        <section aria-labelledby="saisir">
          <h2 id="saisir">À la main</h2>
          <Form method="post" noValidate>
            <Hidden name="intention" value="saisir" />
            {page.fields.map((metric) => (
              <fieldset
                key={metric.id}
                className="m-0 mb-4 border-0 border-l-4 border-solid border-trait p-0 pl-4"
              >
                <legend className="p-0 font-medium">
                  {metric.name}, en {metric.unit}
                  <span className="block text-sm font-normal text-discret">{metric.last}</span>
                </legend>
                <div className="grid gap-x-4 sm:grid-cols-3">
                  {metric.periods.map((period) => (
                    <TextField
                      key={period.field}
                      name={period.field}
                      label={period.words}
                      hint={period.known}
                      inputMode="decimal"
                      value={typed[period.field]}
                      mistake={mistakes[period.field]}
                    />
                  ))}
                </div>
              </fieldset>
            ))}
            <button type="submit" className="fr-btn">
              Enregistrer
            </button>
          </Form>
        </section>
      )}
      {page.collected.length > 0 && (
        <p className="mt-4">Collectées toutes seules : {page.collected.join(', ')}.</p>
      )}
      {page.hasMetrics && !page.batch && (
        <section aria-labelledby="tableau-titre" className="mt-10">
          <h2 id="tableau-titre">Depuis un tableur</h2>
          <p>
            Une colonne de dates et une colonne par mesure, nommée dans la première ligne ; ou les colonnes «
            mesure », « date », « valeur ». Rien ne compte avant que vous l’ayez vu et confirmé.
          </p>
          <Form method="post" noValidate encType="multipart/form-data" className="max-w-2xl">
            <Hidden name="intention" value="lire" />
            <TextAreaField
              name="tableau"
              label="Coller un tableau"
              rows={6}
              value={typed['tableau']}
              mistake={mistakes['tableau']}
            />
            <FileField
              name="fichier"
              label="Ou choisir un fichier"
              hint="CSV, XLSX ou ODS ; 10 Mo et 100 000 lignes au plus."
              accept=".csv,.txt,.tsv,.xlsx,.ods"
              mistake={mistakes['fichier']}
            />
            <button type="submit" className="fr-btn fr-btn--secondary">
              Lire le tableau
            </button>
            <Reading />
          </Form>
        </section>
      )}
    </div>
  );
}

/** While a table is sent and read: a large one takes seconds, and nothing else would move. */
function Reading() {
  const { state, formData } = useNavigation();
  const reads = state !== 'idle' && formData?.get('intention') === 'lire';
  const file = formData?.get('fichier');
  const size =
    file instanceof File && file.size > 0 ? ` (${formatNumber(Math.ceil(file.size / 1000))} ko)` : '';
  return (
    <p role="status" className="m-0 mt-3 min-h-6">
      {reads && (
        <>
          Le tableau{size} est envoyé puis lu, ligne par ligne…
          <progress className="mt-1 block w-full max-w-md" aria-label="Lecture du tableau" />
        </>
      )}
    </p>
  );
}

function BatchPreview({ batch }: { batch: NonNullable<Awaited<ReturnType<typeof loader>>['batch']> }) {
  return (
    <section aria-labelledby="lu">
      <h2 id="lu">Voici ce qui a été lu</h2>
      <p className="text-lg">
        <strong>{countOf(batch.good, 'valeur lisible', 'valeurs lisibles')}</strong>,{' '}
        {countOf(batch.faultyCount, 'ligne fautive', 'lignes fautives')}. Rien n’est encore enregistré.
      </p>
      {batch.faultyCount > 0 && (
        <>
          <h3>Lignes fautives</h3>
          <ul className="text-sm">
            {batch.faulty.map(({ line, mistake }) => (
              <li key={`${line}${mistake}`}>
                Ligne {line} : {mistake}.
              </li>
            ))}
          </ul>
          {batch.faultyCount > batch.faulty.length && (
            <p className="text-sm">
              Et {countOf(batch.faultyCount - batch.faulty.length, 'autre ligne', 'autres lignes')}.
            </p>
          )}
        </>
      )}
      {batch.first.length > 0 && (
        <table className="tableau tableau-serre max-w-2xl">
          <caption className="text-left">Les premières valeurs, comme elles ont été comprises</caption>
          <thead>
            <tr>
              <th scope="col">Ligne</th>
              <th scope="col">Mesure</th>
              <th scope="col">Période</th>
              <th scope="col" className="nombre">
                Valeur
              </th>
            </tr>
          </thead>
          <tbody>
            {batch.first.map((line) => (
              <tr key={`${line.line}${line.name}`}>
                <td>{line.line}</td>
                <th scope="row" className="font-normal">
                  {line.name}
                </th>
                <td>{line.period}</td>
                <td className="nombre">{line.figure}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        {batch.good > 0 && (
          <Form method="post">
            <Hidden name="intention" value="confirmer" />
            <Hidden name="lot" value={batch.id} />
            <button type="submit" className="fr-btn">
              {batch.faultyCount > 0
                ? `Enregistrer ${batch.good < 2 ? 'la' : 'les'} ${countOf(batch.good, 'valeur lisible', 'valeurs lisibles')}, laisser le reste`
                : `Enregistrer ${countOf(batch.good, 'valeur', 'valeurs')}`}
            </button>
          </Form>
        )}
        <Link to="?" className="fr-btn fr-btn--tertiary">
          Recommencer
        </Link>
      </div>
    </section>
  );
}
