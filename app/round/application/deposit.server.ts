import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { formatAmount, formatInstant } from '~/design/formats';
import { RuleError, type Acting } from '~/person/acting';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { cents } from '~/platform/money';
import { gridOf, lockCall, type Call, type Grid } from '../calls/calls.server';
import { holdsBase } from '../deliberation/scoring';
import { handling } from '../jury/conflicts.server';
import { toldApplication } from '../told.server';
import { writeToTeam } from './team-mail.server';
import {
  applicationOf,
  depositedWhole,
  lockOwn,
  targetsOf,
  writeTargets,
  type Application,
  type Deposit,
  type Target,
} from './applications.server';
import { LONGEST_READING_MINUTES, readingMinutes } from './contents';
import { gatherApplication } from './gather.server';

interface Around {
  call: Call;
  grid: Grid;
  now: Date;
}

/** What keeps an application from being deposited, each beside its field. */
export function missingOf(
  application: Application,
  { call, grid, targets }: Pick<Around, 'call' | 'grid'> & { targets: ReadonlyArray<Pick<Target, 'label'>> },
): Array<{ field: string; message: string }> {
  const missing: Array<{ field: string; message: string }> = [];
  const pillars = [...new Set(grid.lines.map(({ pillar }) => pillar))];
  pillars.forEach((pillar, index) => {
    if ((application.answers.pillars[pillar] ?? '').trim() === '')
      missing.push({ field: `pilier-${index}`, message: `${pillar} : quelques phrases sont nécessaires.` });
  });
  const base = grid.lines.filter(({ kind }) => kind !== 'note');
  if (base.length > 0 && !holdsBase(new Set(application.answers.held), base, grid.atLeast))
    missing.push({
      field: 'tenu',
      message: `Cochez tous les critères obligatoires, et ${grid.atLeast} des complémentaires au moins.`,
    });
  if (call.means === 'enveloppe') {
    if (application.amount === null)
      missing.push({
        field: 'montant',
        message: 'Dites le montant demandé, zéro pour l’accompagnement seul.',
      });
    else {
      if (call.cap !== null && application.amount > call.cap)
        missing.push({ field: 'montant', message: `Le plafond est de ${formatAmount(call.cap)}.` });
      // One euro for one euro: the share of the administration, of the whole.
      const share = call.cofundingPercent / 100;
      const needed = share >= 1 ? 0 : Math.ceil((application.amount * share) / (1 - share));
      if (application.amount > 0 && (application.cofunding ?? 0) < needed)
        missing.push({
          field: 'apport',
          message: `L’administration apporte au moins ${formatAmount(cents(needed))} (${call.cofundingPercent} %).`,
        });
    }
    if (targets.length === 0)
      missing.push({
        field: 'cible-0',
        message: 'Une cible à six mois au moins : ce qui est compté, le nombre, la date.',
      });
  }
  return missing;
}

/** What the team has written until now, as a deposit would keep it. */
export const writtenIn = (application: Application, targets: readonly Target[]): Deposit => ({
  answers: application.answers,
  amount: application.amount,
  cofunding: application.cofunding,
  cofundingNote: application.cofundingNote,
  cofundingSha256: application.cofundingSha256,
  cofundingName: application.cofundingName,
  sponsorSignedAt: application.sponsorSignedAt?.toISOString() ?? null,
  targets: targets.map(({ label, value, base, due }) => ({ label, value, base, due })),
});

/** Whether something was written since the deposit; a signature that came since is no writing. */
export function isChanged({ deposited }: Pick<Application, 'deposited'>, written: Deposit): boolean {
  const text = (deposit: Deposit) => ({ ...deposit, sponsorSignedAt: null });
  return deposited !== null && !isDeepStrictEqual(text(deposited), text(written));
}

/** Whether what is written now could be deposited as it stands. */
async function isWhole(tx: Sql, application: Application, around: Around): Promise<boolean> {
  const targets = await targetsOf(tx, application.id);
  if (missingOf(application, { ...around, targets }).length > 0) return false;
  return readingMinutes(await gatherApplication(tx, application, around)) <= LONGEST_READING_MINUTES;
}

/** The deposited text takes its place again; what was written since is set aside, where its team still reads it. */
async function restoreDeposit(tx: Sql, application: Application, written: Deposit): Promise<Application> {
  const { id } = application;
  const kept = application.deposited!;
  await tx.$executeRaw(
    sql`UPDATE application SET answers = ${JSON.stringify(kept.answers)}::jsonb, amount = ${kept.amount}, cofunding = ${kept.cofunding}, cofunding_note = ${kept.cofundingNote},
          cofunding_sha256 = ${kept.cofundingSha256}, cofunding_name = ${kept.cofundingName}, sponsor_signed_at = coalesce(sponsor_signed_at, ${kept.sponsorSignedAt}::timestamptz),
          set_aside = ${JSON.stringify(written)}::jsonb, version = version + 1 WHERE id = ${id}::uuid`,
  );
  await writeTargets(tx, id, kept.targets);
  return (await applicationOf(tx, id))!;
}

/** A receipt that stays: what was deposited, when, and until when it may change. */
const sendReceipt = (
  tx: Sql,
  acting: Acting,
  { application, call, now }: { application: Application; call: Call; now: Date },
): Promise<void> =>
  writeToTeam(tx, acting, application, {
    about: 'depot',
    subject: `Candidature déposée : ${application.title}`,
    paragraphs: [
      `La candidature de ${application.title} à ${call.title} est déposée le ${formatInstant(now)}, version ${application.version + 1}.`,
      `Elle peut encore changer jusqu’au ${formatInstant(application.reopenedUntil ?? call.closesAt)}.`,
    ],
  });

