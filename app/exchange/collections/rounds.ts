import { FieldReader } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';
import { isEdition } from '~/startup/fiche/fiche';
import { parseDay, type Day } from '~/platform/day';
import { plausibleEuros, type Cents } from '~/platform/money';

export interface Laureate {
  startup: string | null;
  incubator: string | null;
  name: string | null;
  awarded: Cents | null;
}

const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];

/** « FAST 6 - Décembre 2020 » is of December 2020. */
function monthInTitle(title: string): Day | null {
  const match = /(\p{L}+)\s+(\d{4})/u.exec(title.toLowerCase());
  const month = MONTHS.indexOf(match?.[1] ?? '');
  return match && month !== -1 ? parseDay(`${match[2]}-${String(month + 1).padStart(2, '0')}-01`) : null;
}

const MOST_COUNTED = 1_000_000;

const digits = (text: string | undefined): number | null => {
  const found = text?.replace(/\D/g, '') ?? '';
  return found === '' || Number(found) > MOST_COUNTED * 1000 ? null : Number(found);
};

/** What the sentence of an edition's page announces, where the front matter says nothing. */
function announcedIn(body: string) {
  const text = body.replace(/\s+/g, ' ');
  const total = digits(/montant total de ([\d .]+) ?€/.exec(text)?.[1]);
  return {
    applications: digits(/(\d+) candidatures/.exec(text)?.[1]),
    laureates: digits(/sélectionné (\d+) (?:projets|lauréats)/.exec(text)?.[1]),
    cents: plausibleEuros(total),
  };
}

/** An edition of FAST: facts in the front matter where they are, else what its title says. */
export function readRound(id: string, document: FrontMatterDocument) {
  const reader = new FieldReader(document);
  const title = reader.text('title') ?? id;
  const promotion = reader.raw('promotion');
  const edition = Number(promotion ?? /(\d+)/.exec(title)?.[1] ?? /(\d+)/.exec(id)?.[1]);
  const date = reader.text('date');
  const whole = (field: string) => {
    const value = reader.raw(field);
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_COUNTED
      ? value
      : null;
  };
  const announced = announcedIn(document.body);
  const laureates: Laureate[] = reader.items('laureats').map((item) => ({
    startup: typeof item['startup'] === 'string' ? item['startup'] : null,
    incubator: typeof item['incubator'] === 'string' ? item['incubator'] : null,
    name: typeof item['nom'] === 'string' ? item['nom'] : null,
    awarded: plausibleEuros(item['montant']),
  }));
  const row = {
    edition,
    title,
    held_on: (date ? parseDay(date) : null) ?? monthInTitle(title),
    applications: whole('candidatures') ?? announced.applications,
    announced_cents: plausibleEuros(reader.raw('montant_total')) ?? announced.cents,
    announced_laureates: whole('laureats_annonces') ?? announced.laureates,
    source: reader.text('source'),
    content: document.body,
  };
  if (!isEdition(edition)) {
    reader.flag('fast', 'promotion', promotion, 'édition laissée de côté : numéro introuvable');
  }
  reader.flagUnknownKeys(['sidebar', 'new-fast', 'layout']);
  return { row, laureates, reader, oddities: reader.oddities };
}
