import { formatDay } from '~/design/formats';
import type { Actor } from '~/person/rights';
import {
  callPath,
  helpPath,
  incubatorPath,
  ministryPath,
  organisationPath,
  startupPath,
} from '~/platform/addresses';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { folded } from '~/platform/folding';
import { policiesOf } from '~/startup/priorities/policies.server';
import { z } from 'zod';
import { isListed, type Network } from '../facts';
import { readHelpWords } from '../help.server';
import { oncePerVersion } from '../memo';
import { INDICATORS } from '../indicators/all';
import { domainLabel } from '../portfolio/labels';
import { searchStartups } from '../portfolio/search.server';
import { closedReports } from '../report/report.server';
import { group, type FoundGroup } from './found';
import { searchInside } from './search-inside.server';

export const LONGEST = 200;

const calls = (db: Sql) =>
  readRows(
    db,
    z.object({ id: z.string(), title: z.string(), purpose: z.string() }),
    sql`SELECT id, title, purpose FROM call ORDER BY opens_at DESC`,
  );

/**
 * Everything that the actor may see and that holds these words, by kind: public things for everybody, then
 * what is for some people only.
 */
export async function searchAll(
  db: Sql,
  network: Network,
  actor: Actor,
  text: string,
  today: Day,
): Promise<FoundGroup[]> {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const holds = (...texts: Array<string | null>): boolean => {
    const all = folded(texts.filter((one) => one !== null).join(' '));
    return words.every((word) => all.includes(word));
  };
  const { found } = await searchStartups(db, network, text);
  const byId = new Map(network.startups.map((startup) => [startup.id, startup]));
  const startups = [...found]
    .sort(([, a], [, b]) => a - b)
    .flatMap(([id]) => {
      const startup = byId.get(id);
      return startup
        ? [{ title: startup.title, to: startupPath(startup.publicId), detail: plainText(startup.mission) }]
        : [];
    });
  const domains = [...new Set(network.organisations.flatMap(({ ministryDomain }) => ministryDomain ?? []))];
  return [
    group('startups', 'Startups', startups, `/startups?situation=toutes&q=${encodeURIComponent(text)}`),
    group(
      'incubateurs',
      'Incubateurs',
      network.incubators
        .filter((one) => isListed(one) && holds(one.title, one.publicId, one.shortDescription))
        .map(({ title, publicId, shortDescription }) => ({
          title,
          to: incubatorPath(publicId),
          detail: shortDescription === null ? '' : plainText(shortDescription),
        })),
      '/incubateurs',
    ),
    group(
      'administrations',
      'Administrations',
      [
        ...domains
          .filter((domain) => holds(domainLabel(domain)))
          .map((domain) => ({
            title: domainLabel(domain),
            to: ministryPath(domain),
            detail: 'domaine ministériel',
          })),
        ...network.organisations
          .filter(({ name, acronym }) => holds(name, acronym))
          .map(({ name, acronym, publicId }) => ({
            title: name,
            to: organisationPath(publicId),
            detail: acronym ?? '',
          })),
      ],
      '/organisations',
    ),
    group(
      'appels',
      'Appels et financements',
      [
        ...(await calls(db))
          .filter(({ title, purpose }) => holds(title, purpose))
          .map(({ id, title, purpose }) => ({ title, to: callPath(id), detail: purpose })),
        ...network.rounds
          .filter(({ title, edition }) => holds(title, `FAST ${edition}`))
          .map(({ title, edition, heldOn }) => ({
            title,
            to: `/fast/${edition}`,
            detail: heldOn === null ? '' : formatDay(heldOn),
          })),
      ],
      '/fast',
    ),
    group(
      'indicateurs',
      'Indicateurs',
      INDICATORS.filter(({ name, rule }) => holds(name, rule)).map(({ code, name, rule }) => ({
        title: name,
        to: `/indicateurs/${code}`,
        detail: rule,
      })),
      '/indicateurs',
    ),
    group(
      'aide',
      'Aide',
      (await oncePerVersion(network, 'help-words', () => readHelpWords(db)))
        .filter(({ title, summary, words: text }) => holds(title, summary, text))
        .map(({ id, title, summary }) => ({ title, to: helpPath(id), detail: summary })),
      '/aide',
    ),
    group(
      'priorites',
      'Politiques prioritaires',
      (await policiesOf(db))
        .filter(({ title, axis }) => holds(title, axis))
        .map(({ title, axis }) => ({ title, to: '/priorites', detail: axis })),
      '/priorites',
    ),
    group(
      'bilans',
      'Bilans',
      (await closedReports(db))
        .filter(({ year }) => holds(`bilan ${year}`))
        .map(({ year }) => ({ title: `Bilan ${year}`, to: `/bilans/${year}`, detail: 'clos' })),
      '/bilans',
    ),
    ...(await searchInside(db, actor, holds, today)),
  ].filter(({ total }) => total > 0);
}