/** Deposits: from now on the jury will read it. It may be changed, and deposited anew, until the call closes. */
export async function depositApplication(acting: Acting, id: string, version: number): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const { application, call, grid } = await lockOwn(tx, acting, id, version);
    const missing = missingOf(application, { call, grid, targets: await targetsOf(tx, id) });
    if (missing[0]) throw new RuleError(missing[0].message, missing[0].field);
    const minutes = readingMinutes(await gatherApplication(tx, application, { call, grid, now }));
    if (minutes > LONGEST_READING_MINUTES)
      throw new RuleError(
        `Ce dossier se lit en ${minutes} minutes : ${LONGEST_READING_MINUTES} au plus, raccourcissez.`,
      );
    const deposit = writtenIn(application, await targetsOf(tx, id));
    await tx.$executeRaw(
      sql`UPDATE application SET deposited_at = ${now}, withdrawn_at = NULL, deposited = ${JSON.stringify(deposit)}::jsonb, set_aside = NULL, version = version + 1 WHERE id = ${id}::uuid`,
    );
    await sendReceipt(tx, acting, { application, call, now });
    // A file that was opened again after closing is frozen anew: marks will bind to this text.
    if (now >= call.closesAt) await freeze(tx, { ...application, depositedAt: now }, { call, grid, now });
    await toldApplication(tx, acting, 'deposit-application', id);
  });
}

export async function withdrawApplication(acting: Acting, id: string, version: number): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await lockOwn(tx, acting, id, version);
    await tx.$executeRaw(
      sql`UPDATE application SET withdrawn_at = ${acting.clock.now()}, version = version + 1 WHERE id = ${id}::uuid`,
    );
    await toldApplication(tx, acting, 'withdraw-application', id);
  });
}

/** One team may write again for a while, with a reason that is kept: nobody else is. */
export async function reopenApplication(
  acting: Acting,
  id: string,
  { until, reason }: { until: Date; reason: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const application = await applicationOf(tx, id);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    await handling(tx, acting, application);
    const call = await lockCall(tx, application.callId);
    if (reason === '') throw new RuleError('Dites pourquoi : la raison est gardée.', 'raison');
    if (until <= acting.clock.now() || until >= call.scoresCloseAt)
      throw new RuleError('La date est à venir, et avant la fin de la notation.', 'jusque');
    await tx.$executeRaw(
      sql`UPDATE application SET reopened_until = ${until}, reopened_reason = ${reason} WHERE id = ${id}::uuid`,
    );
    await writeToTeam(tx, acting, application, {
      about: 'reouverture',
      subject: `Votre candidature est rouverte : ${application.title}`,
      paragraphs: [
        `Votre candidature à ${call.title} est rouverte jusqu’au ${formatInstant(until)} : ${reason}`,
        'Changez ce qu’il faut, puis déposez de nouveau : sans nouveau dépôt, le jury lit la version d’avant.',
      ],
    });
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'reopen-application', thing: { kind: 'application', id }, reason },
    ]);
  });
}

async function freeze(tx: Sql, application: Application, { call, grid, now }: Around): Promise<void> {
  const contents = await gatherApplication(tx, application, { call, grid, now });
  await tx.$executeRaw(
    sql`UPDATE application SET snapshot = ${JSON.stringify(contents)}::jsonb, frozen_at = ${now} WHERE id = ${application.id}::uuid`,
  );
}

/**
 * At closing, what a team last wrote is read when it could be deposited; otherwise what it did deposit. A file that was
 * opened again is read as it was deposited anew, or as it was.
 */
async function closeFile(tx: Sql, application: Application, around: Around): Promise<void> {
  const written = writtenIn(application, await targetsOf(tx, application.id));
  const changed = isChanged(application, written);
  if (application.frozenAt === null) {
    const read =
      changed && !(await isWhole(tx, application, around))
        ? await restoreDeposit(tx, application, written)
        : application;
    return freeze(tx, read, around);
  }
  if (changed && isReopeningOver(application, around.now)) await restoreDeposit(tx, application, written);
}

const isReopeningOver = ({ reopenedUntil }: Pick<Application, 'reopenedUntil'>, now: Date): boolean =>
  reopenedUntil !== null && reopenedUntil <= now;

/** Freezes the files of calls that have closed: everyone scores the same text and the same figures. */
export async function freezeClosedCalls(tx: Sql, now: Date): Promise<void> {
  const due = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT DISTINCT c.id FROM call c JOIN application a ON a.call_id = c.id
        WHERE c.closes_at <= ${now} AND c.announced_at IS NULL AND a.deposited_at IS NOT NULL AND a.withdrawn_at IS NULL AND (a.frozen_at IS NULL OR a.reopened_until <= ${now})`,
  );
  for (const { id } of due) await freezeCall(tx, id, now);
}

/** As soon as somebody reads after closing, without waiting for the hour. */
export async function freezeCall(tx: Sql, callId: string, now: Date): Promise<void> {
  const call = await lockCall(tx, callId);
  if (now < call.closesAt) return;
  const grid = await gridOf(tx, call.gridId);
  for (const application of await depositedWhole(tx, callId))
    await closeFile(tx, application, { call, grid, now });
}

/** The files of a call as its jury reads them. Those of a closed call are frozen by the first who asks. */
export async function filesOf(
  acting: Pick<Acting, 'database' | 'clock'>,
  call: Call,
): Promise<Application[]> {
  const files = await depositedWhole(acting.database.prisma, call.id);
  if (
    acting.clock.now() < call.closesAt ||
    files.every((file) => file.frozenAt !== null && !isReopeningOver(file, acting.clock.now()))
  )
    return files;
  await acting.database.transaction((tx) => freezeCall(tx, call.id, acting.clock.now()));
  return depositedWhole(acting.database.prisma, call.id);
}
