import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { planSchema } from '~/committee/committee-schema';
import { planCommittee } from '~/committee/committees.server';
import { PlanFields } from '~/committee/parts/PlanFields';
import { heldFacts } from '~/committee/reads.server';
import { nextCommittee } from '~/committee/schedule';
import { Breadcrumb } from '~/design/Breadcrumb';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, ofName } from '~/design/formats';
import { committeePath, startupPath } from '~/platform/addresses';
import { currentPhase } from '~/startup/life';
import { companionsOf } from './committee-choices.server';
import { allowed, formOf, idsIn, mistaken, textsOf, triedWith } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function plannedBy(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params['id'], '/comites/nouveau');
  await allowed(args, 'startup.tenir-comite', tiesOf(startup));
  return startup;
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await plannedBy(args);
  const { context } = args;
  const today = context.clock.today();
  const phase = currentPhase(startup.phases, today);
  const [held] = await heldFacts(context.database.prisma, [startup.id], today);
  const next = nextCommittee({ phase, ...held! });
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    startups: companionsOf(context, startup),
    chosen: [startup.id],
    kind: phase?.code === 'investigation' ? 'fin-investigation' : 'investissement',
    next:
      next === null
        ? null
        : `À tenir entre le ${formatDay(next.from)} et le ${formatDay(next.due)}\u00a0: ${next.because}.`,
  };
}

export async function action(args: ActionFunctionArgs) {
  const startup = await plannedBy(args);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const startupIds = idsIn(form, 'startups');
  let id = '';
  const refused = await triedWith(planSchema, typed, async (plan) => {
    id = await planCommittee(args.context, startupIds.length > 0 ? startupIds : [startup.id], plan);
  });
  return refused ? mistaken(typed, refused) : redirect(`${committeePath(id)}?fait=planifie`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Planifier un comité ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function CommitteeNew() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Comités', to: `${page.path}/comites` },
        ]}
        here="Planifier un comité"
      />
      <h1>Planifier un comité</h1>
      {page.next && <p className="carte">{page.next}</p>}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate>
        <PlanFields
          startups={page.startups}
          chosen={page.chosen}
          typed={{ nature: page.kind, ...answer?.typed }}
          mistakes={answer?.mistakes ?? {}}
        />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="fr-btn">
            Planifier
          </button>
          <Link to={`${page.path}/comites`} className="fr-btn fr-btn--tertiary">
            Annuler
          </Link>
        </div>
      </Form>
    </div>
  );
}
