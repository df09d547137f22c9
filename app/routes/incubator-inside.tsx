import { incubatorPath, startupPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Figure } from '~/design/Figure';
import { Hidden } from '~/design/form/Field';
import { countOf, formatNumber } from '~/design/formats';
import { Ledger } from '~/design/Ledger';
import { FEWEST_CASES } from '~/startup/durations';
import { DurationsTable } from '~/startup/parts/DurationsTable';
import type { Day } from '~/platform/day';
import { Gantt } from '~/startup/parts/Gantt';
import { incubatorCockpit, type IncubatorCockpit } from '~/network/cockpit/incubator.server';
import { LifeLineLegend, PhaseBadge } from '~/startup/parts/PhaseBadge';
import { publishCockpit } from '~/network/cockpit/public-cockpit.server';
import { DueCommittees } from '~/network/parts/DueCommittees';
import { StageBoard } from '~/network/parts/StageBoard';
import { can } from '~/person/rights';
import { allowed, mistaken, ownIncubatorOf, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { network, database, clock, actor } = args.context;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', { id: incubator.id });
  const today = clock.today();
  return {
    ...(await incubatorCockpit(database.prisma, network, actor, incubator, today)),
    mayPublish: can(actor, 'incubateur.partager', { id: incubator.id }, today).allowed,
    today,
  };
}

