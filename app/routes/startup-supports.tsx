import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { daysOf } from '~/committee/coaching/coaching.server';
import { SupportFields } from '~/committee/parts/SupportFields';
import { SUPPORT_LABELS, supportSchema } from '~/committee/supports/support-schema';
import {
  addSupport,
  changeSupport,
  supportsOf,
  withdrawSupport,
  type Support,
} from '~/committee/supports/supports.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { anchorsOf } from '~/design/form/fields-of';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { countOf, formatDay, ofName } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, tried, triedWith, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const shownSupport = (support: Support, today: Day) => ({
  id: support.id,
  kind: SUPPORT_LABELS[support.kind],
  what: support.what,
  givenBy: support.givenBy,
  dates:
    `depuis le ${formatDay(support.startsOn)}` +
    (support.endsOn === null ? '' : `, jusqu’au ${formatDay(support.endsOn)}`),
  over: support.endsOn !== null && support.endsOn < today,
  contract: support.contract,
  review: support.reviewOn === null ? null : formatDay(support.reviewOn),
  reviewDue: support.reviewOn !== null && support.reviewOn <= today,
  known: {
    nature: support.kind,
    quoi: support.what,
    qui: support.givenBy,
    debut: support.startsOn,
    fin: support.endsOn ?? '',
    contrat: support.contract,
    revue: support.reviewOn ?? '',
    version: String(support.version),
  },
});

export async function loader(args: LoaderFunctionArgs) {
  const { database, clock, network, actor } = args.context;
  const startup = startupOf(network, args.params['id'], '/soutiens');
  await allowed(args, 'startup.voir-comite', tiesOf(startup));
  const today = clock.today();
  // The coach's notebook stays between coaching and incubator.
  const coaches = can(actor, 'startup.accompagner', tiesOf(startup), today).allowed;
  const days = coaches ? await daysOf(database.prisma, [startup.id]) : [];
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    writes: can(actor, 'startup.tenir-comite', tiesOf(startup), today).allowed,
    supports: (await supportsOf(database.prisma, [startup.id])).map((one) => shownSupport(one, today)),
    coachingDays: days.reduce((sum, month) => sum + month.days, 0),
    coachingSince: days[0] ? formatDay(days[0].month) : null,
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id'], '/soutiens');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.tenir-comite', ties);
  const typed = await textFields(args.request);
  const id = typed['soutien'] ?? '';
  const known = () => {
    if (!isId(id)) throw new RuleError('Ce soutien n’est plus dans la liste.');
    return id;
  };
  const withdraws = typed['intention'] === 'retirer';
  const refused = withdraws
    ? await tried(async () => withdrawSupport(context, ties, known()))
    : await triedWith(supportSchema, typed, (input) =>
        id === ''
          ? addSupport(context, ties, input)
          : changeSupport(context, ties, { id: known(), version: versionOf(typed) }, input),
      );
  if (refused) return mistaken(typed, refused);
  const done = withdraws ? 'retire' : id === '' ? 'ajoute' : 'change';
  return redirect(`${startupPath(startup.publicId)}/soutiens?fait=${done}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Soutiens ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  ajoute: 'Le soutien est noté.',
  change: 'Le soutien est modifié.',
  retire: 'Le soutien est retiré.',
};

type Page = Awaited<ReturnType<typeof loader>>;

function SupportCard({
  support,
  writes,
  answer,
}: {
  support: Page['supports'][number];
  writes: boolean;
  answer: FormAnswer | undefined;
}) {
  return (
    <li className="border-b border-trait py-4">
      <h2 className="m-0 text-base">{support.what}</h2>
      <p className="m-0 text-sm text-discret">
        {support.kind}, par {support.givenBy}, {support.dates}
        {support.over && ' (fini)'}
      </p>
      {support.contract !== '' && (
        <p className="mt-2 mb-0 max-w-3xl whitespace-pre-wrap">
          <strong>Contrat de réussite : </strong>
          {support.contract}
        </p>
      )}
      {support.review && (
        <p className={`m-0 mt-1 text-sm ${support.reviewDue ? 'font-medium text-alerte' : ''}`}>
          À revoir le {support.review}
          {support.reviewDue && ' : c’est le moment'}.
        </p>
      )}
      {writes && (
        <div className="sans-impression mt-2 flex flex-wrap items-start justify-between gap-2">
          <details open={answer?.typed['soutien'] === support.id}>
            <summary className="lien cursor-pointer">Modifier « {support.what} »</summary>
            <SupportFields
              key={support.known.version}
              id={support.id}
              known={support.known}
              answer={answer}
            />
          </details>
          <RowAction
            fields={{ intention: 'retirer', soutien: support.id }}
            label="Retirer"
            name={`Retirer « ${support.what} »`}
          />
        </div>
      )}
    </li>
  );
}

export default function StartupSupports() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: page.title, to: page.path }]} here="Soutiens" />
      <h1 className="mb-2">Soutiens {ofName(page.title)}</h1>
      <p className="text-lg">
        Ce que le réseau donne à l’équipe en plus de l’argent, et ce à quoi son ministère s’engage en retour.
        {page.coachingSince && (
          <>
            {' '}
            <strong>{countOf(page.coachingDays, 'jour', 'jours')}</strong> de coaching notés depuis le{' '}
            {page.coachingSince}.
          </>
        )}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} linkOf={anchorsOf('soutien', answer)} />
      {page.supports.length === 0 ? (
        <p>Aucun soutien n’est noté.</p>
      ) : (
        <ul className="m-0 list-none p-0">
          {page.supports.map((support) => (
            <SupportCard key={support.id} support={support} writes={page.writes} answer={answer} />
          ))}
        </ul>
      )}
      {page.writes && (
        <section aria-labelledby="ajouter" className="sans-impression mt-8">
          <h2 id="ajouter">Noter un soutien</h2>
          <SupportFields key={page.supports.length} id="" known={{}} answer={answer} />
        </section>
      )}
      <p className="regle mt-6">
        Se lit par les mêmes personnes que <Link to={`${page.path}/comites`}>les comités de la startup</Link>.
      </p>
    </div>
  );
}
