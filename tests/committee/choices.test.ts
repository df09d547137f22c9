import { expect, test } from 'vitest';
import type { StartupFacts } from '~/network/facts';
import { day } from '~/platform/day';
import { companionsOf } from '~/routes/committee-choices.server';
import type { SiteContext } from '~/routes/site-context';
import { actorWith } from '../support/people';

const startup = (id: string, incubator: string, code = 'construction') =>
  ({
    id,
    title: id,
    phases: [{ code, start: day('2026-01-05'), end: null, origin: 'historique' }],
    incubators: [{ id: incubator, title: `Incubateur ${incubator}` }],
  }) as unknown as StartupFacts;

test('a committee may stand for two incubators: those of the actor, the nearest first, each by its name', () => {
  const startups = [
    startup('ailleurs', 'tiers'),
    startup('coachée', 'autre'),
    startup('arrêtée', 'nôtre', 'abandon'),
    startup('voisine', 'nôtre'),
    startup('ici', 'nôtre'),
  ];
  const context = {
    network: { startups },
    clock: { today: () => day('2026-11-20') },
    actor: actorWith({ role: 'lead', incubatorId: 'nôtre' }, { role: 'coach', startupId: 'coachée' }),
  } as unknown as SiteContext;
  expect(companionsOf(context, startups.at(-1)!).map(({ title }) => title)).toEqual([
    'voisine',
    'ici',
    'coachée (Incubateur autre)',
  ]);
});
