import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { sql } from '~/platform/database/sql.server';
import { indicatorByCode } from './all';

export interface IndicatorYearInput {
  code: string;
  year: number;
  target: number | null;
  published: number | null;
  source: string;
  explanation: string;
  entered: number | null;
  enteredSource: string;
  version: number;
}

/**
 * Writes what is known of an indicator in one year beside our count. Every figure has its source.
 * @throws {RuleError | StaleError}
 */
export async function writeIndicatorYear(acting: Acting, input: IndicatorYearInput): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  if (!indicatorByCode(input.code)) throw new RuleError('Cet indicateur n’existe pas.');
  if (input.published !== null && input.source === '')
    throw new RuleError('Dites où ce chiffre a été publié.', 'source');
  if (input.entered !== null && input.enteredSource === '')
    throw new RuleError('Dites d’où vient ce chiffre.', 'source-saisie');
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const changed = await tx.$executeRaw(
      sql`INSERT INTO indicator_year (code, year, target, published, published_source, explanation, entered, entered_source, version, updated_at)
          SELECT ${input.code}, ${input.year}, ${input.target}, ${input.published}, ${input.source}, ${input.explanation}, ${input.entered}, ${input.enteredSource}, 1, ${now}
          WHERE ${input.version} = 0 OR EXISTS (SELECT 1 FROM indicator_year WHERE code = ${input.code} AND year = ${input.year})
          ON CONFLICT (code, year) DO UPDATE SET target = EXCLUDED.target, published = EXCLUDED.published, published_source = EXCLUDED.published_source,
            explanation = EXCLUDED.explanation, entered = EXCLUDED.entered, entered_source = EXCLUDED.entered_source, version = indicator_year.version + 1, updated_at = EXCLUDED.updated_at
            WHERE indicator_year.version = ${input.version}`,
    );
    if (changed === 0) throw new StaleError();
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: 'write-indicator-year',
        thing: { kind: 'indicator', id: `${input.code}/${input.year}` },
        after: { target: input.target, published: input.published, entered: input.entered },
      },
    ]);
  });
}
