import { mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, ofName } from '~/design/formats';
import { campaigns, candidatesOfStartup, isOpen, saveCandidate } from '~/impact/national/campaigns.server';
import { candidateSchema, CRITERIA } from '~/impact/national/criteria';
import { startupPath } from '~/platform/addresses';
import { allowed, mistaken, textFields, tried, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const STATES = {
  brouillon: 'en brouillon',
  depose: 'déposé',
  retenu: 'retenu',
  'non-retenu': 'non retenu',
} as const;

async function editedBy(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/impact-national');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  return startup;
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await editedBy(args);
  const { prisma } = args.context.database;
  const today = args.context.clock.today();
  const open = (await campaigns(prisma)).find((campaign) => isOpen(campaign, today)) ?? null;
  const files = await candidatesOfStartup(prisma, startup.id);
  const mine = open && (files.find(({ year }) => year === open.year) ?? null);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    open: open && { year: open.year, closes: formatDay(open.closesOn) },
    file: mine && {
      version: mine.version,
      state: STATES[mine.state],
      typed: {
        deploiement: mine.deploiement,
        seuil: mine.seuil,
        standards: mine.standards,
        preuve: mine.preuve ?? '',
      } as Record<string, string>,
    },
    past: files
      .filter(({ state }) => state === 'retenu' || state === 'non-retenu')
      .map(({ year, state, reason, labelYear, decidedOn }) => ({
        year,
        words: `${STATES[state]} le ${formatDay(decidedOn!)}${labelYear === null ? '' : `, label ${labelYear}`}`,
        reason,
      })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const startup = await editedBy(args);
  const typed = await textFields(args.request);
  const parsed = candidateSchema.safeParse({ ...typed, depose: typed['intention'] === 'deposer' });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const year = Number(typed['annee']);
  const at = {
    year: Number.isInteger(year) && year > 0 && year < 10_000 ? year : 0,
    version: versionOf(typed),
  };
  const mistakes = await tried(() => saveCandidate(args.context, tiesOf(startup), at, parsed.data));
  return mistakes
    ? mistaken(typed, mistakes)
    : redirect(
        `${startupPath(startup.publicId)}/impact-national?fait=${parsed.data.depose ? 'depose' : 'garde'}`,
      );
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Impact national ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  garde: 'Le dossier est gardé en brouillon.',
  depose: 'Le dossier est déposé. Il reste modifiable jusqu’à la clôture.',
};

export default function NationalImpactFile() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? page.file?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Impact', to: `${page.path}/impact` },
        ]}
        here="Impact national"
      />
      <h1>Impact national</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.past.map(({ year, words, reason }) => (
        <p key={year} className="carte">
          Campagne {year} : {words}.{reason && ` ${reason}`}
        </p>
      ))}
      {!page.open ? (
        <p>
          Aucune campagne n’est ouverte. Elle l’est une fois par an ; le dossier se remplira ici.{' '}
          <Link to="/impact-national">Les services reconnus</Link>
        </p>
      ) : (
        <Form method="post" noValidate>
          <p>
            Campagne {page.open.year}, jusqu’au {page.open.closes}. Votre dossier est{' '}
            <strong>{page.file?.state ?? 'à commencer'}</strong>.
          </p>
          <Hidden name="annee" value={page.open.year} />
          <Hidden name="version" value={answer?.typed['version'] ?? page.file?.version ?? 0} />
          {CRITERIA.map(({ field, label, hint }) => (
            <TextAreaField
              key={field}
              name={field}
              label={
                <>
                  {label} <span className="fr-hint-text">{hint}</span>
                </>
              }
              rows={5}
              value={typed[field]}
              mistake={mistakes[field]}
            />
          ))}
          <TextField
            name="preuve"
            type="url"
            label="Adresse de la preuve"
            hint="Une page de statistiques que tout le monde peut lire."
            value={typed['preuve']}
            mistake={mistakes['preuve']}
          />
          <div className="flex flex-wrap gap-2">
            <button type="submit" name="intention" value="deposer" className="fr-btn">
              Déposer
            </button>
            <button type="submit" name="intention" value="garder" className="fr-btn fr-btn--secondary">
              Garder en brouillon
            </button>
          </div>
        </Form>
      )}
    </div>
  );
}
