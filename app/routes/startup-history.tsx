import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ofName } from '~/design/formats';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { HistoryList, type HistoryLine } from '~/exchange/publication/parts/HistoryList';
import { startupPath } from '~/platform/addresses';
import { can } from '~/person/rights';
import { PUBLIC_PAGE } from './answers.server';
import { historyPage, restore, startupTarget } from './editing.server';
import { allowed, mistaken, textFields } from './guards.server';
import { pageMeta, siteOf } from './metadata';
import { startupOf, tiesOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

/** The public reads when something changed and of which nature; the team reads also what and who, word by word. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const startup = startupOf(context.network, params.id, '/historique');
  const today = context.clock.today();
  const inside = can(context.actor, 'startup.voir-equipe', tiesOf(startup), today).allowed;
  return {
    ...(await historyPage(context, '_startups', startup.publicId, inside, new URL(request.url).searchParams)),
    title: startup.title,
    publicId: startup.publicId,
    path: startupPath(startup.publicId),
    inside,
    restorable: can(context.actor, 'startup.modifier', tiesOf(startup), today).allowed,
    restored: new URL(request.url).searchParams.has('revenu'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id);
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const mistakes = await restore(
    args.context,
    startupTarget(args.context, startup, ''),
    await textFields(args.request),
  );
  return mistakes
    ? mistaken({}, mistakes, 409)
    : redirect(`${startupPath(startup.publicId)}/historique?revenu=oui`);
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: `Historique ${ofName(data?.title ?? '')}`,
    description: 'Ce qui a changé sur cette page, et quand.',
    path: `${startupPath(data?.publicId ?? '')}/historique`,
    noindex: true,
  });

export default function StartupHistory() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Historique"
      />
      <h1>Ce qui a changé sur la page {ofName(page.title)}</h1>
      {page.restored && !answer && <Done title="La version choisie est de nouveau en ligne." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Rien n’a changé" />
      <HistoryList
        lines={page.lines as HistoryLine[]}
        seen={page.sha256}
        restorable={page.restorable}
        older={page.older}
      />
      {!page.inside && (
        <p className="regle mt-6">
          Date et nature de chaque changement. L’équipe de la startup y lit aussi l’auteur et les mots.
        </p>
      )}
    </div>
  );
}
