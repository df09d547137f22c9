import { helpPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { readHelpPage } from '~/network/help.server';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { database }, params }: LoaderFunctionArgs) {
  const page = await readHelpPage(database.prisma, (params.page ?? '').normalize('NFC'));
  if (!page) throw notFound('Cette page d’aide n’existe pas.');
  return page;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: data?.title ?? 'Aide',
    description: data?.summary ?? '',
    path: helpPath(data?.id ?? ''),
  });

export default function HelpPage() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Aide', to: '/aide' }]} here={page.title} />
      <h1>{page.title}</h1>
      {page.summary && <p className="max-w-3xl text-lg">{page.summary}</p>}
      <div className="prose" dangerouslySetInnerHTML={{ __html: page.html }} />
    </div>
  );
}
