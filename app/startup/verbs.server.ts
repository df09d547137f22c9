import { z } from 'zod';
import { recordChanges, type AuditActor } from '~/platform/audit.server';
import { sql, type Sql } from '~/platform/database/sql.server';
import type { Database } from '~/platform/database/open.server';
import { newId } from '~/platform/identifier';
import { withinLimit } from '~/platform/rate-limit.server';

export const errorReportSchema = z.object({
  message: z
    .string({ error: 'Dites ce qui est faux, en quelques mots.' })
    .transform((text) => text.toWellFormed().replaceAll('\0', '').trim())
    .pipe(
      z
        .string()
        .min(10, { error: 'Dites ce qui est faux en dix caractères au moins.' })
        .max(2000, { error: 'Le message compte plus de 2 000 caractères : raccourcissez-le.' }),
    ),
  reponse: z
    .union([
      z.literal(''),
      z.email({ error: 'Cette adresse de courriel n’est pas complète, par exemple nom@exemple.fr.' }),
    ])
    .default(''),
});
export type ErrorReport = z.infer<typeof errorReportSchema>;

const REPORTS_AN_HOUR = 5;

/** Says whether the report was kept: false when its sender has sent too many this hour. */
export async function reportError(
  {
    database,
    now,
    audit,
    remoteAddress,
  }: {
    database: Database;
    now: Date;
    audit: { actor: AuditActor; requestId: string };
    remoteAddress: string;
  },
  startup: { id: string; publicId: string },
  report: ErrorReport,
): Promise<boolean> {
  const allowed = await withinLimit(database.prisma, now, {
    name: 'signaler',
    subject: remoteAddress,
    limit: REPORTS_AN_HOUR,
    minutes: 60,
  });
  if (!allowed) return false;
  await database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO error_report (id, startup_id, message, reply_to, created_at)
          VALUES (${newId()}::uuid, ${startup.id}::uuid, ${report.message}, ${report.reponse || null}, ${now})`,
    );
    await recordChanges(tx, { ...audit, at: now }, [
      { verb: 'report-error', thing: { kind: 'startup', id: startup.publicId } },
    ]);
  });
  return true;
}

/** Reports leave after a year, and so do the counters of limits: they hold nothing that is needed longer. */
export async function purgeExpired(tx: Sql, now: Date): Promise<void> {
  const yearAgo = new Date(now.getTime() - 365 * 86_400_000);
  const dayAgo = new Date(now.getTime() - 86_400_000);
  await tx.$executeRaw(sql`DELETE FROM error_report WHERE created_at < ${yearAgo}`);
  await tx.$executeRaw(sql`DELETE FROM rate_limit WHERE window_start < ${dayAgo}`);
  await tx.$executeRaw(sql`DELETE FROM job WHERE done_at < ${dayAgo}`);
}
