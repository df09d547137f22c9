import { z } from 'zod';
import { day } from '~/platform/day';
import { isPhaseCode } from '~/startup/rules';

const dayText = z.string().transform((text) => day(text));

/**
 * A committee file as it is read: every figure in words, ready to be drawn, printed or frozen. What is frozen is read
 * by this same schema years later: fields are added, never renamed.
 */
export const contentsSchema = z.object({
  title: z.string(),
  mission: z.string(),
  problem: z.string(),
  status: z.string(),
  phases: z.array(
    z.object({
      code: z.string().refine(isPhaseCode),
      start: dayText,
      end: dayText.nullable(),
      origin: z.enum(['historique', 'declared', 'confirmed']),
    }),
  ),
  ask: z.object({ team: z.string(), money: z.string(), hypotheses: z.string() }),
  criteria: z.array(z.object({ text: z.string(), target: z.string(), due: z.string() })),
  done: z.string(),
  next: z.string(),
  metrics: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      sentence: z.string(),
      figure: z.string(),
      change: z.string(),
      months: z.array(z.object({ month: dayText, value: z.number() })),
      targets: z.array(z.object({ due: dayText, value: z.number(), words: z.string() })),
    }),
  ),
  costs: z.array(z.object({ label: z.string(), value: z.string(), formula: z.string() })),
  budget: z.string(),
  standards: z.string(),
  team: z.string(),
  /** What the last committee decided and asked, with the state of each condition and its evidence. */
  last: z
    .object({
      day: dayText,
      decision: z.string(),
      objectives: z.string(),
      conditions: z.array(
        z.object({ text: z.string(), due: dayText, state: z.string(), evidence: z.string() }),
      ),
    })
    .nullable(),
});
export type FileContents = z.infer<typeof contentsSchema>;

export interface FileChange {
  label: string;
  before: string;
  now: string;
}

const LABELS = {
  mission: 'Mission',
  problem: 'Problème',
  status: 'Phase',
  done: 'Les six derniers mois',
  next: 'Les six prochains mois',
  budget: 'Budget',
  standards: 'Standards de qualité',
  team: 'Équipe',
} as const;

/** What became different since a file was frozen, in words: shown beside it, never written over it. */
export function changesSince(frozen: FileContents, now: FileContents): FileChange[] {
  const plain = (Object.keys(LABELS) as Array<keyof typeof LABELS>).map((key) => ({
    label: LABELS[key],
    before: frozen[key],
    now: now[key],
  }));
  const ask = (['team', 'money', 'hypotheses'] as const).map((key) => ({
    label: { team: 'Équipe demandée', money: 'Enveloppe', hypotheses: 'Hypothèses' }[key],
    before: frozen.ask[key],
    now: now.ask[key],
  }));
  const named = (of: FileContents): Map<string, string> =>
    new Map([
      ...of.metrics.map(({ name, figure }) => [name, figure] as const),
      ...of.costs.map(({ label, value }) => [label, value] as const),
      ...of.criteria.map(({ text, target, due }) => [`Critère : ${text}`, `${target}, ${due}`] as const),
      ...(of.last?.conditions ?? []).map(
        ({ text, state, evidence }) =>
          [`Condition : ${text}`, evidence === '' ? state : `${state}, ${evidence}`] as const,
      ),
    ]);
  const [before, after] = [named(frozen), named(now)];
  const figures = [...new Set([...before.keys(), ...after.keys()])].map((label) => ({
    label,
    before: before.get(label) ?? '',
    now: after.get(label) ?? '',
  }));
  return [...plain, ...ask, ...figures].filter((one) => one.before !== one.now);
}
