import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { can } from '~/person/rights';
import type { StartupFacts } from '~/network/facts';
import type { SiteContext } from './site-context';
import { tiesOf } from './startup-lookup.server';

/** The startups that may stand on one committee with this one: of its incubators, living, and that the actor may hold. */
export function companionsOf(context: SiteContext, startup: StartupFacts, kept: readonly string[] = []) {
  const today = context.clock.today();
  const incubators = new Set(startup.incubators.map(({ id }) => id));
  return context.network.startups
    .filter((other) => {
      if (other.id === startup.id || kept.includes(other.id)) return true;
      const phase = currentPhase(other.phases, today);
      return (
        phase !== null &&
        LIFECYCLE[phase.code].kind !== 'stop' &&
        other.incubators.some(({ id }) => incubators.has(id)) &&
        can(context.actor, 'startup.tenir-comite', tiesOf(other), today).allowed
      );
    })
    .map(({ id, title }) => ({ id, title }));
}
