import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { CAUSES, RESCUE_ENDS, STOP_PATHS } from '~/committee/stop/causes';
import {
  agreeOnCause,
  saveStop,
  stopOf,
  stopSchema,
  withheldSchema,
  withholdPostmortem,
} from '~/committee/stop/stop.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { formatDay, ofName } from '~/design/formats';
import { publishPostmortem } from '~/exchange/publication/postmortem.server';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { allowed, mistaken, textFields, tried, triedWith, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const startup = startupOf(context.network, args.params['id'], '/arret');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.voir-comite', ties);
  const today = context.clock.today();
  const stop = await stopOf(context.database.prisma, startup.id);
  const may = (action: 'startup.modifier' | 'startup.decider') =>
    can(context.actor, action, ties, today).allowed;
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    edits: may('startup.modifier'),
    decides: may('startup.decider'),
    version: stop?.version ?? 0,
    stop: stop && {
      path: STOP_PATHS[stop.path],
      cause: stop.cause === null ? null : CAUSES[stop.cause],
      team: stop.teamAgreedOn === null ? null : formatDay(stop.teamAgreedOn),
      incubator: stop.incubatorAgreedOn === null ? null : formatDay(stop.incubatorAgreedOn),
      rescue: stop.rescueUntil === null ? null : formatDay(stop.rescueUntil),
      rescueEnd: stop.rescueEnd === null ? null : RESCUE_ENDS[stop.rescueEnd],
      published: stop.publishedOn === null ? null : formatDay(stop.publishedOn),
      withheld: stop.withheldReason,
      postmortem: stop.postmortem,
    },
    typed: {
      chemin: stop?.path ?? '',
      cause: stop?.cause ?? '',
      sauvegarde: stop?.rescueUntil ?? '',
      sponsors: stop?.sought ?? '',
      issue: stop?.rescueEnd ?? '',
      relance: stop?.restart ?? '',
      recit: stop?.postmortem ?? '',
    } as Record<string, string>,
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id']);
  const ties = tiesOf(startup);
  await allowed(args, 'startup.modifier', ties);
  const typed = await textFields(args.request);
  const version = versionOf(typed);
  const intention = typed['intention'] ?? '';
  const here = `${startupPath(startup.publicId)}/arret?fait=${intention}`;
  const change = (): Promise<Record<string, string> | null> => {
    switch (intention) {
      case 'enregistrer':
        return triedWith(stopSchema, typed, (stop) => saveStop(context, ties, version, stop));
      case 'accord':
        return tried(() => agreeOnCause(context, ties, version));
      case 'publier':
        return tried(() => publishPostmortem(context, { ...ties, publicId: startup.publicId }, version));
      case 'retenir':
        return triedWith(withheldSchema, typed, ({ raison }) =>
          withholdPostmortem(context, ties, { version, reason: raison }),
        );
      default:
        return tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
    }
  };
  const refused = await change();
  if (refused) return mistaken(typed, refused);
  await context.refreshNetwork();
  return redirect(here);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Arrêt ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  enregistrer: 'C’est enregistré.',
  accord: 'Votre accord est noté.',
  publier: 'Le retour d’expérience est en ligne, au bas de la page publique.',
  retenir: 'Le retour d’expérience n’est pas publié ; la raison est gardée.',
};
const choices = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

