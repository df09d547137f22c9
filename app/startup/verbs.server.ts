import { z } from 'zod';
import { recordChanges, type AuditActor } from '~/platform/audit.server';
import { permitted, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Database } from '~/platform/database/open.server';
import { prose } from '~/platform/form-fields';
import { newId } from '~/platform/identifier';
import { withinLimit } from '~/platform/rate-limit.server';

export const errorReportSchema = z.object({
  message: prose('Message', {
    min: 10,
    max: 2000,
    missing: 'Dites ce qui est faux en dix caractères au moins.',
  }),
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
    audit: { actor: AuditActor; requestId: string | null };
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

const reportRow = z.object({
  id: z.string(),
  message: z.string(),
  replyTo: z.string().nullable(),
  createdAt: z.date(),
});

/** Errors that the public reported on a startup's page and that nobody has settled. The caller has the right. */
export const openReports = (db: Sql, startupId: string) =>
  readRows(
    db,
    reportRow,
    sql`SELECT id, message, reply_to AS "replyTo", created_at AS "createdAt" FROM error_report
        WHERE startup_id = ${startupId}::uuid AND settled_at IS NULL ORDER BY created_at`,
  );

/** Somebody of the team read the report and did what was to be done. */
export async function settleReport(acting: Acting, startup: StartupTies, reportId: string): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`UPDATE error_report SET settled_at = ${now} WHERE id = ${reportId}::uuid AND startup_id = ${startup.id}::uuid AND settled_at IS NULL`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'settle-report', thing: { kind: 'startup', id: startup.id } },
    ]);
  });
}
