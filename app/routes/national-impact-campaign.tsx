import { dayField, line, mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay } from '~/design/formats';
import { decideNationalImpact } from '~/exchange/publication/national-impact.server';
import { campaigns, depositedIn, saveCampaign } from '~/impact/national/campaigns.server';
import { CRITERIA } from '~/impact/national/criteria';
import { startupPath } from '~/platform/addresses';
import { NETWORK } from '~/person/rights';
import { yearOf } from '~/platform/day';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, tried } from './guards.server';

const year = (label: string) =>
  z.coerce
    .number({ error: `${label} : une année est attendue.` })
    .int({ error: `${label} : une année est attendue.` })
    .min(2013, { error: `${label} : 2013 au plus tôt.` })
    .max(2100, { error: `${label} : une année est attendue.` });

const campaignSchema = z.object({
  annee: year('Année'),
  ouverture: dayField('Ouverture'),
  cloture: dayField('Clôture'),
  version: z.coerce.number().int().min(0).max(1_000_000).catch(-1),
});
const decisionSchema = z.object({
  dossier: z.string().refine(isId, { error: 'Ce dossier n’existe plus.' }),
  version: z.coerce.number().int().min(1).max(1_000_000).catch(0),
  label: z
    .union([z.literal('').transform(() => null), year('Année du label')], {
      error: 'Année du label : une année est attendue.',
    })
    .default(null),
  raison: line('Raison', { max: 1000, required: false }).default(''),
});

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { database, network, clock } = args.context;
  const all = await campaigns(database.prisma);
  const asked = Number(new URL(args.request.url).searchParams.get('annee'));
  const chosen = all.find((campaign) => campaign.year === asked) ?? all[0] ?? null;
  const byId = new Map(network.startups.map((startup) => [startup.id, startup]));
  const files = chosen ? await depositedIn(database.prisma, chosen.year) : [];
  return {
    thisYear: yearOf(clock.today()),
    campaigns: all.map(({ year: of }) => of),
    chosen,
    files: files.flatMap((file) => {
      const startup = byId.get(file.startupId);
      return startup
        ? [
            {
              ...file,
              title: startup.title,
              path: startupPath(startup.publicId),
              decided: file.decidedOn && formatDay(file.decidedOn),
            },
          ]
        : [];
    }),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { context } = args;
  const typed = await textFields(args.request);
  if (typed['intention'] === 'campagne') {
    const parsed = campaignSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    const { annee, ouverture, cloture, version } = parsed.data;
    const mistakes = await tried(() =>
      saveCampaign(context, { year: annee, opensOn: ouverture, closesOn: cloture, version }),
    );
    if (mistakes) return mistaken(typed, mistakes);
    await context.refreshNetwork();
    return redirect(`/reseau/impact-national?annee=${annee}&fait=campagne`);
  }
  const recognised = typed['intention'] === 'retenir';
  if (!recognised && typed['intention'] !== 'ecarter')
    return mistaken(typed, { form: 'Cette action n’existe pas.' });
  const parsed = decisionSchema.safeParse(typed);
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const { dossier, version, label, raison } = parsed.data;
  if (recognised && label === null) return mistaken(typed, { label: 'Dites l’année du label.' });
  const mistakes = await tried(() =>
    decideNationalImpact(context, {
      id: dossier,
      version,
      labelYear: recognised ? label : null,
      reason: raison,
    }),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect('/reseau/impact-national?fait=decision');
}

export const meta: MetaFunction = () => [
  { title: 'Campagne d’impact national · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  campagne: 'La campagne est enregistrée.',
  decision: 'La décision est enregistrée ; la page de la startup la montre.',
};

export default function NationalImpactCampaign() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  const isCampaign = typed['intention'] === 'campagne';
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Impact national" />
      <h1>Campagne d’impact national</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={(field) => (typed['dossier'] && !isCampaign ? `#${field}-${typed['dossier']}` : `#${field}`)}
      />
      {page.campaigns.length > 1 && (
        <p className="flex flex-wrap gap-4">
          {page.campaigns.map((of) => (
            <Link key={of} to={`?annee=${of}`} aria-current={of === page.chosen?.year ? 'page' : undefined}>
              {of}
            </Link>
          ))}
        </p>
      )}
      <section aria-labelledby="dossiers">
        <h2 id="dossiers">Dossiers déposés{page.chosen && ` en ${page.chosen.year}`}</h2>
        {page.files.length === 0 ? (
          <p>Aucun dossier déposé. Les brouillons restent à leurs équipes.</p>
        ) : (
          page.files.map((file) => (
            <article key={file.id} className="carte mb-4" aria-labelledby={`dossier-${file.id}`}>
              <h3 id={`dossier-${file.id}`} className="m-0">
                <Link to={file.path}>{file.title}</Link>
              </h3>
              <dl className="m-0 mt-2">
                {CRITERIA.map(({ field, label }) => (
                  <div key={field} className="mb-2">
                    <dt className="text-sm text-discret">{label}</dt>
                    <dd className="m-0 whitespace-pre-wrap">{file[field]}</dd>
                  </div>
                ))}
              </dl>
              {file.preuve && (
                <p className="m-0">
                  <a href={file.preuve} rel="noopener" aria-label={`Preuve : ${file.title}`}>
                    La preuve
                  </a>
                </p>
              )}
              {file.decided ? (
                <p className="m-0 mt-2 font-medium">
                  {file.state === 'retenu' ? `Retenu, label ${file.labelYear}` : 'Non retenu'} le{' '}
                  {file.decided}. {file.reason}
                </p>
              ) : (
                <Form method="post" noValidate className="mt-3">
                  <Hidden name="dossier" value={file.id} />
                  <Hidden name="version" value={file.version} />
                  <div className="grid gap-x-4 sm:grid-cols-[10rem_1fr]">
                    <TextField
                      id={`label-${file.id}`}
                      name="label"
                      label="Année du label"
                      inputMode="numeric"
                      value={typed['dossier'] === file.id ? typed['label'] : String(page.chosen?.year ?? '')}
                      mistake={typed['dossier'] === file.id ? mistakes['label'] : undefined}
                    />
                    <TextField
                      id={`raison-${file.id}`}
                      name="raison"
                      label="Raison, lue par l’équipe"
                      value={typed['dossier'] === file.id ? typed['raison'] : undefined}
                      mistake={typed['dossier'] === file.id ? mistakes['raison'] : undefined}
                    />
                  </div>
                  <div className="flex flex-wrap gap-2">
                    <button
                      type="submit"
                      name="intention"
                      value="retenir"
                      className="fr-btn fr-btn--sm"
                      aria-label={`Retenir ${file.title}`}
                    >
                      Retenir
                    </button>
                    <button
                      type="submit"
                      name="intention"
                      value="ecarter"
                      className="fr-btn fr-btn--sm fr-btn--tertiary"
                      aria-label={`Ne pas retenir ${file.title}`}
                    >
                      Ne pas retenir
                    </button>
                  </div>
                </Form>
              )}
            </article>
          ))
        )}
      </section>
      <section aria-labelledby="dates" className="mt-8">
        <h2 id="dates">{page.chosen ? `Dates de la campagne ${page.chosen.year}` : 'Ouvrir une campagne'}</h2>
        <Form method="post" noValidate className="grid gap-x-4 sm:grid-cols-3" key={page.chosen?.year ?? 0}>
          <Hidden name="intention" value="campagne" />
          <Hidden name="version" value={page.chosen?.version ?? 0} />
          <TextField
            name="annee"
            label="Année"
            inputMode="numeric"
            value={isCampaign ? typed['annee'] : String(page.chosen?.year ?? page.thisYear)}
            mistake={isCampaign ? mistakes['annee'] : undefined}
          />
          <TextField
            name="ouverture"
            type="date"
            label="Ouverture"
            value={isCampaign ? typed['ouverture'] : page.chosen?.opensOn}
            mistake={isCampaign ? mistakes['ouverture'] : undefined}
          />
          <TextField
            name="cloture"
            type="date"
            label="Clôture"
            value={isCampaign ? typed['cloture'] : page.chosen?.closesOn}
            mistake={isCampaign ? mistakes['cloture'] : undefined}
          />
          <div>
            <button type="submit" className="fr-btn fr-btn--secondary">
              Enregistrer
            </button>
          </div>
        </Form>
        {page.chosen && page.chosen.year < page.thisYear && <NewYear year={page.thisYear} />}
      </section>
    </div>
  );
}

/** The campaign of this year, where the last one is older. */
function NewYear({ year: of }: { year: number }) {
  return (
    <Form method="post" className="mt-4">
      <Hidden name="intention" value="campagne" />
      <Hidden name="version" value={0} />
      <Hidden name="annee" value={of} />
      <Hidden name="ouverture" value={`${of}-10-01`} />
      <Hidden name="cloture" value={`${of}-12-15`} />
      <button type="submit" className="fr-btn fr-btn--tertiary">
        Ouvrir la campagne {of}, du 1er octobre au 15 décembre
      </button>
    </Form>
  );
}
