import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { SelectField } from '~/design/form/Field';
import { countOf } from '~/design/formats';
import {
  mergeOrganisation,
  startupsOfOrganisation,
  tiesOfOrganisation,
} from '~/exchange/publication/kept-lists.server';
import { SingleSectionPage } from '~/exchange/publication/parts/SingleSectionPage';
import { singleSectionAction, singleSectionPage } from './editing.server';
import type { SectionAnswer } from '~/exchange/publication/parts/SectionForm';
import { formOf, tried } from './guards.server';
import { networkItemTarget } from './network-item-target.server';
export { clientAction, shouldRevalidate } from './startup-edit-section';

export async function loader(args: LoaderFunctionArgs) {
  const { known, here, target } = await networkItemTarget(args);
  const page = await singleSectionPage(args.context, target, args.request);
  const isOrganisation = known.address === 'organisations';
  const { prisma } = args.context.database;
  return {
    ...page,
    listLabel: known.label,
    list: `/reseau/${known.address}`,
    here,
    title: page.typed[known.nameKey]?.[0] ?? target.publicId,
    merge: isOrganisation
      ? {
          touched: await startupsOfOrganisation(prisma, target.publicId),
          ...(await tiesOfOrganisation(prisma, target.publicId)),
          others: args.context.network.organisations
            .filter(({ publicId }) => publicId !== target.publicId)
            .map(({ publicId, name }) => ({ value: publicId, label: name })),
        }
      : null,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { known, here, target } = await networkItemTarget(args);
  const form = await formOf(args.request);
  const intention = form.get('intention');
  if (known.address === 'organisations' && (intention === 'fusionner' || intention === 'retirer-liste')) {
    const named = args.context.network.organisationById.get(String(form.get('vers') ?? ''));
    const to = intention === 'fusionner' ? (named?.publicId ?? '') : null;
    const mistakes = await tried(() => mergeOrganisation(args.context, target.publicId, to));
    if (mistakes) return Response.json({ merging: Object.values(mistakes)[0] }, { status: 400 });
    await args.context.refreshNetwork();
    return redirect(`/reseau/${known.address}`);
  }
  const answer = await singleSectionAction(args.context, target, form, here);
  await args.context.refreshNetwork();
  return answer;
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkItem() {
  const page = useLoaderData<typeof loader>() as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as (SectionAnswer & { merging?: string }) | undefined;
  const touched = page.merge ? [...page.merge.touched, ...page.merge.incubators] : [];
  const isAlone = touched.length === 0 && page.merge?.sponsors === 0 && page.merge.shares === 0;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: 'Listes du réseau', to: '/reseau' },
          { label: page.listLabel, to: page.list },
        ]}
        here={page.title}
      />
      <h1>{page.title}</h1>
      {answer?.merging && (
        <p role="alert" className="fr-alert fr-alert--error max-w-3xl">
          {answer.merging}
        </p>
      )}
      <SingleSectionPage page={page} answer={answer?.merging ? undefined : answer} />
      {page.merge && (
        <p className="mt-8">
          <Link to={`${page.here}/sponsors`}>Ses sponsors : qui lit et signe pour elle</Link>
        </p>
      )}
      {page.merge && (
        <section aria-labelledby="fusion" className="mt-12 max-w-3xl">
          <h2 id="fusion">Fusionner ou retirer</h2>
          {isAlone ? (
            <p>
              Aucune startup, aucun incubateur, aucun sponsor, aucun budget ne dépend de cette
              administration : la retirer ne touche rien d’autre.
            </p>
          ) : (
            <>
              <p>
                {countOf(touched.length, 'page serait modifiée', 'pages seraient modifiées')} par une fusion
                {page.merge.sponsors > 0 &&
                  `, ${countOf(page.merge.sponsors, 'sponsor suivrait', 'sponsors suivraient')}`}
                {page.merge.shares > 0 &&
                  `, ${countOf(page.merge.shares, 'part de budget aussi', 'parts de budget aussi')}`}
                .
              </p>
              {touched.length > 0 && (
                <p className="text-sm">{touched.map(({ title }) => title).join(', ')}.</p>
              )}
            </>
          )}
          <Form method="post">
            {!isAlone ? (
              <>
                <SelectField name="vers" label="Fusionner avec" choices={page.merge.others} empty="Choisir" />
                <button type="submit" name="intention" value="fusionner" className="fr-btn fr-btn--secondary">
                  Fusionner
                </button>
              </>
            ) : (
              <button
                type="submit"
                name="intention"
                value="retirer-liste"
                className="fr-btn fr-btn--tertiary"
              >
                Retirer de la liste
              </button>
            )}
          </Form>
        </section>
      )}
    </div>
  );
}
