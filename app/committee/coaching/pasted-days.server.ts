import { RuleError } from '~/person/acting';
import { headed } from '~/platform/files/blank-rows';
import { rowsOfText, UnreadableTableError } from '~/platform/files/spreadsheet.server';
import { folded } from '~/platform/folding';
import { readFigure } from '~/platform/form-fields';
import type { Day } from '~/platform/day';
import { firstOfMonth, readPeriodDay } from '~/impact/values/periods';

/** A month holds no more days of one person. */
export const MOST_DAYS = 31;

/** The days of a month as a coach types them: « 2,5 ». @returns null when it is no number of days. */
export function readDays(text: string): number | null {
  const days = readFigure(text);
  return days === null || days < 0 || days > MOST_DAYS ? null : days;
}

const MOST_LINES = 2000;
const rowsOf = async (text: string): Promise<string[][]> => {
  try {
    return await rowsOfText(text, MOST_LINES);
  } catch (error) {
    if (error instanceof UnreadableTableError) throw new RuleError(error.message, 'tableau');
    throw error;
  }
};

/**
 * A table « startup, mois, jours » pasted from a spreadsheet, with or without its head.
 * @throws {RuleError} naming the first line that cannot be read: a table is taken whole or not at all.
 */
export async function readPastedDays<Place extends { publicId: string; title: string }>(
  text: string,
  mine: readonly Place[],
): Promise<Array<{ startup: Place; month: Day; days: number }>> {
  const table = headed(await rowsOf(text));
  if (!table) throw new RuleError('Collez un tableau : startup, mois, jours.', 'tableau');
  const byName = new Map(
    mine.flatMap((place) => [
      [folded(place.title), place] as const,
      [folded(place.publicId), place] as const,
    ]),
  );
  const bare = readPeriodDay(table.head[1] ?? '') !== null;
  const lines = bare ? [table.head, ...table.body] : table.body;
  const first = bare ? table.firstLine - 1 : table.firstLine;
  return lines.map((row, index) => {
    const startup = byName.get(folded((row[0] ?? '').trim()));
    const month = readPeriodDay(row[1] ?? '');
    const days = readDays(row[2] ?? '');
    const wrong = !startup
      ? `« ${row[0] ?? ''} » n’est pas une startup que vous accompagnez`
      : month === null
        ? `« ${row[1] ?? ''} » n’est pas un mois, par exemple 2026-03`
        : days === null
          ? `« ${row[2] ?? ''} » n’est pas un nombre de jours entre 0 et ${MOST_DAYS}`
          : null;
    if (wrong !== null || !startup || month === null || days === null)
      throw new RuleError(`Ligne ${first + index} : ${wrong}. Rien n’a été enregistré.`, 'tableau');
    return { startup, month: firstOfMonth(month), days };
  });
}
