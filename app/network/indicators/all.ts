import { FUNDING } from './funding';
import { IMPACT } from './impact';
import type { Indicator } from './indicator';
import { PEOPLE } from './people';
import { PORTFOLIO } from './portfolio';
import { STOPS_BY_PHASE } from './stops';
import { TRANSPARENCY } from './transparency';

/** Every indicator of the network: each is a rule in words, and the same rule in code. */
export const INDICATORS: readonly Indicator[] = [
  ...FUNDING,
  ...PORTFOLIO,
  ...IMPACT,
  ...PEOPLE,
  ...STOPS_BY_PHASE,
  ...TRANSPARENCY,
];

export const indicatorByCode = (code: string): Indicator | undefined =>
  INDICATORS.find((indicator) => indicator.code === code);