/** Opens part of the cockpit to everybody, or closes it again. */
export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.partager', { id: incubator.id });
  const typed = await textFields(args.request);
  const refused = await tried(() => publishCockpit(context, incubator.id, typed['publier'] === 'oui'));
  if (refused) return mistaken(typed, refused);
  await context.refreshNetwork();
  return redirect(`${incubatorPath(incubator.publicId)}/interieur`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? 'Accès réservé'}, vue de l’incubateur · Jalons` },
  { name: 'robots', content: 'noindex' },
];

/** What to do next, in one sentence. */
const answer = ({ activeCount, due, late, stale }: IncubatorCockpit): string => {
  const todo = [
    due.length > 0 ? countOf(due.length, 'comité à tenir', 'comités à tenir') : null,
    late.length > 0 ? countOf(late.length, 'condition en retard', 'conditions en retard') : null,
    stale.length > 0 ? countOf(stale.length, 'page à relire', 'pages à relire') : null,
  ].filter((part) => part !== null);
  return `${countOf(activeCount, 'startup en activité', 'startups en activité')} ; ${todo.length === 0 ? 'rien ne presse' : todo.join(', ')}.`;
};

export default function IncubatorInside() {
  const page = useLoaderData<typeof loader>() as unknown as IncubatorCockpit & {
    today: Day;
    mayPublish: boolean;
  };
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: incubatorPath(page.publicId) },
        ]}
        here="Vue de l’incubateur"
      />
      <h1>{page.title}, vue de l’incubateur</h1>
      <p className="max-w-3xl text-lg">{answer(page)}</p>
      <p className="sans-impression flex flex-wrap gap-x-6 gap-y-2">
        <Link to={`${page.path}/comites`}>Comités à tenir et tenus</Link>
        <Link to={`${page.path}/conditions`}>Conditions</Link>
        <Link to={`${page.path}/impact`}>Impact</Link>
        <a href={`${page.path}/revue.pdf`} download>
          Revue à imprimer (PDF)
        </a>
      </p>
      {page.mayPublish && (
        <Form method="post" className="sans-impression mb-6 flex flex-wrap items-center gap-3">
          <Hidden name="publier" value={page.published ? 'non' : 'oui'} />
          <p className="m-0">
            {page.published ? (
              <>
                <Link to={`${page.path}/tableau`}>Une part de ce tableau</Link> est publique : ses comptes et
                ses dates, sans texte, nom ni coût.
              </>
            ) : (
              'Rien de ce tableau n’est public.'
            )}
          </p>
          <button type="submit" className="fr-btn fr-btn--sm fr-btn--tertiary">
            {page.published ? 'Ne plus le publier' : 'En publier les comptes et les dates'}
          </button>
        </Form>
      )}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {page.figures.map((figure) => (
          <Figure key={figure.label} {...figure} />
        ))}
      </div>
      <div className="mt-10 grid gap-10 lg:grid-cols-2">
        <DueCommittees due={page.due} room="/comites" />
        <Ledger
          id="conditions"
          title="Conditions dont la date est passée"
          none="Aucune condition n’a passé sa date."
          lines={page.late.map(({ title, path, text, due }) => ({
            what: (
              <>
                <Link to={path}>{title}</Link>, {text}
              </>
            ),
            value: due,
          }))}
        />
        <Ledger
          id="sorties"
          title="Passages de relais prévus"
          none="Aucun plan de passage de relais n’est ouvert."
          lines={page.exits.map(({ title, path, host, target }) => ({
            what: (
              <>
                <Link to={path}>{title}</Link>, accueil : {host}
              </>
            ),
            value: target,
          }))}
        />
        <Ledger
          id="pages"
          title="Pages à relire"
          none="Toutes les pages ont été relues il y a moins de six mois."
          lines={page.stale.map(({ title, path, sentence }) => ({
            what: <Link to={path}>{title}</Link>,
            value: sentence,
          }))}
        />
        <Ledger
          id="couts"
          title="Coûts connus"
          none="Aucun coût ne se calcule encore : il faut un budget et une mesure."
          lines={page.costs.map(({ title, path, label, formula }) => ({
            what: (
              <>
                <Link to={path}>{title}</Link>, {label.toLowerCase()}
              </>
            ),
            value: <span className="whitespace-normal">{formula}</span>,
          }))}
        />
        <section aria-labelledby="moyens">
          <h2 id="moyens" className="text-xl">
            Moyens et standards
          </h2>
          <p>{page.staffing}</p>
          <p>{page.standards ?? 'Aucune startup n’a encore répondu aux standards ici.'}</p>
        </section>
      </div>
      <StageBoard board={page.board} />
      {page.gantt.length > 0 && (
        <section aria-labelledby="vies" className="mt-10">
          <h2 id="vies">Toutes ses vies</h2>
          <Gantt
            rows={page.gantt}
            today={page.today}
            sentence={`Lignes de vie des ${page.gantt.length} startups de ${page.title}. Les mêmes startups sont dans le tableau qui suit.`}
          />
          <LifeLineLegend codes={page.codes} />
        </section>
      )}
      <section aria-labelledby="durees" className="mt-10">
        <h2 id="durees">Temps passé dans chaque phase</h2>
        {page.durations.length === 0 ? (
          <p>
            Moins de {FEWEST_CASES} passages dans chaque phase : aucune durée n’est donnée.{' '}
            <Link to="/phases#durees">Celles du réseau</Link>.
          </p>
        ) : (
          <>
            <DurationsTable
              caption="Médiane et intervalle à 95 %, parmi ses startups"
              lines={page.durations}
            />
            <p>
              <Link to="/phases#durees">Celles du réseau</Link>.
            </p>
          </>
        )}
      </section>
      <h2 className="mt-10">Une par une</h2>
      {page.rows.length === 0 ? (
        <p>Aucune startup encore : elles apparaissent ici dès qu’une fiche nomme cet incubateur.</p>
      ) : (
        <table className="tableau empile">
          <caption>Startups, celles qui demandent de l’attention d’abord</caption>
          <thead>
            <tr>
              <th scope="col">Startup</th>
              <th scope="col">Étape</th>
              <th scope="col">Temps dans la phase</th>
              <th scope="col">Ce qui manque à cette étape</th>
              <th scope="col" className="nombre">
                À vérifier
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row) => (
              <tr key={row.publicId}>
                <th scope="row" className="font-normal">
                  <Link to={`${startupPath(row.publicId)}/interieur`} className="font-bold">
                    {row.title}
                  </Link>
                </th>
                <td>{row.code ? <PhaseBadge code={row.code} label={row.status} /> : row.status}</td>
                <td data-label="Temps dans la phase">
                  {row.time?.late && <strong>Longue. </strong>}
                  {row.time?.sentence ?? '–'}
                </td>
                <td data-label="Manque">{row.missing.length === 0 ? 'rien' : row.missing.join(', ')}</td>
                <td className="nombre" data-label="À vérifier">
                  {formatNumber(row.oddities)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {page.archived.length > 0 && (
        <section aria-labelledby="archivees" className="mt-10">
          <h2 id="archivees">Pages archivées</h2>
          <ul>
            {page.archived.map((startup) => (
              <li key={startup.publicId}>
                <Link to={`${startupPath(startup.publicId)}/reglages`}>{startup.title}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
