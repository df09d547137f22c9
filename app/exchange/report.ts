import type { Oddity } from '~/platform/document/field-reader';

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

/** What each kind of oddity is called, in the report and in the inside view. */
export const ODDITY_LABELS: Readonly<Record<string, string>> = {
  'phase-meme-jour': 'Deux phases le même jour',
  'phase-chevauchement': 'Phases qui se chevauchent',
  'phase-trou': 'Trou entre deux phases',
  'phase-future': 'Phase qui n’a pas commencé',
  'phase-derniere-finie': 'Dernière phase terminée sans suite',
  'phase-ordre': 'Phases écrites dans un autre ordre',
  'phase-inconnue': 'Phase inconnue',
  'phase-ancien-nom': 'Ancien nom de phase',
  'phase-absente': 'Aucune phase',
  date: 'Date à vérifier',
  'champ-inconnu': 'Champ inconnu du modèle',
  adresse: 'Adresse à vérifier',
  'html-echappe': 'Adresse écrite en HTML',
  espaces: 'Espaces en trop',
  'caracteres-invisibles': 'Caractères invisibles',
  reference: 'Renvoi à une fiche absente',
  fast: 'Financement FAST à vérifier',
  valeur: 'Valeur hors de la liste',
  forme: 'Champ d’une autre forme',
  doublon: 'Élément en double',
  redirection: 'Redirection sans effet',
  incubateurs: 'Incubateurs à vérifier',
  html: 'HTML actif retiré',
  'corps-vide': 'Fiche sans texte',
  identifiant: 'Identifiant à vérifier',
};

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
        `${place(oddity.file, oddity.line)}  ${oddity.field}  [${oddity.kind}]  « ${oddity.found.replace(/\s+/g, ' ').slice(0, 120)} » → ${oddity.understood}`,
    ),
    ...report.unreadable.map((fault) => `${place(fault.file, fault.line)}  ILLISIBLE  ${fault.reason}`),
    ...report.proposals.map((file) => `${file}  modifiée ici : la version lue devient une proposition`),
    ...report.missing.map((file) => `${file}  absente du dossier, gardée`),
    '',
    'Signalements par nature :',
    ...countByKind(report.oddities).map(
      ([kind, count]) => `  ${String(count).padStart(5)}  ${ODDITY_LABELS[kind] ?? kind} (${kind})`,
    ),
    '',
    'Fichiers par collection :',
    ...Object.entries(report.byCollection).map(
      ([collection, part]) =>
        `  ${collection.padEnd(16)} ${part.read} lus, ${part.created} créés, ${part.changed} changés, ${part.unchanged} inchangés`,
    ),
    '',
    `${counts.read} lus, ${counts.created} créés, ${counts.changed} changés, ${counts.unchanged} inchangés, ` +
      `${counts.proposals} propositions, ${counts.flagged} signalés, ${counts.unreadable} illisibles, ${counts.missing} absents du dossier.`,
    report.dryRun ? 'Essai à blanc : rien n’a été écrit.' : '',
  ];
  return lines.join('\n');
}
