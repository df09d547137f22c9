import { mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import { RowAction } from '~/design/form/RowAction';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, formatInstant } from '~/design/formats';
import { fetchesOf, nameSource, sourceOf } from '~/impact/collection/collect.server';
import { metricSchema, targetSchema } from '~/impact/metric-schema';
import { changeMetric, retireMetric, setTarget, withdrawTarget } from '~/impact/metrics.server';
import { MetricFields } from '~/impact/parts/MetricForm';
import { MetricPanel } from '~/impact/parts/MetricPanel';
import { metricsOf, valuesOf, type Metric } from '~/impact/reads.server';
import { takeValueBack } from '~/impact/values/batch.server';
import { formatMeasure, metricView } from '~/impact/views';
import { ORIGIN_LABELS, TARGET_ORIGIN_LABELS, TARGET_ORIGINS } from '~/impact/vocabulary';
import { startupPath } from '~/platform/addresses';
import { RuleError } from '~/person/acting';
import { parseDay } from '~/platform/day';
import { isId } from '~/platform/identifier';
import { notFound } from './answers.server';
import { allowed, mistaken, textFields, tried, versionOf } from './guards.server';
import { shownMarks, timeAxis } from './impact-page.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const SHOWN_VALUES = 60;
/** The rest is folded: who comes here comes for the latest. */
const UNFOLDED_VALUES = 6;

async function editedMetric(args: LoaderFunctionArgs) {
  const startup = startupOf(
    args.context.network,
    args.params.id,
    `/impact/mesures/${args.params.mesure ?? ''}`,
  );
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const metrics = await metricsOf(args.context.database.prisma, startup.id, {
    inside: true,
    today: args.context.clock.today(),
  });
  const metric = metrics.find(({ id }) => id === args.params.mesure);
  if (!metric) throw notFound('Cette mesure n’existe pas, ou a été retirée.');
  return { startup, metric };
}

/** What the form shows of a metric before anybody typed. */
const typedOf = (metric: Metric): Record<string, string> => ({
  nom: metric.name,
  unite: metric.unit,
  place:
    metric.northStar && metric.indicator
      ? `phare-indicateur:${metric.indicator}`
      : metric.northStar
        ? `phare${metric.concept ? `:${metric.concept}` : ''}`
        : metric.indicator
          ? `indicateur:${metric.indicator}`
          : `notion:${metric.concept ?? ''}`,
  publique: metric.public ? 'oui' : 'non',
  definition: metric.definition,
  famille: metric.family,
  etape: metric.stage ?? '',
  sens: metric.direction,
  periode: metric.periodicity,
  cumul: metric.gathering,
  source: metric.source ?? '',
  qualite: metric.quality === null ? '' : String(metric.quality),
});

