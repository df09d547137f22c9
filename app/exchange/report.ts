import type { Oddity } from '~/platform/document/field-reader';
import { ODDITY_LABELS } from '~/platform/document/oddity-labels';

export interface FileOddity extends Oddity {
  /** `_startups/a-just.md` */
  file: string;
}

export interface Unreadable {
  file: string;
  line: number | null;
  reason: string;
}

/** What an import read, did and found; the same for people and, as JSON, for programs. */
export interface ImportReport {
  folder: string;
  dryRun: boolean;
  counts: {
    read: number;
    created: number;
    changed: number;
    unchanged: number;
    proposals: number;
    flagged: number;
    unreadable: number;
    missing: number;
  };
  byCollection: Record<string, { read: number; created: number; changed: number; unchanged: number }>;
  oddities: FileOddity[];
  unreadable: Unreadable[];
  proposals: string[];
  missing: string[];
}

export function countByKind(oddities: readonly FileOddity[]): Array<[kind: string, count: number]> {
  const counts = new Map<string, number>();
  for (const oddity of oddities) counts.set(oddity.kind, (counts.get(oddity.kind) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
}

const place = (file: string, line: number | null) => (line === null ? file : `${file}:${line}`);

/** The report as text for a terminal. */
export function reportAsText(report: ImportReport): string {
  const { counts } = report;
  const lines = [
    '',
    ...report.oddities.map(
      (oddity) =>
        `${place(oddity.file, oddity.line)}  ${oddity.field}  [${oddity.kind}]  « ${oddity.found.replace(/\s+/g, ' ').slice(0, 120)} » → ${oddity.understood}`,
    ),
    ...report.unreadable.map((fault) => `${place(fault.file, fault.line)}  ILLISIBLE  ${fault.reason}`),
    ...report.proposals.map((file) => `${file}  modifiée ici : la version lue devient une proposition`),
    ...report.missing.map((file) => `${file}  absente du dossier, gardée`),
    '',
    'Signalements par nature :',
    ...countByKind(report.oddities).map(
      ([kind, count]) => `  ${String(count).padStart(5)}  ${ODDITY_LABELS[kind] ?? kind} (${kind})`,
    ),
    '',
    'Fichiers par collection :',
    ...Object.entries(report.byCollection).map(
      ([collection, part]) =>
        `  ${collection.padEnd(16)} ${part.read} lus, ${part.created} créés, ${part.changed} changés, ${part.unchanged} inchangés`,
    ),
    '',
    `${counts.read} lus, ${counts.created} créés, ${counts.changed} changés, ${counts.unchanged} inchangés, ` +
      `${counts.proposals} propositions, ${counts.flagged} signalés, ${counts.unreadable} illisibles, ${counts.missing} absents du dossier.`,
    report.dryRun ? 'Essai à blanc : rien n’a été écrit.' : '',
  ];
  return lines.join('\n');
}
