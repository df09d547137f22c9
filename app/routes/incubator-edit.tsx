import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { ofName } from '~/design/formats';
import { Breadcrumb } from '~/design/Breadcrumb';
import { SingleSectionPage } from '~/exchange/publication/parts/SingleSectionPage';
import { singleSectionAction, singleSectionPage } from './editing.server';
import type { SectionAnswer } from '~/exchange/publication/parts/SectionForm';
import { formOf } from './guards.server';
import { incubatorTarget } from './incubator-target.server';
export { clientAction, shouldRevalidate } from './startup-edit-section';

export async function loader(args: LoaderFunctionArgs) {
  const { incubator, path, target } = await incubatorTarget(args);
  return { ...(await singleSectionPage(args.context, target, args.request)), title: incubator.title, path };
}

export async function action(args: ActionFunctionArgs) {
  const { path, target } = await incubatorTarget(args);
  const form = await formOf(args.request);
  return singleSectionAction(args.context, target, form, `${path}/modifier`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Modifier ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function IncubatorEdit() {
  const page = useLoaderData<typeof loader>() as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as SectionAnswer | undefined;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
        ]}
        here="Modifier"
      />
      <h1>La page {ofName(page.title)}</h1>
      <SingleSectionPage page={page} answer={answer} />
    </div>
  );
}
