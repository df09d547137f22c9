import { awardAmount, awardName } from './awards';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { eventLabel } from '~/startup/events';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import type { StartupFacts } from './facts';

/** One thing that happened to a startup and that everybody may know. */
export interface News {
  /** Stays the same as long as the thing does. */
  key: string;
  day: Day;
  title: string;
  sentence: string;
  /** The startup's page. */
  path: string;
}

/** A committee's decision is told by the change of phase that it causes, a FAST award by the award itself. */
const TOLD_OTHERWISE = new Set(['committee', 'fast']);

function newsOfOne(startup: StartupFacts, today: Day): News[] {
  const path = startupPath(startup.publicId);
  const news = (kind: string, day: Day, what: string, sentence: string): News => ({
    key: `${startup.publicId}/${kind}/${day}`,
    day,
    title: `${startup.title} : ${what}`,
    sentence,
    path,
  });
  // Of two phases that begin on one day, the later one is where the startup stands.
  const phases = startup.phases.filter(
    ({ code, start }) => start <= today && currentPhase(startup.phases, start)?.code === code,
  );
  return [
    ...phases.map(({ code, start }) =>
      news(code, start, LIFECYCLE[code].label.toLowerCase(), plainText(startup.mission)),
    ),
    ...startup.events
      .filter(({ kind, day }) => day <= today && !TOLD_OTHERWISE.has(kind))
      .map(({ kind, day, comment }) => news(kind, day, eventLabel(kind).toLowerCase(), comment ?? '')),
    ...startup.awards.flatMap((award) =>
      award.heldOn === null || award.heldOn > today
        ? []
        : [news(`${award.program}-${award.edition}`, award.heldOn, awardName(award), awardAmount(award))],
    ),
  ];
}

/** What happened to these startups until today, the newest first; told once each. */
export function newsOf(startups: readonly StartupFacts[], today: Day): News[] {
  const byKey = new Map<string, News>();
  for (const news of startups.flatMap((startup) => newsOfOne(startup, today)))
    if (!byKey.has(news.key)) byKey.set(news.key, news);
  return [...byKey.values()].sort((a, b) => b.day.localeCompare(a.day) || a.key.localeCompare(b.key));
}
