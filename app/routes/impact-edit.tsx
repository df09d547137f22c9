import { mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { RowAction } from '~/design/form/RowAction';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import { metricSchema } from '~/impact/metric-schema';
import { createMetric, restoreMetric } from '~/impact/metrics.server';
import { MetricFields } from '~/impact/parts/MetricForm';
import { metricsOf, retiredMetricsOf } from '~/impact/reads.server';
import { metricView } from '~/impact/views';
import { startupPath } from '~/platform/addresses';
import { RuleError } from '~/person/acting';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function editedBy(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/impact/modifier');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  return startup;
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await editedBy(args);
  const { database, clock } = args.context;
  const metrics = await metricsOf(database.prisma, startup.id, { inside: true, today: clock.today() });
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    metrics: metrics.map((metric) => metricView(metric, clock.today())),
    retired: (await retiredMetricsOf(database.prisma, startup.id)).map(({ id, name }) => ({ id, name })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const startup = await editedBy(args);
  const { context } = args;
  const ties = tiesOf(startup);
  const typed = await textFields(args.request);
  const here = `${startupPath(startup.publicId)}/impact`;
  const idIn = (name: string) => {
    const id = typed[name] ?? '';
    if (!isId(id)) throw new RuleError('Cela n’existe plus : rechargez la page.');
    return id;
  };
  if (typed['intention'] === 'creer') {
    const parsed = metricSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    let id = '';
    const mistakes = await tried(async () => {
      id = await createMetric(context, ties, parsed.data);
    });
    if (mistakes) return mistaken(typed, mistakes);
    await context.refreshNetwork();
    return redirect(`${here}/mesures/${id}?fait=creee`);
  }
  const mistakes = await tried(async () => {
    if (typed['intention'] === 'remettre') return restoreMetric(context, ties, idIn('mesure'));
    throw new RuleError('Cette action n’existe pas.');
  });
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`${here}/modifier?fait=remise`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Mesures ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  remise: 'La mesure est de nouveau suivie.',
  retiree: 'La mesure est retirée ; ses valeurs sont gardées.',
};

export default function ImpactEdit() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  const creating = typed['intention'] === 'creer';
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Impact', to: `${page.path}/impact` },
        ]}
        here="Gérer les mesures"
      />
      <h1>Mesures {ofName(page.title)}</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <section aria-labelledby="suivies">
        <h2 id="suivies">Mesures suivies</h2>
        {page.metrics.length === 0 ? (
          <p>Aucune encore. Commencez par la métrique phare : le chiffre qui dit si l’équipe avance.</p>
        ) : (
          <>
            <ul className="m-0 list-none p-0">
              {page.metrics.map((metric) => (
                <li
                  key={metric.id}
                  className="flex flex-wrap justify-between gap-x-4 border-b border-trait py-2"
                >
                  <span>
                    <Link to={`${page.path}/impact/mesures/${metric.id}`}>{metric.name}</Link>
                    <span className="block text-sm text-discret">
                      {metric.northStar && 'Métrique phare · '}
                      {metric.kind} · {metric.public ? 'publique' : 'non publique'}
                    </span>
                  </span>
                  <span className="sm:text-right">
                    {metric.figure ?? 'aucune valeur'}
                    {metric.when && <span className="block text-sm text-discret">{metric.when}</span>}
                  </span>
                </li>
              ))}
            </ul>
            <p className="mt-4">
              <Link to={`${page.path}/impact/valeurs`} className="fr-btn fr-btn--secondary">
                Ajouter des valeurs
              </Link>
            </p>
          </>
        )}
      </section>
      <section aria-labelledby="nouvelle" className="mt-10">
        <h2 id="nouvelle">Commencer une mesure</h2>
        <Form method="post" noValidate className="max-w-2xl">
          <Hidden name="intention" value="creer" />
          <MetricFields typed={creating ? typed : {}} mistakes={creating ? mistakes : {}} isNew />
          <button type="submit" className="fr-btn">
            Commencer
          </button>
        </Form>
      </section>
      {page.retired.length > 0 && (
        <section aria-labelledby="retirees" className="mt-10">
          <h2 id="retirees">Mesures retirées</h2>
          <ul className="m-0 list-none p-0">
            {page.retired.map((metric) => (
              <li key={metric.id} className="flex flex-wrap justify-between gap-2 border-b border-trait py-2">
                <span>{metric.name}</span>
                <RowAction
                  fields={{ intention: 'remettre', mesure: metric.id }}
                  label="Suivre de nouveau"
                  name={`Suivre de nouveau ${metric.name}`}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="jetons" className="mt-10">
        <h2 id="jetons">Envoyer des valeurs par un programme</h2>
        <p>
          Un programme qui porte un jeton envoie les valeurs de cette startup :{' '}
          <Link to={`${page.path}/programmes`}>ses programmes et leurs jetons</Link>.
        </p>
      </section>
    </div>
  );
}
