import { applicationPath, callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { countOf } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { scoresAreOpen } from '~/round/calls/calendar';
import { gridOf, scoredLines } from '~/round/calls/calls.server';
import { isId } from '~/platform/identifier';
import { shownCall } from '~/round/calls/shown';
import { readingMinutes } from '~/round/application/contents';
import { jurorMeans } from '~/round/deliberation/scoring';
import { comeBack } from '~/round/jury/conflicts.server';
import { byFile, ownScores } from '~/round/jury/readings.server';
import { CallRoom } from '~/round/parts/CallRoom';
import { DECISIONS } from '~/round/vocabulary';
import { ownFiles } from './call-readings.server';
import { mistaken, textFields, tried } from './guards.server';
import { callFor } from './call-lookup.server';

/** A reading with its notes takes about this long beyond the file itself. */
const SCORING_MINUTES = 7;

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call, session } = await callFor(args, 'appel.juger');
  const { seat, files, aside } = await ownFiles(context, call, session.actor.personId);
  const lines = scoredLines(await gridOf(context.database.prisma, call.gridId));
  const scores = await ownScores(context.database.prisma, seat.id);
  const marksOfFile = byFile(scores);
  const shown = files.map(({ application, reading }) => {
    const own = marksOfFile.get(application.id) ?? [];
    const mean = [...jurorMeans(own, lines).values()][0] ?? null;
    return {
      id: application.id,
      title: application.title,
      path: `${applicationPath(application.id)}/lecture`,
      minutes: application.snapshot === null ? 0 : readingMinutes(application.snapshot),
      state: reading.givenAt !== null ? 'donné' : reading.openedAt !== null ? 'commencé' : 'à lire',
      judged: `${own.length} sur ${lines.length}`,
      marks: lines.map(({ code }) => {
        const mark = own.find((one) => one.code === code);
        return mark === undefined ? '–' : mark.value === null ? 'sans objet' : String(mark.value);
      }),
      mean: mean === null ? null : Math.round(mean * 100) / 100,
      recommendation: reading.recommendation === null ? null : DECISIONS[reading.recommendation].label,
    };
  });
  const left = shown.filter(({ state }) => state !== 'donné');
  return {
    ...shownCall(call, context.clock.now()),
    closed: context.clock.now() >= call.closesAt,
    holds: can(context.actor, 'appel.tenir', call, context.clock.today()).allowed,
    files: shown,
    criteria: lines.map(({ label }) => label),
    aside,
    over: scoresAreOpen(call, context.clock.now()),
    read: shown.length - left.length,
    left: left.length,
    minutes: left.reduce((sum, { minutes }) => sum + minutes + SCORING_MINUTES, 0),
  };
}

/** Takes an abstention back. */
export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call, session } = await callFor(args, 'appel.juger');
  const { seat } = await ownFiles(context, call, session.actor.personId);
  const typed = await textFields(args.request);
  const refused = await tried(async () => {
    if (!isId(typed['dossier'] ?? '')) throw new RuleError('Ce dossier n’existe plus.');
    await comeBack(context, seat.id, typed['dossier']!);
  });
  return refused ? mistaken(typed, refused) : redirect(`${callPath(call.id)}/lectures`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Mes lectures, ${data?.title ?? 'appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function MyReadings() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <CallRoom
      call={page}
      here="Mes lectures"
      lead={
        !page.closed
          ? `${page.sentence} Les dossiers se lisent à la clôture.`
          : page.files.length === 0
            ? 'Aucun dossier ne vous est encore confié.'
            : page.left === 0
              ? `${countOf(page.read, 'dossier lu', 'dossiers lus')}, rien ne reste.`
              : `${countOf(page.read, 'lu', 'lus')}, ${countOf(page.left, 'reste', 'restent')}, environ ${page.minutes} minutes.`
      }
      holds={page.holds}
      judges
      answer={answer}
    >
      {page.closed && page.files.length > 0 && (
        <>
          <table className="tableau empile">
            <caption>Vos notes, côte à côte, dans votre ordre de lecture</caption>
            <thead>
              <tr>
                <th scope="col">Dossier</th>
                <th scope="col">État</th>
                <th scope="col">Critères notés</th>
                <th scope="col" className="nombre">
                  Votre moyenne
                </th>
                <th scope="col">Vous recommandez</th>
              </tr>
            </thead>
            <tbody>
              {page.files.map((file) => (
                <tr key={file.id}>
                  <th scope="row" className="font-normal">
                    <Link to={file.path}>{file.title}</Link>
                  </th>
                  <td data-label="État">{file.state}</td>
                  <td data-label="Critères notés">{file.judged}</td>
                  <td data-label="Votre moyenne" className="nombre">
                    {file.mean?.toLocaleString('fr-FR') ?? '–'}
                  </td>
                  <td data-label="Vous recommandez">{file.recommendation ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <details className="mt-4">
            <summary className="lien cursor-pointer">Critère par critère</summary>
            <div className="defile" tabIndex={0} role="group" aria-label="Vos notes, critère par critère">
              <table className="tableau tableau-serre">
                <caption className="sr-only">Vos notes, critère par critère</caption>
                <thead>
                  <tr>
                    <th scope="col">Critère</th>
                    {page.files.map((file) => (
                      <th key={file.id} scope="col">
                        {file.title}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {page.criteria.map((label, index) => (
                    <tr key={label}>
                      <th scope="row" className="font-normal">
                        {label}
                      </th>
                      {page.files.map((file) => (
                        <td key={file.id} className="nombre">
                          {file.marks[index]}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
          <p className="sans-impression mt-4">
            <a href={`${callPath(page.id)}/lectures.pdf`} download>
              Tous mes dossiers en un PDF
            </a>
          </p>
        </>
      )}
      {page.aside.length > 0 && (
        <section aria-labelledby="sans-vous" className="mt-8">
          <h2 id="sans-vous" className="text-lg">
            Ce que vous ne jugez pas
          </h2>
          <ul>
            {page.aside.map(({ id, title, why, comesBack }) => (
              <li key={id}>
                {title} : {why}.
                {comesBack && !page.over && (
                  <Form method="post" className="mt-1">
                    <Hidden name="dossier" value={id} />
                    <button
                      type="submit"
                      className="fr-btn fr-btn--sm fr-btn--tertiary"
                      aria-label={`Revenir sur mon abstention, ${title}`}
                    >
                      Revenir sur mon abstention
                    </button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </CallRoom>
  );
}