export async function loader(args: LoaderFunctionArgs) {
  const { startup, metric } = await editedMetric(args);
  const { prisma } = args.context.database;
  const today = args.context.clock.today();
  const view = metricView(metric, today);
  const axis = timeAxis(startup, today);
  const source = await sourceOf(prisma, metric.id);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    id: metric.id,
    version: metric.version,
    typed: typedOf(metric),
    phases: axis.phases,
    view: { ...view, marks: shownMarks(axis.marks, view) },
    targets: metric.targets.map((target) => ({
      id: target.id,
      words: `${formatMeasure(target.value, metric.unit)} au ${formatDay(target.due)}, ${TARGET_ORIGIN_LABELS[target.origin]}`,
    })),
    values: (await valuesOf(prisma, metric.id, SHOWN_VALUES)).map((value) => ({
      key: `${value.start}/${value.end}/${value.recordedAt.toISOString()}`,
      start: value.start,
      end: value.end,
      period:
        value.start === value.end
          ? formatDay(value.start)
          : `du ${formatDay(value.start)} au ${formatDay(value.end)}`,
      figure: formatMeasure(value.value, metric.unit),
      from: `${ORIGIN_LABELS[value.origin]}${value.author ? ` par ${value.author}` : ''}, le ${formatInstant(value.recordedAt)}`,
      replaced: value.replacedAt === null ? null : formatInstant(value.replacedAt),
    })),
    source: source && {
      address: source.address,
      version: source.version,
      succeeded: source.succeededAt && formatInstant(source.succeededAt),
      error: source.lastError,
      next: formatInstant(source.dueAt),
    },
    fetches: (await fetchesOf(prisma, metric.id, 10)).map((fetch) => ({
      at: formatInstant(fetch.startedAt),
      words:
        fetch.outcome === 'echec'
          ? `échec : ${fetch.error ?? ''}`
          : fetch.outcome === 'inchange'
            ? 'rien de nouveau'
            : countOf(fetch.valueCount, 'période lue', 'périodes lues'),
    })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { startup, metric } = await editedMetric(args);
  const { context } = args;
  const ties = tiesOf(startup);
  const typed = await textFields(args.request);
  const version = versionOf(typed);
  const here = `${startupPath(startup.publicId)}/impact`;
  let to = `${here}/mesures/${metric.id}?fait=${encodeURIComponent(typed['intention'] ?? '')}`;
  if (typed['intention'] === 'changer') {
    const parsed = metricSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    const mistakes = await tried(() => changeMetric(context, ties, metric.id, parsed.data, version));
    if (mistakes) return mistaken(typed, mistakes);
  } else if (typed['intention'] === 'cible') {
    const parsed = targetSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    const mistakes = await tried(() => setTarget(context, ties, metric.id, parsed.data));
    if (mistakes) return mistaken(typed, mistakes);
  } else {
    const mistakes = await tried(async () => {
      switch (typed['intention']) {
        case 'retirer-cible': {
          const targetId = typed['cible'] ?? '';
          if (!isId(targetId)) throw new RuleError('Cette cible n’existe plus.');
          return withdrawTarget(context, ties, metric.id, targetId);
        }
        case 'retirer-valeur': {
          const [start, end] = [parseDay(typed['debut'] ?? ''), parseDay(typed['fin'] ?? '')];
          if (start === null || end === null) throw new RuleError('Cette valeur n’existe plus.');
          return takeValueBack(context, ties, { metricId: metric.id, start, end });
        }
        case 'collecter':
          if ((typed['adresse'] ?? '').trim() === '') to = `${here}/mesures/${metric.id}?fait=arret`;
          return nameSource(context, ties, metric.id, { address: typed['adresse'] ?? '', version });
        case 'retirer':
          to = `${here}/modifier?fait=retiree`;
          return retireMetric(context, ties, metric.id, version);
        default:
          throw new RuleError('Cette action n’existe pas.');
      }
    });
    if (mistakes) return mistaken(typed, mistakes);
  }
  await context.refreshNetwork();
  return redirect(to);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.view.name ?? 'Mesure'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  creee: 'La mesure est commencée. Donnez-lui ses premières valeurs.',
  changer: 'La mesure est corrigée.',
  cible: 'La cible est fixée.',
  'retirer-cible': 'La cible est retirée.',
  'retirer-valeur': 'La valeur est retirée ; sa trace est gardée.',
  arret: 'La collecte est arrêtée ; les valeurs restent.',
  collecter: 'L’adresse est enregistrée : la collecte commence dans la minute.',
};

export default function ImpactMetric() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const sent = answer?.typed['intention'];
  const of = (intention: string): FormAnswer =>
    sent === intention && answer ? answer : { typed: {}, mistakes: {} };
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Impact', to: `${page.path}/impact` },
          { label: 'Mesures', to: `${page.path}/impact/modifier` },
        ]}
        here={page.view.name}
      />
      <h1>{page.view.name}</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <MetricPanel view={page.view} series={`${page.path}/impact/series`} phases={page.phases} heading="h2" />
      <p className="mt-4">
        <Link to={`${page.path}/impact/valeurs`} className="fr-btn fr-btn--secondary">
          Ajouter des valeurs
        </Link>
      </p>
      <section aria-labelledby="cibles" className="mt-10">
        <h2 id="cibles">Cibles</h2>
        {page.targets.map((target) => (
          <Form
            key={target.id}
            method="post"
            className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
          >
            <Hidden name="intention" value="retirer-cible" />
            <Hidden name="cible" value={target.id} />
            <span>{target.words}</span>
            <button
              type="submit"
              className="fr-btn fr-btn--sm fr-btn--tertiary"
              aria-label={`Retirer la cible ${target.words}`}
            >
              Retirer
            </button>
          </Form>
        ))}
        <Form method="post" noValidate className="mt-4 grid gap-x-4 sm:grid-cols-3">
          <Hidden name="intention" value="cible" />
          <TextField
            name="valeur"
            label="Valeur visée"
            inputMode="decimal"
            value={of('cible').typed['valeur']}
            mistake={of('cible').mistakes['valeur']}
          />
          <TextField
            name="echeance"
            type="date"
            label="Échéance"
            value={of('cible').typed['echeance']}
            mistake={of('cible').mistakes['echeance']}
          />
          <SelectField
            name="origine"
            label="Fixée par"
            value={of('cible').typed['origine'] ?? 'equipe'}
            choices={TARGET_ORIGINS.map((value) => ({ value, label: TARGET_ORIGIN_LABELS[value] }))}
            mistake={of('cible').mistakes['origine']}
          />
          <div>
            <button type="submit" className="fr-btn fr-btn--secondary">
              Fixer une cible
            </button>
          </div>
        </Form>
      </section>
      <section aria-labelledby="collecte" className="mt-10">
        <h2 id="collecte">Collecte automatique</h2>
        <p>
          Donnez l’adresse où le service publie ses statistiques au format du réseau : Jalons la lit chaque
          jour, et personne ne retape un chiffre. <Link to="/aide/statistiques">Le format attendu</Link>
        </p>
        <Form method="post" noValidate className="max-w-2xl">
          <Hidden name="intention" value="collecter" />
          <Hidden name="version" value={page.source?.version ?? 0} />
          <TextField
            name="adresse"
            type="url"
            label="Adresse de statistiques"
            hint="Videz-la pour arrêter la collecte ; les valeurs restent."
            value={of('collecter').typed['adresse'] ?? page.source?.address}
            mistake={of('collecter').mistakes['adresse']}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Enregistrer l’adresse
          </button>
        </Form>
        {page.source && (
          <p className="mt-3">
            {page.source.succeeded
              ? `Dernière réussite : ${page.source.succeeded}. `
              : 'Pas encore réussie. '}
            {page.source.error && `Dernière erreur : ${page.source.error}. `}
            Prochaine collecte : {page.source.next}.
          </p>
        )}
        {page.fetches.length > 0 && (
          <details>
            <summary className="lien cursor-pointer">Les dernières collectes</summary>
            <ul className="text-sm">
              {page.fetches.map((fetch) => (
                <li key={fetch.at}>
                  {fetch.at} : {fetch.words}
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
      <section aria-labelledby="valeurs" className="mt-10">
        <h2 id="valeurs">Valeurs, et ce qu’elles ont été</h2>
        {page.values.length === 0 ? (
          <p>Aucune valeur encore.</p>
        ) : (
          <>
            <ValueTable name={page.view.name} values={page.values.slice(0, UNFOLDED_VALUES)} />
            {page.values.length > UNFOLDED_VALUES && (
              <details className="mt-2">
                <summary className="lien cursor-pointer">Les valeurs plus anciennes</summary>
                <ValueTable
                  name={`${page.view.name}, plus anciennes`}
                  values={page.values.slice(UNFOLDED_VALUES)}
                />
              </details>
            )}
          </>
        )}
      </section>
      <section aria-labelledby="definir" className="mt-10">
        <h2 id="definir">Corriger la mesure</h2>
        <Form method="post" noValidate className="max-w-2xl">
          <Hidden name="version" value={of('changer').typed['version'] ?? page.version} />
          <MetricFields
            typed={sent === 'changer' ? answer!.typed : page.typed}
            mistakes={of('changer').mistakes}
            isNew={false}
          />
          <div className="flex flex-wrap gap-2">
            <button type="submit" name="intention" value="changer" className="fr-btn">
              Corriger
            </button>
            <button type="submit" name="intention" value="retirer" className="fr-btn fr-btn--tertiary">
              Retirer cette mesure
            </button>
          </div>
        </Form>
      </section>
    </div>
  );
}

/** Values with where they came from, those that no longer count struck out. */
function ValueTable({
  name,
  values,
}: {
  name: string;
  values: Awaited<ReturnType<typeof loader>>['values'];
}) {
  return (
    <div className="defile" tabIndex={0} role="group" aria-label={`Valeurs : ${name}`}>
      <table className="tableau tableau-serre">
        <caption className="sr-only">Les dernières valeurs de {name}</caption>
        <thead>
          <tr>
            <th scope="col">Période</th>
            <th scope="col" className="nombre">
              Valeur
            </th>
            <th scope="col">D’où elle vient</th>
            <th scope="col">Agir</th>
          </tr>
        </thead>
        <tbody>
          {values.map((value) => (
            <tr key={value.key}>
              <th scope="row" className="font-normal">
                {value.period}
              </th>
              <td className="nombre">{value.replaced ? <s>{value.figure}</s> : value.figure}</td>
              <td>
                {value.from}
                {value.replaced && (
                  <span className="block text-discret">remplacée ou retirée le {value.replaced}</span>
                )}
              </td>
              <td>
                {!value.replaced && (
                  <RowAction
                    fields={{ intention: 'retirer-valeur', debut: value.start, fin: value.end }}
                    label="Retirer"
                    name={`Retirer la valeur ${value.period}`}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
