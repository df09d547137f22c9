import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, decodeJwt, type CryptoKey } from 'jose';
import { Provider } from 'oidc-provider';
import { afterAll } from 'vitest';

/** What this provider does wrong, one thing at a time. */
export type Fault =
  | 'none'
  | 'other-nonce'
  | 'token-other-key'
  | 'token-unsigned'
  | 'userinfo-other-key'
  | 'userinfo-unsigned'
  | 'userinfo-plain'
  | 'other-subject';

export interface Account {
  sub: string;
  email: string;
  given_name: string;
  usual_name: string;
}

export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who signs in there from now on. */
  account: Account;
  fault: Fault;
  /** Parameters that an authorization request bore and this provider does not know. */
  refused: string[];
  /** Registers the site as a client, once its address is known, and opens. */
  register(site: string): Promise<void>;
  stop(): void;
}

/** ProConnect answers any other parameter by an error. */
const KNOWN = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'claims',
  'prompt',
  'idp_hint',
  'acr_values',
];
const SCOPES = ['openid', 'uid', 'given_name', 'usual_name', 'email'];

async function resigned(token: string, fault: Fault, stranger: CryptoKey): Promise<string> {
  const claims = decodeJwt(token);
  const said = fault === 'other-subject' ? { ...claims, sub: 'quelqu-un-d-autre' } : claims;
  if (fault.endsWith('unsigned')) return new UnsecuredJWT(said).encode();
  return new SignJWT(said).setProtectedHeader({ alg: 'RS256', kid: 'cle' }).sign(stranger);
}

/** Lets the real answer be made, then changes it as the fault says. */
function tampering(provider: TestProvider, stranger: CryptoKey, what: 'token' | 'userinfo') {
  return (_request: Request, response: Response, next: () => void) => {
    const { fault } = provider;
    if (!fault.startsWith(what) && !(what === 'userinfo' && fault === 'other-subject')) return next();
    const end = response.end.bind(response) as (body: string) => Response;
    response.end = ((body: string | Buffer) => {
      void (async () => {
        const text = String(body);
        let changed: string;
        if (what === 'token') {
          const answer = JSON.parse(text) as { id_token: string };
          changed = JSON.stringify({ ...answer, id_token: await resigned(answer.id_token, fault, stranger) });
        } else if (fault === 'userinfo-plain') {
          response.setHeader('Content-Type', 'application/json');
          changed = JSON.stringify(decodeJwt(text));
        } else changed = await resigned(text, fault, stranger);
        response.setHeader('Content-Length', Buffer.byteLength(changed));
        end(changed);
      })();
      return response;
    }) as Response['end'];
    next();
  };
}

/** A certified provider, set to answer as ProConnect does: signed userinfo, unknown parameters refused. */
export async function startProvider({ pkce = false }: { pkce?: boolean } = {}): Promise<TestProvider> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2`;
  const test: TestProvider = {
    issuer,
    clientId: 'jalons',
    clientSecret: 'un-secret-de-test-assez-long',
    account: { sub: 'sub-alix', email: 'Alix@Exemple.invalid', given_name: 'Alix', usual_name: 'Chimère' },
    fault: 'none',
    refused: [],
    register: (site) => open(app, test, site, pkce),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  afterAll(() => test.stop());
  return test;
}

async function open(app: express.Express, test: TestProvider, site: string, pkce: boolean): Promise<void> {
  const own = await generateKeyPair('RS256', { extractable: true });
  const stranger = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(test.issuer, {
    clients: [
      {
        client_id: test.clientId,
        client_secret: test.clientSecret,
        redirect_uris: [`${site}/connexion/retour`],
        post_logout_redirect_uris: [`${site}/deconnexion`],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'RS256',
        userinfo_signed_response_alg: 'RS256',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(own.privateKey)), kid: 'cle', alg: 'RS256', use: 'sig' }] },
    scopes: SCOPES,
    claims: {
      openid: ['sub'],
      uid: ['uid'],
      given_name: ['given_name'],
      usual_name: ['usual_name'],
      email: ['email'],
    },
    features: {
      jwtUserinfo: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = `<html><body>${form}<button form="op.logoutForm" name="logout" value="yes">Se déconnecter</button></body></html>`;
        },
      },
    },
    cookies: { keys: ['cle-de-test'] },
    pkce: { required: () => false },
    ttl: { AuthorizationCode: 30, AccessToken: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ uid: sub, ...test.account }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId,
        accountId: ctx.oidc.session!.accountId!,
      });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
  });
  app.use((request, response, next) => {
    if (request.path === '/api/v2/auth') {
      const unknown = Object.keys(request.query).filter(
        (name) => !KNOWN.includes(name) && !(pkce && name.startsWith('code_challenge')),
      );
      if (unknown.length > 0) {
        test.refused.push(...unknown);
        response.status(400).send(`unknown parameters: ${unknown.join(', ')}`);
        return;
      }
      if (test.fault === 'other-nonce') {
        request.url = request.url.replace(/nonce=[^&]+/, `nonce=${'z'.repeat(43)}`);
      }
    }
    next();
  });
  if (!pkce) {
    // As a provider that does not announce PKCE describes itself.
    app.get('/api/v2/.well-known/openid-configuration', (_request, response, next) => {
      const end = response.end.bind(response) as (body: string) => Response;
      response.end = ((body: string | Buffer) => {
        const { code_challenge_methods_supported: _pkce, ...rest } = JSON.parse(String(body)) as Record<
          string,
          unknown
        >;
        const changed = JSON.stringify(rest);
        response.setHeader('Content-Length', Buffer.byteLength(changed));
        return end(changed);
      }) as Response['end'];
      next();
    });
  }
  app.use('/api/v2/token', tampering(test, stranger.privateKey, 'token'));
  app.use('/api/v2/me', tampering(test, stranger.privateKey, 'userinfo'));
  app.get('/interaction/:uid', (request, response, next) => {
    provider.interactionFinished(request, response, { login: { accountId: test.account.sub } }).catch(next);
  });
  app.use('/api/v2', provider.callback());
}
