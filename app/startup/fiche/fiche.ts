import { formatDay } from '~/design/formats';
import type { Day } from '~/platform/day';
import { plausibleEuros, type Cents } from '~/platform/money';
import { FieldReader, type Oddity } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';
import { EVENT_KINDS } from '../events';
import { phaseOddities, type Phase } from '../life';
import { FORMER_PHASE_NAMES, isPhaseCode, PHASE_CODES, type PhaseCode } from '../rules';

/** What the model keeps of one file of the startups' collection. The file itself is kept too, byte for byte. */
export interface Fiche {
  title: string;
  mission: string;
  content: string;
  link: string | null;
  repository: string | null;
  contact: string | null;
  stats: boolean | null;
  statsUrl: string | null;
  impactUrl: string | null;
  budgetUrl: string | null;
  dashlordUrl: string | null;
  accessibilityStatus: string | null;
  riskAnalysis: boolean | null;
  riskAnalysisUrl: string | null;
  secureService: boolean | null;
  noindex: boolean;
  fictional: boolean;
  formerIds: string[];
  incubators: string[];
  sponsors: string[];
  phases: Array<{ code: PhaseCode; rawCode: string; start: Day; end: Day | null }>;
  events: Array<{ kind: string; day: Day; comment: string | null }>;
  awards: Array<{ edition: number; awarded: Cents | null; source: string }>;
  nationalImpacts: Array<{ day: Day; labelYear: number }>;
  themes: string[];
  audiences: string[];
  technologies: string[];
}

export const ACCESSIBILITY_STATUSES = [
  'non conforme',
  'partiellement conforme',
  'totalement conforme',
] as const;
/** Keys that the model leaves in the file on purpose: they name people. */
const LEFT_IN_FILE = ['contact_dinum', 'contact_incubator', 'id'];

const MARKUP = /<(script|iframe|object|embed|style|form|input)\b|\son\w+\s*=|\sstyle\s*=|javascript:/i;

function readPhases(reader: FieldReader): Fiche['phases'] {
  return reader.items('phases').flatMap((item, index) => {
    const rawCode = typeof item['name'] === 'string' ? item['name'].trim() : '';
    const start = reader.itemDay('phases', index, item['start']);
    const end = reader.itemDay('phases', index, item['end']);
    const former = Object.hasOwn(FORMER_PHASE_NAMES, rawCode) ? FORMER_PHASE_NAMES[rawCode] : undefined;
    const code = isPhaseCode(rawCode) ? rawCode : former;
    if (code === undefined) {
      reader.flag(
        'phase-inconnue',
        'phases',
        rawCode,
        `phase laissée de côté ; connues : ${PHASE_CODES.join(', ')}`,
        index,
      );
      return [];
    }
    if (former) reader.flag('phase-ancien-nom', 'phases', rawCode, code, index);
    if (start === null) {
      reader.flag('date', 'phases', item['start'], 'phase laissée de côté : sans début', index);
      return [];
    }
    if (end !== null && end < start) {
      reader.flag(
        'date',
        'phases',
        `fin le ${formatDay(end)}, avant le début le ${formatDay(start)}`,
        'fin ignorée',
        index,
      );
      return [{ code, rawCode, start, end: null }];
    }
    return [{ code, rawCode, start, end }];
  });
}

function readEvents(reader: FieldReader): Fiche['events'] {
  return reader.items('events').flatMap((item, index) => {
    const kind = typeof item['name'] === 'string' ? item['name'].trim() : '';
    const day = reader.itemDay('events', index, item['date']);
    if (day === null) {
      reader.flag('date', 'events', item['date'], 'événement laissé de côté : sans date', index);
      return [];
    }
    if (!(EVENT_KINDS as readonly string[]).includes(kind)) {
      reader.flag('valeur', 'events', kind, 'événement d’une nature inconnue, montré comme « autre »', index);
    }
    const comment = typeof item['comment'] === 'string' ? item['comment'].trim() : '';
    return [{ kind, day, comment: comment === '' ? null : comment }];
  });
}

const LAST_EDITION = 999;
/** Whether a number can be that of an edition of FAST. */
export const isEdition = (edition: number): boolean =>
  Number.isInteger(edition) && edition >= 1 && edition <= LAST_EDITION;

const AMOUNT = /(\d[\d\s\u00A0\u202F_.]*)\s*(?:€|euros)/i;
const EDITION = /promotion\s*(?:n[°o]\s*)?(\d+)/i;

function amountIn(comment: string): Cents | null {
  const match = AMOUNT.exec(comment);
  const digits = match?.[1]?.replace(/\D/g, '') ?? '';
  return digits === '' ? null : plausibleEuros(Number(digits));
}

/**
 * A sheet of the network holds one `fast` map, which a second award overwrites, and `fast` events, whose comments
 * may name an edition. Each edition named becomes one award; where map and event disagree, the map is taken and
 * the difference told.
 */
