import type { Day } from '~/platform/day';
import { escaped } from './printed';
import { contentOf, phasesOf, type Site, type SiteDocument, type SiteMember, type SiteMission } from './site';

const isActive = ({ start, end }: SiteMission, today: Day): boolean =>
  end === '' || (start <= today && end >= today);

/** Identifiers of members by startup: of now, and of before. */
function membersOf(site: Site, startupId: string, today: Day) {
  const there = site.members.filter(({ missions }) =>
    missions.some(({ startups }) => startups.includes(startupId)),
  );
  const isNow = ({ missions }: SiteMember) =>
    missions.some((mission) => mission.startups.includes(startupId) && isActive(mission, today));
  return {
    active: there.filter(isNow).map(({ id }) => id),
    expired: there.filter((member) => !isNow(member)).map(({ id }) => id),
  };
}

/** `startups_details.json`: who works on each startup. */
export const detailsAnswer = (site: Site, today: Day) =>
  Object.fromEntries(
    site.startups.map((startup) => {
      const { active, expired } = membersOf(site, startup.id, today);
      return [
        startup.id,
        {
          active_members: active,
          previous_members: [],
          expired_members: expired,
          id: startup.id,
          name: startup.data['title'] ?? null,
          repository: startup.data['repository'] ?? null,
          contact: startup.data['contact'] ?? null,
          phases: phasesOf(startup),
        },
      ];
    }),
  );

/** `authors.json`: the members who are published. */
export const authorsAnswer = (site: Site) =>
  site.members.map(({ id, fullname, role, domaine, link, github, missions }) => ({
    id,
    fullname,
    role: escaped(role),
    domaine: escaped(domaine),
    link: escaped(link),
    ...(github === null ? {} : { github }),
    missions: missions.map(({ start, end, status, employer }) => ({ start, end, status, employer })),
    startups: [...new Set(missions.flatMap(({ startups }) => startups))],
  }));

const SINGLE = [
  'phases',
  'mission',
  'link',
  'incubator',
  'repository',
  'contact',
  'accessibility_status',
  'stats_url',
  'budget_url',
  'impact_url',
  'dashlord_url',
  'redirect_from',
  'usertypes',
  'techno',
  'mon_service_securise',
] as const;

/** `v3/startups/:id.json`: one startup as its fiche says it; what it does not say has no key. */
export function startupAnswer(site: Site, startup: SiteDocument, today: Day): Record<string, unknown> {
  const { active, expired } = membersOf(site, startup.id, today);
  const many = startup.data['incubators'];
  const single = startup.data['incubator'];
  return {
    name: startup.data['title'] ?? null,
    ...Object.fromEntries(
      SINGLE.filter((key) => startup.data[key] !== undefined).map((key) => [key, startup.data[key]]),
    ),
    incubators: Array.isArray(many) && many.length > 0 ? many : single === undefined ? [] : [single],
    active_members: active,
    previous_members: expired,
    content: contentOf(startup),
  };
}
