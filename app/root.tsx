import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
  type ShouldRevalidateFunctionArgs,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { ErrorPage } from '~/design/ErrorPage';
import { revalidatesAfter } from '~/design/kept-offline';
import { formatDay } from '~/design/formats';
import { Shell } from '~/design/Shell';
import { parisDay } from '~/platform/calendar';
import { PhasePatterns } from '~/startup/parts/PhasePatterns';
import stateStyles from '~/design/theme/etat.css?url';
import siteStyles from '~/design/theme/site.css?url';
import type { ErrorAnswer } from './routes/answers.server';
import { sessionEnd } from './routes/session-end.server';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: siteStyles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export function loader({ context }: LoaderFunctionArgs) {
  const { network, settings, theme, origin, session } = context;
  return {
    person: session && {
      name: session.name,
      actingFor: session.actingFor?.name ?? null,
    },
    sessionEnd: sessionEnd(context),
    demo: network.demo,
    origin,
    theme,
    identity: settings.identity,
    wording: settings.identityWording,
    dataDate: network.importedAt === null ? null : formatDay(parisDay(network.importedAt)),
  };
}

/** The site does not change as one walks through it, nor as a draft saves itself: asked once a visit. */
export const shouldRevalidate = (change: ShouldRevalidateFunctionArgs) => {
  if (change.formAction === '/apparence') return true;
  return change.formAction ? revalidatesAfter(change) : false;
};

function Document({ theme, state, children }: { theme: string; state: boolean; children: ReactNode }) {
  return (
    <html lang="fr" data-fr-theme={theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <Meta />
        <Links />
        {state && <link rel="stylesheet" href={stateStyles} />}
      </head>
      <body>
        <PhasePatterns />
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  const site = useLoaderData<typeof loader>();
  return (
    <Document theme={site.theme} state={site.identity === 'etat'}>
      <Shell site={site}>
        <Outlet />
      </Shell>
    </Document>
  );
}

const UNEXPECTED: ErrorAnswer = {
  title: 'Une erreur est survenue',
  sentences: [
    'La page n’a pas pu être préparée. L’erreur est notée avec son numéro ; vous pouvez réessayer dans un instant.',
  ],
};

const NOT_ACCEPTED: ErrorAnswer = {
  title: 'Envoi refusé',
  sentences: ['Cette page ne reçoit pas de formulaire. Rien n’a été enregistré.'],
};

export function ErrorBoundary() {
  const error = useRouteError();
  const site = useRouteLoaderData<typeof loader>('root') ?? null;
  const known = isRouteErrorResponse(error) ? (error.data as Partial<ErrorAnswer> | null) : null;
  const answer: ErrorAnswer =
    known?.title && known.sentences
      ? { title: known.title, sentences: known.sentences }
      : isRouteErrorResponse(error) && error.status === 405
        ? NOT_ACCEPTED
        : UNEXPECTED;
  const status = isRouteErrorResponse(error) ? error.status : 500;
  return (
    <Document theme={site?.theme ?? 'system'} state={site?.identity === 'etat'}>
      <title>{`${answer.title} · Jalons`}</title>
      <Shell site={site}>
        <ErrorPage status={status} {...answer} />
      </Shell>
    </Document>
  );
}
