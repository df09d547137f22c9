import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { countOf, formatInstant } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { startupInsidePage } from '~/network/pages/inside.server';
import { can } from '~/person/rights';
import { LifeLine } from '~/startup/parts/LifeLine';
import { LifeLineLegend } from '~/startup/parts/PhaseBadge';
import { isId } from '~/platform/identifier';
import { openReports, settleReport } from '~/startup/verbs.server';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { network, database, clock, actor } = args.context;
  const startup = startupOf(network, args.params.id, '/interieur');
  await allowed(args, 'startup.voir-interieur', tiesOf(startup));
  const today = clock.today();
  const edits = can(actor, 'startup.modifier', tiesOf(startup), today).allowed;
  return {
    ...(await startupInsidePage(database.prisma, network, actor, startup, today)),
    edits,
    // Who wrote to the team is for those who answer.
    reports: (edits ? await openReports(database.prisma, startup.id) : []).map(
      ({ createdAt, ...report }) => ({
        ...report,
        when: formatInstant(createdAt),
      }),
    ),
  };
}

/** A reported error is settled. */
export async function action(args: ActionFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id);
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const { signalement = '' } = await textFields(args.request);
  if (!isId(signalement)) {
    return mistaken({}, { form: 'Ce signalement n’existe plus.' });
  }
  const mistakes = await tried(() => settleReport(args.context, tiesOf(startup), signalement));
  return mistakes ? mistaken({}, mistakes) : redirect(`${startupPath(startup.publicId)}/interieur`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? 'Accès réservé'}, vue intérieure · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupInside() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const missing = page.expected.filter(({ held }) => !held);
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: startupPath(page.publicId) },
        ]}
        here="Vue intérieure"
      />
      <h1 className="mb-2">{page.title}, vue intérieure</h1>
      <p className="text-xl">
        <strong>{page.status}.</strong> {page.time?.sentence}
      </p>
      {page.next && <p className="max-w-3xl">{page.next}</p>}
      {page.time?.late && (
        <p className="carte max-w-3xl">
          Cette phase dure plus longtemps que pour trois quarts des startups du réseau : parlez-en au prochain
          comité.
        </p>
      )}
      <LifeLine data={page.lifeLine} sentence={page.lifeSentence} ghosts={page.ghosts} />
      <LifeLineLegend
        codes={page.lifeLine.stretches
          .map(({ code }) => code)
          .filter((code, index, all) => all.indexOf(code) === index)}
      />
      <p className="regle mt-2">
        Trait gris : durée médiane de la phase dans le réseau, au {page.todayText}. Quadrillage : dates qui se
        contredisent.
      </p>
      {page.reports.length > 0 && (
        <section aria-labelledby="signalements" className="mt-10">
          <h2 id="signalements">Erreurs signalées par le public</h2>
          {page.reports.map((report) => (
            <article key={report.id} className="carte mb-3">
              <p className="m-0 text-sm text-discret">
                {report.when}
                {report.replyTo && (
                  <>
                    {' '}
                    · réponse attendue à <a href={`mailto:${report.replyTo}`}>{report.replyTo}</a>
                  </>
                )}
              </p>
              <p className="m-0 mt-2 whitespace-pre-wrap">{report.message}</p>
              {page.edits && (
                <Form method="post" className="mt-3">
                  <Hidden name="signalement" value={report.id} />
                  <button type="submit" className="fr-btn fr-btn--sm fr-btn--secondary">
                    C’est réglé
                  </button>
                </Form>
              )}
            </article>
          ))}
        </section>
      )}
      <div className="mt-10 grid gap-10 lg:grid-cols-2">
        <section aria-labelledby="attendu">
          <h2 id="attendu">Ce qu’on attend maintenant</h2>
          {page.expected.length === 0 ? (
            <p>Rien n’est attendu de la fiche à cette étape.</p>
          ) : missing.length === 0 ? (
            <p>La fiche contient tout ce qui est attendu à cette étape.</p>
          ) : (
            <ul className="m-0 list-none p-0">
              {missing.map(({ code, label, why, field }) => (
                <li key={code} className="border-b border-trait py-2">
                  {page.edits ? (
                    <Link to={`${startupPath(page.publicId)}/modifier/${field.section}#${field.key}`}>
                      {label}
                    </Link>
                  ) : (
                    <strong>{label}</strong>
                  )}
                  <span className="block text-sm">{why}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="douteux">
          <h2 id="douteux">À vérifier dans la fiche</h2>
          {page.oddities.length === 0 ? (
            <p>Rien d’étrange dans la fiche.</p>
          ) : (
            <>
              <p>
                {countOf(page.oddities.length, 'signalement', 'signalements')} : rien n’a été refusé, voici
                comment la fiche a été comprise.
              </p>
              <ul className="m-0 list-none p-0">
                {page.oddities.map((oddity, index) => (
                  <li key={index} className="border-b border-trait py-2 text-sm">
                    <strong>{oddity.label}</strong>
                    <span className="block">
                      Champ {oddity.field}
                      {oddity.line !== null && `, ligne ${oddity.line}`}
                      {oddity.found !== '' && <> : « {oddity.found} »</>}
                    </span>
                    <span className="block text-discret">Compris ainsi : {oddity.understood}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
    </div>
  );
}
