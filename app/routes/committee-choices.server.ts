import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { can } from '~/person/rights';
import type { StartupFacts } from '~/network/facts';
import type { SiteContext } from './site-context';
import { tiesOf } from './startup-lookup.server';

/**
 * The startups that may stand on one committee with this one: living, and that the actor may hold. Those of its own
 * incubators come first; the others say theirs, for a committee may be held for several.
 */
export function companionsOf(context: SiteContext, startup: StartupFacts, kept: readonly string[] = []) {
  const today = context.clock.today();
  const incubators = new Set(startup.incubators.map(({ id }) => id));
  const isNear = (other: StartupFacts) =>
    other.id === startup.id || other.incubators.some(({ id }) => incubators.has(id));
  return context.network.startups
    .filter((other) => {
      if (other.id === startup.id || kept.includes(other.id)) return true;
      const phase = currentPhase(other.phases, today);
      return (
        phase !== null &&
        LIFECYCLE[phase.code].kind !== 'stop' &&
        can(context.actor, 'startup.tenir-comite', tiesOf(other), today).allowed
      );
    })
    .sort((a, b) => Number(isNear(b)) - Number(isNear(a)))
    .map((other) => ({
      id: other.id,
      title: isNear(other)
        ? other.title
        : `${other.title} (${other.incubators.map(({ title }) => title).join(', ') || 'sans incubateur'})`,
    }));
}
