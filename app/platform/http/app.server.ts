import { randomUUID } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { Log } from '../log.server';
import { serveAssets } from './assets.server';
import { contentSecurityPolicy } from './content-security.server';

const MAX_BODY = 1_000_000;

export interface HttpOptions {
  log: Log;
  trustProxy: number;
  /** Origins whose forms are ours; asked at each request because the port is known only once it listens. */
  ownOrigins: () => readonly string[];
  /** Folder of built assets, whose names change with their content. */
  assetsDir: string | null;
  publicDir: string;
  /** Live checks by path, besides the liveness of the process itself. */
  ready: () => Promise<{ ok: boolean; checks: Record<string, boolean> }>;
  /** Finds out who asks, before anything of what they send is read. */
  identify?: RequestHandler;
  /** How many bytes this request may send; the ordinary limit when absent. */
  bodyLimit?: (request: Request, response: Response) => number | undefined;
  /** Everything that is a page or an endpoint of the product. */
  handle: RequestHandler;
}

export const requestIdOf = (response: Response): string => String(response.locals['requestId']);

const number: RequestHandler = (_request, response, next) => {
  const id = randomUUID();
  response.locals['requestId'] = id;
  response.setHeader('X-Request-Id', id);
  next();
};

const secure: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), interest-cohort=()');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('X-Frame-Options', 'DENY');
  next();
};

/** The path without what acts for whoever bears it. */
const loggedPath = (path: string): string =>
  path.replace(/^(\/liens|\/connexion\/lien|\/calendriers)\/[^/]+/, '$1/…');

/** One line a request: no query text, no address, no agent, no secret. */
const logged =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const begun = process.hrtime.bigint();
    response.on('finish', () => {
      const ms = Number(process.hrtime.bigint() - begun) / 1e6;
      const line = {
        id: requestIdOf(response),
        method: request.method,
        path: loggedPath(request.path),
        status: response.statusCode,
        ms: Math.round(ms * 10) / 10,
      };
      if (response.statusCode >= 500) log.error(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };

/** A page of last resort, when the product's own cannot be drawn. */
export function plainPage(response: Response, status: number, title: string, sentence: string): void {
  const html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body><main><h1>${title}</h1><p>${sentence}</p><p>Numéro de la demande : ${requestIdOf(response)}</p><p><a href="/">Revenir à l’accueil</a></p></main></body></html>`;
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(html));
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(html);
}

const METHODS = ['GET', 'HEAD', 'POST'];
/** Programs change a part of a thing by PATCH; pages have no use for it. */
const methodsOf = ({ path }: Request): string[] =>
  path.startsWith('/api/v1/') ? [...METHODS, 'PATCH'] : METHODS;

const wellFormed: RequestHandler = (request, response, next) => {
  const methods = methodsOf(request);
  if (!methods.includes(request.method)) {
    response.setHeader('Allow', methods.join(', '));
    plainPage(response, 405, 'Demande refusée', 'Cette façon de demander une page n’existe pas ici.');
    return;
  }
  if (!request.originalUrl.startsWith('/')) {
    plainPage(response, 400, 'Adresse illisible', 'L’adresse demandée n’est pas une page de ce site.');
    return;
  }
  if (request.originalUrl.startsWith('//')) {
    response.redirect(301, request.originalUrl.replace(/^\/+/, '/'));
    return;
  }
  try {
    decodeURIComponent(request.path);
  } catch {
    plainPage(
      response,
      400,
      'Adresse illisible',
      'L’adresse demandée contient des caractères qui ne forment pas un texte.',
    );
    return;
  }
  if (request.path.includes('\0') || request.path.includes('%00')) {
    plainPage(response, 400, 'Adresse illisible', 'L’adresse demandée contient un caractère nul.');
    return;
  }
  next();
};

/** Whether a program asks, with a token of its own: such a request is nobody's session. */
export const bearsToken = (request: Request): boolean =>
  request.path.startsWith('/api/') && /^Bearer /.test(request.headers.authorization ?? '');

/** A form that another site sends is refused; the cookie alone is no proof of will. */
const sameOrigin =
  (ownOrigins: HttpOptions['ownOrigins']): RequestHandler =>
  (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    // A program proves its will by the token that it bears; no cookie is read on its way.
    if (bearsToken(request)) return next();
    const from =
      request.headers.origin ?? (request.headers.referer ? originOf(request.headers.referer) : undefined);
    if (from !== undefined && ownOrigins().includes(from)) return next();
    plainPage(
      response,
      403,
      'Envoi refusé',
      'Ce formulaire n’a pas été envoyé depuis ce site. Ouvrez la page et recommencez.',
    );
  };

const originOf = (address: string): string | undefined =>
  URL.canParse(address) ? new URL(address).origin : undefined;

const failed =
  (log: Log): ErrorRequestHandler =>
  (error: Error & { status?: number; type?: string }, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error.type === 'entity.too.large') {
      return plainPage(
        response,
        413,
        'Envoi trop volumineux',
        'Ce que vous envoyez dépasse la taille permise ici. Rien n’a été enregistré.',
      );
    }
    if (error.status && error.status < 500) {
      return plainPage(
        response,
        error.status,
        'Demande illisible',
        'Le serveur n’a pas compris cette demande.',
      );
    }
    log.error(
      { id: requestIdOf(response), path: loggedPath(request.path), error: error.message, stack: error.stack },
      'request failed',
    );
    plainPage(
      response,
      500,
      'Une erreur est survenue',
      'La page n’a pas pu être préparée. L’erreur est notée ; vous pouvez réessayer.',
    );
  };

/** Everything that stands between the network and the product: the same for pages, data and measurements. */
export function createHttpApp(options: HttpOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy);
  app.set('etag', false);
  app.use(number, secure, logged(options.log));
  app.get('/sante', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.json({ ok: true });
  });
  app.get('/sante/prete', async (_request, response) => {
    const state = await options.ready();
    response.setHeader('Cache-Control', 'no-store');
    response.status(state.ok ? 200 : 503).json(state);
  });
  if (options.assetsDir) {
    app.use('/assets', serveAssets(options.assetsDir));
  }
  app.use(express.static(options.publicDir, { maxAge: '1h', index: false, redirect: false }));
  app.use(wellFormed, sameOrigin(options.ownOrigins));
  if (options.identify) app.use(options.identify);
  app.use((request, response, next) =>
    express.raw({ type: () => true, limit: options.bodyLimit?.(request, response) ?? MAX_BODY })(
      request,
      response,
      next,
    ),
  );
  app.use(options.handle);
  app.use(failed(options.log));
  return app;
}
