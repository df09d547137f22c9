import { z } from 'zod';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { shownDecision } from '~/committee/decided';
import { committeesOfStartups } from '~/committee/reads.server';
import { formatDay } from '~/design/formats';
import { SCOPES, type Actor } from '~/person/rights';
import { ROLES, type Role } from '~/person/roles';
import { uuidArray } from '~/person/where.server';
import { applicationPath, startupPath } from '~/platform/addresses';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { startupIdsWithin } from '~/startup/reads.server';
import { group, type FoundGroup, type Holds } from './found';

const personRow = z.object({
  name: z.string(),
  role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
  title: z.string(),
  publicId: z.string(),
});

/** Those who have a mission today on these startups; of one person, each mission is told. */
const peopleOf = (db: Sql, startupIds: readonly string[], today: Day) =>
  readRows(
    db,
    personRow,
    sql`SELECT p.full_name AS name, m.role, s.title, s.public_id AS "publicId" FROM mission m JOIN person p ON p.id = m.person_id JOIN startup s ON s.id = m.startup_id
        WHERE m.startup_id = ANY(${uuidArray(startupIds)}) AND m.withdrawn_at IS NULL AND p.erased_at IS NULL AND (m.end_day IS NULL OR m.end_day >= ${today}::date)
        ORDER BY folded(p.full_name), s.title`,
  );

const applicationRow = z.object({ id: z.string(), title: z.string(), call: z.string() });
const applicationsOf = (db: Sql, startupIds: readonly string[]) =>
  readRows(
    db,
    applicationRow,
    sql`SELECT a.id, s.title, c.title AS call FROM application a JOIN startup s ON s.id = a.startup_id JOIN call c ON c.id = a.call_id
        WHERE a.startup_id = ANY(${uuidArray(startupIds)}) ORDER BY c.opens_at DESC, s.title`,
  );

/** What is for some people only: committees and their conditions, applications, teams; each by its own right. */
export async function searchInside(db: Sql, actor: Actor, holds: Holds, today: Day): Promise<FoundGroup[]> {
  if (actor.kind === 'public') return [];
  const within = (action: 'startup.voir-comite' | 'startup.modifier' | 'startup.voir-equipe') =>
    startupIdsWithin(db, SCOPES[action], actor, today);
  const decided = await within('startup.voir-comite');
  const committees = await committeesOfStartups(db, decided);
  const conditions = await conditionsOf(db, decided);
  const applications = await applicationsOf(db, await within('startup.modifier'));
  const people = await peopleOf(db, await within('startup.voir-equipe'), today);
  const own = new Set(decided);
  return [
    group(
      'comites',
      'Comités',
      committees
        .flatMap((committee) =>
          committee.items
            .filter(({ startupId }) => own.has(startupId))
            .map((item) => shownDecision(committee, item)),
        )
        .filter(({ startup, kind, decision, objectives, day }) =>
          holds('comité', startup.title, kind, decision, objectives, day),
        )
        .map(({ startup, kind, decision, day, path }) => ({
          title: `${kind} du ${day}, ${startup.title}`,
          to: path,
          detail: decision,
        })),
    ),
    group(
      'conditions',
      'Conditions posées par les comités',
      conditions
        .filter(({ text: asked, title, owner }) => holds(asked, title, owner))
        .map(({ text: asked, title, publicId, due }) => ({
          title: asked,
          to: `${startupPath(publicId)}/comites`,
          detail: `${title}, pour le ${formatDay(due)}`,
        })),
    ),
    group(
      'candidatures',
      'Candidatures',
      applications
        .filter(({ title, call }) => holds('candidature', title, call))
        .map(({ id, title, call }) => ({ title: `${title}, ${call}`, to: applicationPath(id), detail: '' })),
    ),
    group(
      'personnes',
      'Personnes',
      people
        .filter(({ name }) => holds(name))
        .map(({ name, role, title, publicId }) => ({
          title: name,
          to: `${startupPath(publicId)}/equipe`,
          detail: `${ROLES[role].label}, ${title}`,
        })),
    ),
  ];
}
