import { callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden, TextAreaField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { formatInstant } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { renderMarkdown } from '~/platform/document/render.server';
import { isId } from '~/platform/identifier';
import { announceResults, letterOf, resendLetter, unfinished } from '~/round/award/announce.server';
import { scoresAreOpen } from '~/round/calls/calendar';
import { shownCall } from '~/round/calls/shown';
import { saveMinutes } from '~/round/deliberation/deliberation.server';
import { depositedOf } from '~/round/application/applications.server';
import { barredFiles } from '~/round/jury/conflicts.server';
import { CallRoom } from '~/round/parts/CallRoom';
import { callMinutes } from './call-minutes.server';
import { callFor } from './call-lookup.server';
import { mistaken, textFields, tried, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const { prisma } = context.database;
  const now = context.clock.now();
  const open = scoresAreOpen(call, now);
  const barred = await barredFiles(prisma, call.id, context.actor);
  const applications = open ? await depositedOf(prisma, call.id) : [];
  // Who conflicts with a file reads nothing of its discussion, and the minutes tell of all.
  const minutes = !open || barred.size > 0 ? null : call.minutes || (await callMinutes(context, call));
  return {
    ...shownCall(call, now),
    open,
    judges: can(context.actor, 'appel.juger', call, context.clock.today()).allowed,
    announced: call.announcedAt !== null,
    version: call.version,
    minutes,
    html: minutes === null ? null : renderMarkdown(minutes),
    missing: unfinished(applications.filter(({ id }) => !barred.has(id))),
    letters: applications
      .filter(({ id }) => !barred.has(id))
      .map((application) => ({
        id: application.id,
        title: application.title,
        approved: application.feedbackApprovedAt !== null,
        paragraphs:
          application.decision === null && application.admissibility !== 'irrecevable'
            ? ['Pas encore décidé : la lettre s’écrit avec la décision.']
            : letterOf(call, application, '').paragraphs,
        sent: application.letterSentAt === null ? null : formatInstant(application.letterSentAt),
      })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const refused = await tried(async () => {
    switch (intention) {
      case 'releve':
        return saveMinutes(
          context,
          call.id,
          versionOf(typed),
          (typed['texte'] ?? '').replace(/\r\n?/g, '\n').trim().slice(0, 40_000),
        );
      case 'publier':
        return announceResults(context, call.id);
      case 'renvoyer':
        if (!isId(typed['dossier'] ?? '')) throw new RuleError('Ce dossier n’existe plus.');
        return resendLetter(context, call.id, typed['dossier']!);
      default:
        throw new RuleError('Cette action n’existe pas.');
    }
  });
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  await context.refreshNetwork();
  return redirect(`${callPath(call.id)}/resultats?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Résultats, ${data?.title ?? 'appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  releve: 'Le relevé est enregistré.',
  publier: 'Les résultats sont publiés, les lettres partent.',
  renvoyer: 'La lettre part de nouveau.',
};

export default function CallResults() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <CallRoom
      call={page}
      here="Résultats"
      lead={page.sentence}
      holds
      judges={page.judges}
      done={page.done}
      sentences={DONE}
      answer={answer}
    >
      {!page.open ? (
        <p>Les résultats se préparent à la fin de la notation.</p>
      ) : (
        <>
          {!page.announced && (
            <section aria-labelledby="publier" className="carte">
              <h2 id="publier" className="mt-0 text-lg">
                Publier
              </h2>
              {page.missing.length > 0 ? (
                <>
                  <p>Avant de publier :</p>
                  <ul>
                    {page.missing.map((sentence) => (
                      <li key={sentence}>{sentence}</li>
                    ))}
                  </ul>
                </>
              ) : (
                <Form method="post">
                  <p>
                    Tout part à la fois : lauréats sur les pages publiques, une lettre par équipe. Les notes
                    de travail du jury sont effacées : prévenez-le avant.
                  </p>
                  <button type="submit" name="intention" value="publier" className="fr-btn">
                    Publier les résultats
                  </button>
                </Form>
              )}
            </section>
          )}
          <section aria-labelledby="lettres" className="mt-8">
            <h2 id="lettres">Lettres</h2>
            <ul className="m-0 grid list-none gap-4 p-0">
              {page.letters.map((letter) => (
                <li key={letter.id} className="carte">
                  <h3 className="m-0 text-lg">{letter.title}</h3>
                  {letter.paragraphs.map((paragraph) => (
                    <p key={paragraph} className="whitespace-pre-wrap">
                      {paragraph}
                    </p>
                  ))}
                  <p className="m-0 text-sm text-discret">
                    {letter.approved ? 'Retour approuvé. ' : 'Sans retour approuvé. '}
                    {letter.sent ? `Partie le ${letter.sent}.` : 'Pas encore partie.'}
                  </p>
                  {letter.sent && (
                    <Form method="post" className="mt-2">
                      <Hidden name="dossier" value={letter.id} />
                      <button
                        type="submit"
                        name="intention"
                        value="renvoyer"
                        className="fr-btn fr-btn--sm fr-btn--tertiary"
                        aria-label={`Envoyer de nouveau à ${letter.title}`}
                      >
                        Envoyer de nouveau
                      </button>
                    </Form>
                  )}
                  {page.announced && (
                    <p className="m-0 mt-2 text-sm">
                      <Link to={`${callPath(page.id)}/acces/${letter.id}`}>
                        Répondre à une demande d’accès<span className="sr-only"> de {letter.title}</span>
                      </Link>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="releve" className="mt-10">
            <h2 id="releve">Relevé de la délibération</h2>
            {page.html === null ? (
              <p>Vous êtes en lien avec une candidature : le relevé entier ne vous est pas ouvert.</p>
            ) : (
              <>
                <div className="prose carte" dangerouslySetInnerHTML={{ __html: page.html }} />
                <p className="sans-impression mt-3">
                  <a href={`${callPath(page.id)}/releve.pdf`} download>
                    En PDF
                  </a>{' '}
                  ·{' '}
                  <a href={`${callPath(page.id)}/releve.odt`} download>
                    en ODT
                  </a>{' '}
                  ·{' '}
                  <a href={`${callPath(page.id)}/releve.md`} download>
                    en Markdown
                  </a>
                </p>
                {!page.announced && (
                  <details className="mt-3" open={answer?.typed['intention'] === 'releve'}>
                    <summary className="lien cursor-pointer">Modifier le relevé</summary>
                    <Form method="post" noValidate className="mt-3" key={page.version}>
                      <Hidden name="version" value={page.version} />
                      <TextAreaField
                        name="texte"
                        label="Texte"
                        hint="Vide : écrit par le programme à partir des décisions."
                        rows={18}
                        value={answer?.typed['texte'] ?? page.minutes ?? ''}
                      />
                      <button
                        type="submit"
                        name="intention"
                        value="releve"
                        className="fr-btn fr-btn--secondary"
                      >
                        Enregistrer
                      </button>
                    </Form>
                  </details>
                )}
              </>
            )}
          </section>
        </>
      )}
    </CallRoom>
  );
}
