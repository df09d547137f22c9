import { z } from 'zod';
import { resolve } from 'node:path';

/** Every setting of the program, read once at start from the environment and from nowhere else. */
export interface Settings {
  port: number;
  /** False when the port was not asked for: then another one may be taken if this one is busy. */
  portIsChosen: boolean;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  /** What a database is to be when it is created; an existing one keeps what it is. */
  demo: boolean;
  publicUrl: string | null;
  trustProxy: number;
  secret: string | null;
  smtpUrl: string | null;
  mailFrom: string | null;
  /** What the mail server bears when it brings a mail that came back. */
  bounceToken: string | null;
  identity: 'neutre' | 'etat';
  /** Lines of the ministry's block, with IDENTITE=etat only. */
  identityWording: string;
  oidc: { issuer: string; clientId: string; clientSecret: string; algorithm: 'RS256' | 'ES256' } | null;
  corpusDir: string | null;
  production: boolean;
  /** Tests only: the clock is read from the database, so that it can be moved. */
  movableClock: boolean;
  /** The network's standards service, whose evaluations are read once a day; null: none is. */
  standardsUrl: string | null;
  /** Tests only: statistics are also collected from servers of this machine. */
  collectsLoopback: boolean;
  /**
   * Whether members are named by the open API: nobody, or active ones and those gone for this many days at most.
   */
  publishedMembers: { goneForDays: number } | null;
  /** Whom to warn of a flaw: a mail or web address. */
  securityContact: string | null;
  /** Whom the legal notice names: who publishes this site, who answers for it, who hosts it. */
  legal: { publisher: string | null; director: string | null; host: string | null };
  /** Measurements only: pages are rendered anew at each request. */
  pageCache: boolean;
}

const yesOrNo = z
  .enum(['0', '1', 'oui', 'non', 'true', 'false'], { error: 'doit valoir 1 (oui) ou 0 (non)' })
  .transform((value) => value === '1' || value === 'oui' || value === 'true');

const origin = z
  .url({
    protocol: /^https?$/,
    error: 'doit être une adresse complète, par exemple https://jalons.exemple.fr',
  })
  .transform((value) => new URL(value).origin);

const blankAsAbsent = (environment: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );

