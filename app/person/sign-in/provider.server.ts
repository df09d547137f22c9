import * as client from 'openid-client';
import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { digest } from '~/platform/secrets.server';
import { lowered } from './attach.server';

/** What is asked of the provider: the family name is called `usual_name` there. */
const SCOPE = 'openid uid given_name usual_name email';
const ATTEMPT_MINUTES = 10;
const PATIENCE_SECONDS = 10;
/** A provider's description is asked again after this long: its keys and addresses may change. */
const REMEMBERED_MS = 3_600_000;
const FORGOTTEN_MS = 5_000;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** How the provider signs, as registered with it. */
  algorithm: 'RS256' | 'ES256';
}

/** What the provider said of the person, its signatures checked. */
export interface ProviderSignIn {
  issuer: string;
  subject: string;
  address: string;
  name: string;
  idToken: string;
  returnTo: string;
}

const claims = z.object({
  sub: z.string().min(1),
  email: z.email(),
  given_name: z.string().optional(),
  usual_name: z.string().optional(),
  family_name: z.string().optional(),
});

/** The identity provider, reached through a certified client library (ProConnect in practice: decision 0013). */
export function createProvider(settings: ProviderSettings, redirectUri: () => string) {
  let known: { config: client.Configuration; at: number } | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function configuration(): Promise<client.Configuration> {
    if (known && performance.now() - known.at < REMEMBERED_MS) return known.config;
    // A provider that is down is not asked again by each person who tries.
    if (performance.now() - failedAt < FORGOTTEN_MS)
      throw new Error('the provider did not answer a moment ago');
    const issuer = new URL(settings.issuer);
    const config = await client
      .discovery(
        issuer,
        settings.clientId,
        {
          client_secret: settings.clientSecret,
          id_token_signed_response_alg: settings.algorithm,
          userinfo_signed_response_alg: settings.algorithm,
        },
        client.ClientSecretPost(settings.clientSecret),
        {
          timeout: PATIENCE_SECONDS,
          // Signatures are checked, not only decoded, even though the answers came over TLS.
          execute: [
            client.enableNonRepudiationChecks,
            ...(LOOPBACK.test(issuer.hostname) ? [client.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        failedAt = performance.now();
        throw error;
      });
    known = { config, at: performance.now() };
    return config;
  }

  return {
    /** Where to send the browser; null when the provider does not answer: the person takes the other way in. */
    async begin(db: Sql, now: Date, returnTo: string): Promise<{ address: string; state: string } | null> {
      // Asked before anything is written: no transaction waits for another machine.
      const config = await configuration().catch(() => null);
      if (config === null) return null;
      const state = client.randomState();
      const nonce = client.randomNonce();
      // Sent only where announced: this provider answers any parameter that it does not know by an error.
      const verifier = config.serverMetadata().supportsPKCE() ? client.randomPKCECodeVerifier() : null;
      await db.$executeRaw(
        sql`INSERT INTO oidc_attempt (state_sha256, nonce, code_verifier, return_to, created_at) VALUES (${digest(state)}, ${nonce}, ${verifier}, ${returnTo}, ${now})`,
      );
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri(),
        scope: SCOPE,
        state,
        nonce,
        ...(verifier === null
          ? {}
          : {
              code_challenge: await client.calculatePKCECodeChallenge(verifier),
              code_challenge_method: 'S256',
            }),
      });
      return { address: address.href, state };
    },

    /**
     * The browser comes back: the attempt is used up whatever follows, then the code is exchanged and every
     * signature checked.
     * @param state what this browser was given when it left.
     * @returns null when anything is not as it should be: nobody is signed in.
     */
    async complete(db: Sql, now: Date, address: URL, state: string | null): Promise<ProviderSignIn | null> {
      const rows =
        state === null
          ? []
          : await readRows(
              db,
              z.object({ nonce: z.string(), verifier: z.string().nullable(), returnTo: z.string() }),
              sql`UPDATE oidc_attempt SET used_at = ${now} WHERE state_sha256 = ${digest(state)} AND used_at IS NULL
                  AND created_at > ${new Date(now.getTime() - ATTEMPT_MINUTES * 60_000)}
                  RETURNING nonce, code_verifier AS verifier, return_to AS "returnTo"`,
            );
      const attempt = rows[0];
      if (!attempt || state === null) return null;
      try {
        const config = await configuration();
        const here = new URL(redirectUri());
        here.search = address.search;
        const tokens = await client.authorizationCodeGrant(config, here, {
          expectedState: state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
          ...(attempt.verifier === null ? {} : { pkceCodeVerifier: attempt.verifier }),
        });
        const subject = tokens.claims()!.sub;
        const said = claims.parse(await client.fetchUserInfo(config, tokens.access_token, subject));
        return {
          issuer: config.serverMetadata().issuer,
          subject,
          address: lowered(said.email),
          name: [said.given_name, said.usual_name ?? said.family_name].filter(Boolean).join(' '),
          idToken: tokens.id_token!,
          returnTo: attempt.returnTo,
        };
      } catch {
        return null;
      }
    },

    /** Where the browser ends its session at the provider; null when the provider cannot be asked. */
    async logoutAddress(idToken: string, afterwards: string, state: string): Promise<string | null> {
      try {
        return client.buildEndSessionUrl(await configuration(), {
          id_token_hint: idToken,
          post_logout_redirect_uri: afterwards,
          state,
        }).href;
      } catch {
        return null;
      }
    },
  };
}
export type Provider = ReturnType<typeof createProvider>;
