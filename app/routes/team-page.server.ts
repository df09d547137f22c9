import { mistakesByField } from '~/platform/form-fields';
import { formatDay } from '~/design/formats';
import type { FormAnswer } from '~/design/form/Mistakes';
import { invitationSchema, missionChangeSchema } from '~/person/mission-schema';
import {
  changeMission,
  endMission,
  extendMission,
  invite,
  LEAVING_STEPS,
  readTeam,
  rolesToGive,
  settleLeaving,
  type TeamPlace,
} from '~/person/missions.server';
import type { TeamLine } from '~/person/parts/TeamTable';
import { isCurrent, isReadable } from '~/person/rights';
import { EMPLOYER_KINDS, ROLES, type EmployerKind } from '~/person/roles';
import { day, daysBetween } from '~/platform/day';
import { isId } from '~/platform/identifier';
import { tried, textsOf } from './guards.server';
import type { SiteContext } from './site-context';

/** The people of a place as its page shows them. The caller has asked for the right. */
export async function teamLines(context: SiteContext, place: TeamPlace): Promise<TeamLine[]> {
  const today = context.clock.today();
  const me = context.actor.kind === 'person' ? context.actor.personId : null;
  return (await readTeam(context.database.prisma, place)).map((mission) => {
    const dates = {
      from: mission.from === null ? null : day(mission.from),
      until: mission.until === null ? null : day(mission.until),
      withdrawn: mission.withdrawn,
    };
    return {
      id: mission.id,
      name: mission.name,
      role: mission.role,
      roleLabel: ROLES[mission.role].label,
      employer: mission.employerKind === null ? null : EMPLOYER_KINDS[mission.employerKind],
      employerKind: mission.employerKind ?? '',
      from: mission.from ?? '',
      until: mission.until ?? '',
      fromText: dates.from && formatDay(dates.from),
      untilText: dates.until && formatDay(dates.until),
      daysLeft: dates.until && daysBetween(today, dates.until),
      state: isCurrent(dates, today)
        ? 'current'
        : dates.from !== null && dates.from > today
          ? 'coming'
          : isReadable(dates, today)
            ? 'grace'
            : 'over',
      version: mission.version,
      mine: mission.personId === me,
      leaving: LEAVING_STEPS.map(({ code, label }) => ({
        code,
        label,
        done: mission.stepsDone.includes(code),
      })),
    };
  });
}

/** The roles that whoever reads the page may give there. */
export const roleChoices = (context: SiteContext, place: TeamPlace) =>
  rolesToGive(context, place).map((value) => ({ value, label: ROLES[value].label }));
export const employerChoices = () =>
  (Object.keys(EMPLOYER_KINDS) as EmployerKind[]).map((value) => ({ value, label: EMPLOYER_KINDS[value] }));

/**
 * What a team page's forms ask: invite, extend, correct, end, keep the leaving list.
 * @returns mistakes to show, or null when it is done; undefined when the form is another one.
 */
export async function teamAction(
  context: SiteContext,
  place: TeamPlace,
  form: FormData,
): Promise<FormAnswer | null | undefined> {
  const typed = textsOf(form);
  const answer = (mistakes: Record<string, string> | null): FormAnswer | null =>
    mistakes && { typed, mistakes };
  if (typed['intention'] === 'inviter') {
    const parsed = invitationSchema.safeParse({
      statut: '',
      fin: '',
      nom: '',
      courriel: '',
      debut: '',
      ...typed,
    });
    if (!parsed.success) return answer(mistakesByField(parsed.error));
    const mistakes = await tried(() => invite(context, place, parsed.data));
    if (!mistakes) context.mail.wake();
    return answer(mistakes);
  }
  const verbs: Readonly<
    Record<string, (mission: { missionId: string; version: number }) => Promise<unknown>>
  > = {
    prolonger: (mission) => extendMission(context, place, mission),
    finir: (mission) => endMission(context, place, mission),
    depart: ({ missionId }) =>
      settleLeaving(context, place, { missionId, done: form.getAll('fait').map(String) }),
  };
  const intention = typed['intention'] ?? '';
  if (intention !== 'corriger' && !Object.hasOwn(verbs, intention)) return undefined;
  const missionId = typed['mission'] ?? '';
  const version = Number(typed['version']);
  if (!isId(missionId) || !Number.isInteger(version) || Math.abs(version) > 1_000_000_000)
    return answer({ form: 'Cette mission n’existe pas ici.' });
  if (intention !== 'corriger') return answer(await tried(() => verbs[intention]!({ missionId, version })));
  const parsed = missionChangeSchema.safeParse({ statut: '', fin: '', debut: '', ...typed });
  if (!parsed.success) return answer({ form: Object.values(mistakesByField(parsed.error))[0]! });
  return answer(await tried(() => changeMission(context, place, { ...parsed.data, missionId, version })));
}

/** What is said once one of these is done. */
const DONE: Readonly<Record<string, string>> = {
  inviter: 'L’invitation est partie.',
  prolonger: 'La mission est prolongée de six mois.',
  corriger: 'La mission est corrigée.',
  finir: 'La mission est finie : les accès sont fermés.',
  depart: 'La liste de départ est gardée.',
  accepter: 'La personne rejoint l’équipe : elle en est prévenue.',
  refuser: 'La demande est refusée : la personne en est prévenue.',
  partager: 'Ce que vous partagez est enregistré.',
};
export const doneSentence = (request: Request): string | null => {
  const done = new URL(request.url).searchParams.get('fait');
  return done !== null && Object.hasOwn(DONE, done) ? DONE[done]! : null;
};
export const doneQuery = (form: FormData): string =>
  `fait=${encodeURIComponent(String(form.get('intention') ?? ''))}`;