const environmentSchema = z
  .object({
    PORT: z.coerce
      .number({ error: 'doit être un nombre entre 0 et 65535' })
      .int()
      .min(0)
      .max(65535, { error: 'doit être un nombre entre 0 et 65535' })
      .optional(),
    HOST: z.string().optional(),
    DATA_DIR: z.string().default('donnees'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, {
        error: 'doit commencer par postgresql:// (ou être absente, pour la base embarquée)',
      })
      .optional(),
    DEMO: yesOrNo.optional(),
    PUBLIC_URL: origin.optional(),
    TRUST_PROXY: z.coerce
      .number({ error: 'doit être le nombre de relais de confiance devant le service, par exemple 1' })
      .int()
      .min(0)
      .max(10)
      .default(0),
    SECRET: z.string().min(32, { error: 'doit compter au moins 32 caractères' }).optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, { error: 'doit commencer par smtp:// ou smtps://' })
      .optional(),
    MAIL_FROM: z.string().includes('@', { error: 'doit être une adresse de courriel' }).optional(),
    RETOURS_JETON: z.string().min(32, { error: 'doit avoir au moins 32 caractères' }).optional(),
    IDENTITE: z.enum(['neutre', 'etat'], { error: 'doit valoir neutre ou etat' }).default('neutre'),
    IDENTITE_INTITULE: z.string().default('République\nFrançaise'),
    OIDC_ISSUER: z.url({ error: 'doit être une adresse complète' }).optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_ALG: z.enum(['RS256', 'ES256'], { error: 'doit valoir RS256 ou ES256' }).default('RS256'),
    CORPUS_DIR: z.string().optional(),
    NODE_ENV: z.string().optional(),
    STANDARDS_URL: z.url({ protocol: /^https?$/, error: 'doit être une adresse complète' }).optional(),
    JALONS_HORLOGE: z.enum(['base']).optional(),
    SECURITE_CONTACT: z
      .string()
      .regex(/^(mailto:.+@.+|https:\/\/.+)$/, {
        error: 'doit commencer par mailto: ou https://',
      })
      .optional(),
    EDITEUR: z.string().trim().optional(),
    DIRECTION_DE_PUBLICATION: z.string().trim().optional(),
    HEBERGEUR: z.string().trim().optional(),
    PUBLIER_MEMBRES: yesOrNo.optional(),
    PUBLIER_ANCIENS_JOURS: z.coerce
      .number({ error: 'doit être un nombre de jours, 0 si les anciens membres ne sont pas publiés' })
      .int()
      .min(0)
      .max(730, { error: 'ne dépasse pas 730 jours' })
      .default(0),
    JALONS_CACHE: z.enum(['non']).optional(),
    JALONS_COLLECTE: z.enum(['locale']).optional(),
  })
  .superRefine((env, ctx) => {
    if (env.DATABASE_URL && !env.PUBLIC_URL) {
      ctx.addIssue({
        code: 'custom',
        path: ['PUBLIC_URL'],
        message:
          'est nécessaire avec DATABASE_URL : c’est l’adresse à laquelle les personnes ouvrent le service',
      });
    }
    if (env.SMTP_URL && !env.MAIL_FROM) {
      ctx.addIssue({
        code: 'custom',
        path: ['MAIL_FROM'],
        message: 'est nécessaire avec SMTP_URL : c’est l’adresse d’où partent les courriels',
      });
    }
    const oidc = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET].filter(Boolean);
    if (oidc.length !== 0 && oidc.length !== 3) {
      ctx.addIssue({
        code: 'custom',
        path: ['OIDC_ISSUER'],
        message: 'va avec OIDC_CLIENT_ID et OIDC_CLIENT_SECRET : donnez les trois, ou aucune',
      });
    }
  });

/** One sentence per mistake, in French, for the person who operates the program. */
export class SettingsError extends Error {
  constructor(readonly mistakes: string[]) {
    super(
      ['Le réglage du programme est à corriger :', ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'),
    );
  }
}

/** @throws {SettingsError} naming every mistake at once. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = environmentSchema.safeParse(blankAsAbsent(environment));
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`));
  }
  const env = parsed.data;
  return {
    port: env.PORT ?? 3000,
    portIsChosen: env.PORT !== undefined,
    host: env.HOST ?? (env.DATABASE_URL ? '0.0.0.0' : '127.0.0.1'),
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    demo: env.DEMO ?? !env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL ?? null,
    trustProxy: env.TRUST_PROXY,
    secret: env.SECRET ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    bounceToken: env.RETOURS_JETON ?? null,
    mailFrom: env.MAIL_FROM ?? null,
    identity: env.IDENTITE,
    identityWording: env.IDENTITE_INTITULE.replaceAll('\\n', '\n'),
    oidc:
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET
        ? {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET,
            algorithm: env.OIDC_ALG,
          }
        : null,
    corpusDir: env.CORPUS_DIR ?? null,
    production: env.NODE_ENV === 'production',
    movableClock: env.JALONS_HORLOGE === 'base',
    standardsUrl: env.STANDARDS_URL ?? null,
    collectsLoopback: env.JALONS_COLLECTE === 'locale',
    publishedMembers: env.PUBLIER_MEMBRES ? { goneForDays: env.PUBLIER_ANCIENS_JOURS } : null,
    securityContact: env.SECURITE_CONTACT ?? null,
    legal: {
      publisher: env.EDITEUR ?? null,
      director: env.DIRECTION_DE_PUBLICATION ?? null,
      host: env.HEBERGEUR ?? null,
    },
    pageCache: env.JALONS_CACHE !== 'non',
  };
}
