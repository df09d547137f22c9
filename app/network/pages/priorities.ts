import { formatDay } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import type { Network } from '../facts';
import type { PriorityLink } from '~/startup/priorities/links.server';
import { holdsOn, type Policy } from '~/startup/priorities/policies.server';

/**
 * Which startup serves which priority policy.
 * Rule: links that an incubator confirmed; the count is of startups that serve a policy of today, each once, and that
 * the network lists.
 */
export function prioritiesPage(
  network: Network,
  policies: readonly Policy[],
  links: readonly PriorityLink[],
  today: Day,
) {
  const listed = new Map(network.startups.map((startup) => [startup.id, startup]));
  const shown = policies.map((policy) => ({
    id: policy.id,
    title: policy.title,
    axis: policy.axis,
    source: policy.source,
    holds: holdsOn(policy, today),
    dates: `Depuis le ${formatDay(policy.startsOn)}${policy.endsOn === null ? '' : `, jusqu’au ${formatDay(policy.endsOn)}`}`,
    startups: links
      .filter(({ policyId }) => policyId === policy.id)
      .flatMap(({ startupId, why }) => {
        const startup = listed.get(startupId);
        return startup ? [{ title: startup.title, to: startupPath(startup.publicId), why }] : [];
      }),
  }));
  const current = shown.filter(({ holds }) => holds);
  return {
    current,
    past: shown.filter(({ holds }) => !holds),
    axes: [...new Set(current.map(({ axis }) => axis))],
    served: new Set(current.flatMap(({ startups }) => startups.map(({ to }) => to))).size,
  };
}
export type ShownPolicy = ReturnType<typeof prioritiesPage>['current'][number];
