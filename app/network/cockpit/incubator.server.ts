import { z } from 'zod';
import { openConditionsOf } from '~/committee/conditions/conditions.server';
import { countOf, formatDay } from '~/design/formats';
import { answersOf } from '~/impact/standards/standards.server';
import { domainFigures, wholeFigures } from '~/impact/standards/figures';
import { can, type Actor } from '~/person/rights';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import type { IncubatorFacts, Network } from '../facts';
import { startupsOf } from '../groupings';
import { durationsAmong } from '../pages/durations';
import { incubatorPage } from '../pages/incubator';
import { incubatorImpact } from '../pages/incubator-impact.server';
import { incubatorInsidePage } from '../pages/inside.server';
import { committeesDue } from '../pages/planning.server';
import { readSignalFacts } from '../signal-facts.server';
import { signalsFor, STALE_MONTHS } from '../signals';
import { activeFigure, conditionsFigure, dueFigure } from './figures';
import { exitsOf } from './exits.server';
import { staffingFor } from './staffing';

const TEAM = ['lead', 'incubator_team', 'portfolio_manager'];

async function peopleOf(db: Sql, incubatorId: string, today: Day): Promise<number> {
  const [row] = await readRows(
    db,
    z.object({ count: z.number() }),
    sql`SELECT count(DISTINCT person_id)::int AS count FROM mission WHERE incubator_id = ${incubatorId}::uuid AND withdrawn_at IS NULL
          AND role = ANY(${TEAM}) AND (start_day IS NULL OR start_day <= ${today}::date) AND (end_day IS NULL OR end_day >= ${today}::date)`,
  );
  return row!.count;
}

/** Everything that an incubator's people steer by: what to do first, then what stands behind it. */
export async function incubatorCockpit(
  db: Sql,
  network: Network,
  actor: Actor,
  incubator: IncubatorFacts,
  today: Day,
) {
  const inside = await incubatorInsidePage(db, network, actor, incubator, today);
  const seen = new Set(inside.rows.map(({ publicId }) => publicId));
  const startups = startupsOf(network, incubator).filter(({ publicId }) => seen.has(publicId));
  const ids = startups.map(({ id }) => id);
  const active = inside.rows.filter((row) => row.active);
  const due = await committeesDue(db, startups, today);
  // What committees asked is shared apart from the inside view.
  const conditions = await openConditionsOf(
    db,
    startups
      .filter(
        (startup) =>
          can(
            actor,
            'startup.voir-comite',
            { id: startup.id, incubatorIds: startup.incubators.map(({ id }) => id) },
            today,
          ).allowed,
      )
      .map(({ id }) => id),
  );
  const late = conditions.filter((condition) => condition.due < today);
  const impact = await incubatorImpact(db, network, actor, incubator, today);
  const unmeasured = impact.rows.filter(({ isMeasured }) => !isMeasured);
  const exits = await exitsOf(db, ids);
  const people = await peopleOf(db, incubator.id, today);
  const wanted = staffingFor(active.length);
  const stale = (await readSignalFacts(db, network, startups, today)).flatMap((facts) => {
    const found = signalsFor(facts, ['incubator'], today).find(({ code }) => code === 'fiche-ancienne');
    return found
      ? [
          {
            title: facts.startup.title,
            path: startupPath(facts.startup.publicId),
            sentence: found.sentence,
          },
        ]
      : [];
  });
  const answers = await answersOf(db, ids);
  const standards = wholeFigures(domainFigures(answers));
  const answering = new Set(answers.map(({ startupId }) => startupId)).size;
  const path = incubatorPath(incubator.publicId);
  const { byStage, rows: gantt, codes } = incubatorPage(network, incubator, today);
  return {
    ...inside,
    durations: durationsAmong(startups, today),
    path,
    published: incubator.cockpitPublished,
    todayText: formatDay(today),
    activeCount: active.length,
    figures: [
      activeFigure(active.length, incubator.publicId),
      dueFigure(due.length, `${path}/comites`),
      conditionsFigure(conditions, today, { to: `${path}/conditions` }),
      {
        label: 'Sans aucune mesure',
        value: unmeasured.length,
        rule: 'Startups en activité dont rien n’est mesuré ici.',
        to: `${path}/impact`,
      },
      {
        label: 'Pages anciennes',
        value: stale.length,
        rule: `Startups en activité dont personne n’a relu la page depuis ${STALE_MONTHS} mois.`,
        to: '#pages',
      },
      {
        label: 'Budgets publiés',
        value: impact.publishedCount,
        rule: `Sur ${active.length}, à la campagne de ${impact.campaign.toLowerCase()}.`,
        to: `${path}/impact`,
      },
    ],
    due,
    late: late.map(({ publicId, title, text, due: on }) => ({
      title,
      path: `${startupPath(publicId)}/comites`,
      text,
      due: formatDay(on),
    })),
    exits: exits.map(({ publicId, title, host, target }) => ({
      title,
      path: `${startupPath(publicId)}/passage-de-relais`,
      host: host === '' ? 'à trouver' : host,
      target: target === null ? 'sans date' : formatDay(target),
    })),
    stale,
    standards:
      answering === 0
        ? null
        : `${countOf(answering, 'startup a répondu', 'startups ont répondu')} aux standards${standards.conformity === null ? '' : ` ; ${standards.conformity} % de oui parmi les oui et les non`}.`,
    costs: impact.rows.flatMap(({ title, publicId, costs }) => {
      const cost = costs.find(({ euros }) => euros !== null);
      return cost
        ? [{ title, path: `${startupPath(publicId)}/impact`, label: cost.label, formula: cost.formula }]
        : [];
    }),
    staffing:
      wanted === null
        ? `${countOf(people, 'personne', 'personnes')} à l’incubateur pour ${active.length} startups : la règle d’usage ne va que jusqu’à 29.`
        : `${countOf(people, 'personne', 'personnes')} à l’incubateur ; la règle d’usage est de ${wanted} équivalents temps plein pour ${countOf(active.length, 'startup', 'startups')}. Jalons compte des personnes, pas leur temps.`,
    board: byStage.filter(({ count }) => count > 0),
    gantt,
    codes,
  };
}
export type IncubatorCockpit = Awaited<ReturnType<typeof incubatorCockpit>>;