function readAwards(reader: FieldReader, events: Fiche['events']): Fiche['awards'] {
  const awards = new Map<number, Fiche['awards'][number]>();
  const map = reader.raw('fast');
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) {
    const { promotion, montant } = map as Record<string, unknown>;
    const edition = Number(promotion);
    const unknown = montant === undefined || montant === null || montant === '';
    const awarded = unknown ? null : plausibleEuros(Number(montant));
    if (isEdition(edition) && (unknown || awarded !== null)) {
      awards.set(edition, { edition, awarded, source: 'fiche, champ fast' });
    } else {
      reader.flag('fast', 'fast', map, 'financement laissé de côté : promotion ou montant illisible');
    }
  } else if (map !== undefined && map !== null && map !== '') {
    reader.flag('forme', 'fast', map, 'champ ignoré');
  }
  const fastEvents = events.filter((event) => event.kind === 'fast');
  for (const event of fastEvents) {
    const comment = event.comment ?? '';
    const edition = Number(EDITION.exec(comment)?.[1] ?? 0);
    const amount = amountIn(comment);
    if (!isEdition(edition)) {
      if (amount !== null || awards.size === 0) {
        reader.flag(
          'fast',
          'events',
          comment || event.day,
          'financement FAST d’édition inconnue : montré comme événement, sans compter dans les totaux',
        );
      }
      continue;
    }
    const known = awards.get(edition);
    if (known === undefined) {
      awards.set(edition, { edition, awarded: amount, source: 'fiche, événement fast' });
    } else if (known.awarded === null) {
      known.awarded = amount;
    } else if (amount !== null && amount !== known.awarded) {
      reader.flag('fast', 'events', comment, `${known.awarded / 100} € retenus, d’après le champ fast`);
    }
  }
  if (awards.size > 0 && fastEvents.length === 0) {
    reader.flag('fast', 'fast', map, 'financement sans événement fast : sa date est celle de l’édition');
  }
  return [...awards.values()];
}

/** From here on labels are announced in the winter or spring that follows their year; before, events bear their own. */
const ANNOUNCED_LATER = '2023-01-01' as Day;

/** The year of a label: before July, the one before its announcement. */
const labelYear = (day: Day): number =>
  Number(day.slice(0, 4)) - (day >= ANNOUNCED_LATER && day.slice(5) < '07-01' ? 1 : 0);

function readReferences(reader: FieldReader, field: string, prefix: string): string[] {
  const ids = reader
    .texts(field)
    .map((text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text).normalize('NFC'));
  return [...new Set(ids)];
}

function readFormerIds(reader: FieldReader): string[] {
  const ids = reader.texts('redirect_from').flatMap((path, index) => {
    const match = /^\/?startups\/([^/]+?)(?:\.md|\.html|\/)?$/.exec(path);
    if (match?.[1]) return [match[1].normalize('NFC')];
    reader.flag(
      'redirection',
      'redirect_from',
      path,
      'hors de /startups/ : gardée dans le fichier, sans effet ici',
      index,
    );
    return [];
  });
  return [...new Set(ids)];
}

function readIncubators(reader: FieldReader): string[] {
  const single = reader.text('incubator');
  const several = readReferences(reader, 'incubators', '/incubators/');
  const all = several.length > 0 ? several : single === null ? [] : [single.normalize('NFC')];
  if (single !== null && several.length > 0 && !several.includes(single.normalize('NFC'))) {
    reader.flag('incubateurs', 'incubators', several.join(', '), `ajouté : ${single}`);
    return [single.normalize('NFC'), ...all];
  }
  if (all.length === 0) reader.flag('reference', 'incubator', '', 'aucun incubateur');
  return all;
}

/** @param today for the phases that are still to come. */
export function readFiche(
  id: string,
  document: FrontMatterDocument,
  today: Day,
): { fiche: Fiche; oddities: Oddity[] } {
  const reader = new FieldReader(document);
  const phases = readPhases(reader);
  const events = readEvents(reader);
  const status = reader.text('accessibility_status');
  if (status !== null && !(ACCESSIBILITY_STATUSES as readonly string[]).includes(status)) {
    reader.flag(
      'valeur',
      'accessibility_status',
      status,
      `hors de la liste : ${ACCESSIBILITY_STATUSES.join(', ')}`,
    );
  }
  const title = reader.text('title');
  if (title === null)
    reader.flag('forme', 'title', document.attributes['title'], `titre absent, remplacé par « ${id} »`);
  const fiche: Fiche = {
    title: title ?? id,
    mission: reader.text('mission') ?? '',
    content: document.body,
    link: reader.address('link'),
    repository: reader.address('repository'),
    contact: reader.text('contact'),
    stats: reader.yesNo('stats'),
    statsUrl: reader.address('stats_url'),
    impactUrl: reader.address('impact_url'),
    budgetUrl: reader.address('budget_url'),
    dashlordUrl: reader.address('dashlord_url'),
    accessibilityStatus: status,
    riskAnalysis: reader.yesNo('analyse_risques'),
    riskAnalysisUrl: reader.address('analyse_risques_url'),
    secureService: reader.yesNo('mon_service_securise'),
    noindex: (reader.text('robots') ?? '').includes('noindex'),
    fictional: reader.yesNo('fictif') ?? false,
    formerIds: readFormerIds(reader),
    incubators: readIncubators(reader),
    sponsors: readReferences(reader, 'sponsors', '/organisations/'),
    phases,
    events,
    awards: readAwards(reader, events),
    nationalImpacts: events
      .filter((event) => event.kind === 'national_impact')
      .map(({ day }) => ({ day, labelYear: labelYear(day) })),
    themes: reader.texts('thematiques'),
    audiences: reader.texts('usertypes'),
    technologies: reader.texts('techno'),
  };
  reader.flagUnknownKeys(LEFT_IN_FILE);
  const lifeOf: Phase[] = phases.map(({ code, start, end }) => ({ code, start, end, origin: 'historique' }));
  for (const oddity of phaseOddities(lifeOf, today)) {
    reader.flag(oddity.kind, 'phases', oddity.found, oddity.understood, oddity.index);
  }
  if (phases.length === 0)
    reader.flag('phase-absente', 'phases', '', 'aucune phase datée : startup sans étape');
  if (MARKUP.test(fiche.content) || MARKUP.test(fiche.mission)) {
    reader.flag('html', 'contenu', '', 'scripts, cadres et styles retirés à l’affichage');
  }
  if (fiche.content.trim() === '') reader.flag('corps-vide', 'contenu', '', 'fiche sans texte');
  return { fiche, oddities: reader.oddities };
}
