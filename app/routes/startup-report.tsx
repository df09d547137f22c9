import { startupPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { errorReportSchema, reportError } from '~/startup/verbs.server';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';
import { startupOf } from './startup-lookup.server';
import { formOf } from './guards.server';

export const headers = () => PUBLIC_PAGE;

export function loader({ context: { network }, params, request }: LoaderFunctionArgs) {
  const { publicId, title } = startupOf(network, params.id, '/signaler');
  return { publicId, title, sent: new URL(request.url).searchParams.has('envoye') };
}

interface Mistakes {
  message?: string;
  reponse?: string;
  form?: string;
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const { network, database, clock, audit, remoteAddress } = context;
  const startup = startupOf(network, params.id);
  const form = await formOf(request);
  const given = { message: form.get('message'), reponse: form.get('reponse') ?? '' };
  const typed = {
    message: String(given.message ?? ''),
    reponse: typeof given.reponse === 'string' ? given.reponse : '',
  };
  const parsed = errorReportSchema.safeParse(given);
  const refuse = (mistakes: Mistakes, status: number) => Response.json({ typed, mistakes }, { status });
  if (!parsed.success) {
    const mistakes: Mistakes = {};
    for (const issue of parsed.error.issues)
      mistakes[issue.path[0] as 'message' | 'reponse'] ??= issue.message;
    return refuse(mistakes, 400);
  }
  const kept = await reportError({ database, now: clock.now(), audit, remoteAddress }, startup, parsed.data);
  if (!kept)
    return refuse(
      {
        form: 'Vous avez envoyé plusieurs messages en peu de temps. Gardez ce texte et réessayez dans une heure.',
      },
      429,
    );
  return redirect(`${startupPath(startup.publicId)}/signaler?envoye`);
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: `Signaler une erreur sur ${data?.title ?? 'une page'}`,
    description: 'Signaler une erreur sur la page d’une startup, sans compte.',
    path: `${startupPath(data?.publicId ?? '')}/signaler`,
    noindex: true,
  });

export default function StartupReport() {
  const { publicId, title, sent } = useLoaderData<typeof loader>();
  const answer = useActionData() as
    { typed: { message: string; reponse: string }; mistakes: Mistakes } | undefined;
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => summary.current?.focus(), [answer]);
  const { mistakes, typed } = answer ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: title, to: startupPath(publicId) },
        ]}
        here="Signaler une erreur"
      />
      <h1>Signaler une erreur sur {title}</h1>
      {sent && !answer ? (
        <div className="fr-alert fr-alert--success" role="status">
          <h2 className="fr-alert__title">Message reçu</h2>
          <p>
            Il sera lu par les personnes qui tiennent cette fiche.{' '}
            <Link to={startupPath(publicId)}>Revenir à {title}</Link>
          </p>
        </div>
      ) : (
        <>
          <p>
            Une date fausse, un lien mort, un nom mal écrit : dites-le en une phrase. Aucun compte n’est
            nécessaire.
          </p>
          {mistakes && (
            <div ref={summary} tabIndex={-1} role="alert" className="fr-alert fr-alert--error mb-6">
              <h2 className="fr-alert__title">Le message n’est pas parti</h2>
              <ul>
                {mistakes.form && <li>{mistakes.form}</li>}
                {mistakes.message && (
                  <li>
                    <a href="#message">{mistakes.message}</a>
                  </li>
                )}
                {mistakes.reponse && (
                  <li>
                    <a href="#reponse">{mistakes.reponse}</a>
                  </li>
                )}
              </ul>
            </div>
          )}
          <Form method="post" noValidate>
            <div className={`fr-input-group ${mistakes?.message ? 'fr-input-group--error' : ''}`}>
              <label htmlFor="message" className="fr-label">
                Ce qui est faux, et ce qui serait juste
                <span className="fr-hint-text">Obligatoire, 2 000 caractères au plus.</span>
              </label>
              <textarea
                id="message"
                name="message"
                rows={6}
                className="fr-input"
                defaultValue={typed?.message ?? ''}
                aria-invalid={mistakes?.message ? true : undefined}
                aria-describedby={mistakes?.message ? 'message-erreur' : undefined}
              />
              {mistakes?.message && (
                <p id="message-erreur" className="fr-error-text">
                  {mistakes.message}
                </p>
              )}
            </div>
            <div className={`fr-input-group ${mistakes?.reponse ? 'fr-input-group--error' : ''}`}>
              <label htmlFor="reponse" className="fr-label">
                Votre adresse de courriel, si vous souhaitez une réponse
                <span className="fr-hint-text">
                  Facultatif. Elle ne sert qu’à cela et s’efface au bout d’un an.
                </span>
              </label>
              <input
                id="reponse"
                name="reponse"
                type="email"
                autoComplete="email"
                className="fr-input"
                defaultValue={typed?.reponse ?? ''}
                aria-invalid={mistakes?.reponse ? true : undefined}
                aria-describedby={mistakes?.reponse ? 'reponse-erreur' : undefined}
              />
              {mistakes?.reponse && (
                <p id="reponse-erreur" className="fr-error-text">
                  {mistakes.reponse}
                </p>
              )}
            </div>
            <button type="submit" className="fr-btn">
              Envoyer
            </button>
          </Form>
        </>
      )}
    </div>
  );
}
