import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { startupPath } from '~/platform/addresses';
import type { StartupFacts } from '~/network/facts';
import { prioritiesServed } from '~/startup/priorities/links.server';
import { startupPage } from '~/network/pages/startup';
import { PageTools } from '~/network/parts/PageTools';
import { StartupView } from '~/network/parts/StartupView';
import { ImpactSummary } from '~/impact/parts/ImpactSummary';
import { follow, followsOf } from '~/person/account.server';
import { can } from '~/person/rights';
import { renderMarkdown } from '~/platform/document/render.server';
import { readContent } from '~/startup/reads.server';
import { PUBLIC_PAGE } from './answers.server';
import { impactPage } from './impact-page.server';
import { mistaken, signedIn, textFields, tried } from './guards.server';
import { pageMeta, siteOf } from './metadata';
import type { SiteContext } from './site-context';
import { startupOf, tiesOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, params }: LoaderFunctionArgs) {
  const { network, database, clock } = context;
  const startup = startupOf(network, params.id);
  const content = await readContent(database.prisma, startup.id);
  return {
    ...startupPage(network, startup, clock.today()),
    html: renderMarkdown(content),
    mine: await myTools(context, startup),
    evidence: await evidenceOf(context, startup),
    priorities: await prioritiesServed(database.prisma, startup.id, clock.today()),
  };
}

/** What is measured and spent, in short; null while nothing is. */
async function evidenceOf(context: SiteContext, startup: StartupFacts) {
  const page = await impactPage(context, startup);
  const first = page.views.find(({ northStar }) => northStar) ?? page.views[0];
  if (!first && !page.hasBudget) return null;
  return {
    view: first ?? null,
    phases: page.phases,
    count: page.views.length,
    tiles: page.tiles,
    costs: page.costs.filter(({ euros }) => euros !== null),
    hasBudget: page.hasBudget,
  };
}
type Page = Awaited<ReturnType<typeof loader>>;

/** What the reader may do here besides reading; null for the public, whose page is the same for all. */
async function myTools(context: SiteContext, startup: StartupFacts) {
  const { actor, session, clock, database } = context;
  if (!session) return null;
  const today = clock.today();
  const follows = await followsOf(database.prisma, session.personId);
  return {
    edits: can(actor, 'startup.modifier', tiesOf(startup), today).allowed,
    sees: can(actor, 'startup.voir-interieur', tiesOf(startup), today).allowed,
    follows: follows.some(({ startupId }) => startupId === startup.id),
  };
}

/** Follows the startup, or no longer. */
export async function action(args: ActionFunctionArgs) {
  await signedIn(args);
  const { context, params, request } = args;
  const startup = startupOf(context.network, params.id);
  const { suivre } = await textFields(request);
  const mistakes = await tried(() => follow(context, { kind: 'startup', id: startup.id }, suivre === 'oui'));
  return mistakes ? mistaken({}, mistakes) : redirect(startupPath(startup.publicId));
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: data.title,
        description: `${data.status}. ${data.mission}`,
        path: startupPath(data.publicId),
        noindex: data.noindex,
        picture: `${startupPath(data.publicId)}/apercu.png`,
        feed: `${startupPath(data.publicId)}/fil.atom`,
      })
    : [{ title: 'Page introuvable · Jalons' }];

export default function Startup() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  return (
    <StartupView
      page={page}
      priorities={page.priorities}
      evidence={page.evidence && <ImpactSummary path={startupPath(page.publicId)} {...page.evidence} />}
      above={
        <>
          <Breadcrumb path={[{ label: 'Startups', to: '/startups' }]} here={page.title} />
          {page.mine && <PageTools path={startupPath(page.publicId)} mine={page.mine} history committees />}
        </>
      }
    />
  );
}