export default function StartupStop() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const saved = answer?.typed['intention'] === 'enregistrer' ? answer : undefined;
  const typed = saved?.typed ?? page.typed;
  const field = (name: string) => ({ name, value: typed[name], mistake: answer?.mistakes[name] });
  const { stop } = page;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Arrêt"
      />
      <h1 className="mb-2">Arrêt {ofName(page.title)}</h1>
      <p className="text-xl">
        {stop === null
          ? 'Rien n’est engagé. Arrêter à temps est un résultat : ce qu’on a appris sert aux suivants.'
          : stop.published
            ? `Le retour d’expérience est en ligne depuis le ${stop.published}.`
            : stop.path}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {stop && (
        <section aria-labelledby="etat" className="carte">
          <h2 id="etat" className="m-0 mb-2 text-lg">
            Où l’on en est
          </h2>
          <dl className="m-0">
            <dt className="font-bold">Cause publique</dt>
            <dd className="m-0 mb-2">
              {stop.cause ?? 'à choisir ensemble'}
              {stop.cause && (
                <span className="block text-sm">
                  {stop.team
                    ? `Accord de l’équipe le ${stop.team}`
                    : 'L’équipe ne s’est pas encore prononcée'}{' '}
                   ;{' '}
                  {stop.incubator
                    ? `accord de l’incubateur le ${stop.incubator}`
                    : 'l’incubateur ne s’est pas encore prononcé'}
                  .
                </span>
              )}
            </dd>
            {stop.rescue && (
              <>
                <dt className="font-bold">Sauvegarde</dt>
                <dd className="m-0 mb-2">
                  Jusqu’au {stop.rescue}. {stop.rescueEnd}
                </dd>
              </>
            )}
            {stop.withheld && (
              <>
                <dt className="font-bold">Retour d’expérience gardé</dt>
                <dd className="m-0">{stop.withheld}</dd>
              </>
            )}
          </dl>
          {page.edits && !stop.published && (
            <div className="mt-4 flex flex-wrap gap-2">
              {stop.cause && (!stop.team || !stop.incubator) && (
                <RowAction
                  fields={{ intention: 'accord', version: page.version }}
                  label="Être d’accord avec cette cause"
                  name="Être d’accord avec cette cause"
                />
              )}
              <RowAction
                fields={{ intention: 'publier', version: page.version }}
                label="Publier le retour d’expérience"
                name="Publier le retour d’expérience"
              />
            </div>
          )}
        </section>
      )}
      {page.edits && !stop?.published && (
        <section aria-labelledby="ecrire" className="mt-8">
          <h2 id="ecrire">Préparer l’arrêt</h2>
          <Form method="post" noValidate className="max-w-4xl" key={page.version}>
            <Hidden name="intention" value="enregistrer" />
            <Hidden name="version" value={saved?.typed['version'] ?? page.version} />
            <SelectField
              {...field('chemin')}
              label="Pourquoi"
              empty="Choisir…"
              choices={choices(STOP_PATHS)}
            />
            <SelectField
              {...field('cause')}
              label="Cause que le public lira"
              hint="Choisie par l’équipe et l’incubateur ensemble."
              empty="Pas encore choisie"
              choices={choices(CAUSES)}
            />
            <details className="mb-4" open={typed['chemin'] === 'argent'}>
              <summary className="lien cursor-pointer font-bold">
                Si l’argent manque alors que l’impact est réel
              </summary>
              <TextField {...field('sauvegarde')} type="date" label="Le service tient jusqu’au" />
              <TextAreaField {...field('sponsors')} label="Sponsors sollicités" rows={2} />
              <SelectField
                {...field('issue')}
                label="Issue"
                empty="En cours"
                choices={choices(RESCUE_ENDS)}
              />
              <TextAreaField
                {...field('relance')}
                label="Dossier de relance"
                hint="Code, données, hébergement, accès : ce qu’il faut pour reprendre. Lu par la communauté seulement."
                rows={5}
              />
            </details>
            <TextAreaField
              {...field('recit')}
              label="Retour d’expérience"
              hint="Ce qu’on voulait, ce qu’on a essayé, ce qu’on a appris. Il est publié au bas de la page, et ne nomme personne."
              rows={12}
            />
            <button type="submit" className="fr-btn">
              Enregistrer
            </button>
          </Form>
          {page.decides && stop && (
            <details className="mt-6" open={answer?.typed['intention'] === 'retenir'}>
              <summary className="lien cursor-pointer">Ne pas publier le retour d’expérience</summary>
              <Form method="post" noValidate className="mt-4 max-w-2xl">
                <Hidden name="intention" value="retenir" />
                <Hidden name="version" value={page.version} />
                <TextField
                  name="raison"
                  label="Raison"
                  value={answer?.typed['raison']}
                  mistake={answer?.mistakes['raison']}
                />
                <button type="submit" className="fr-btn fr-btn--secondary">
                  Garder pour nous
                </button>
              </Form>
            </details>
          )}
        </section>
      )}
    </div>
  );
}
