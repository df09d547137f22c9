import type { z } from 'zod';
import { valuesSentSchema } from '~/exchange/api/schemas';
import { FieldMistakesError } from '~/exchange/publication/write-fields.server';
import { metricsOf } from '~/impact/reads.server';
import { record } from '~/impact/values/batch.server';
import { readTable } from '~/impact/values/lines';
import { writing } from './api-writing.server';
import { problem } from './open-data.server';

/** What a GET of this address answers: how it is used. */
export const loader = () => problem(405, 'Envoyez les valeurs par POST.', {}, { Allow: 'POST' });

/** Values of one startup, brought by a program that bears its token: all of them, or none. */
export const action = writing<z.output<typeof valuesSentSchema>>({
  method: 'POST',
  scope: 'valeurs',
  schema: valuesSentSchema,
  expects: '{ "valeurs": [{ "mesure", "date", "valeur" }] }',
  async act({ context, startup, acting }, { valeurs }) {
    const metrics = await metricsOf(context.database.prisma, startup.id, { inside: true });
    const { lines } = readTable(
      [['mesure', 'date', 'valeur'], ...valeurs.map(({ mesure, date, valeur }) => [mesure, date, valeur])],
      metrics,
      context.clock.today(),
    );
    const faulty = lines.flatMap((line) =>
      'mistake' in line ? [{ field: `valeurs.${line.line - 2}`, sentence: line.mistake }] : [],
    );
    if (faulty.length > 0 || lines.length === 0) throw new FieldMistakesError(faulty.slice(0, 100));
    const changed = await context.database.transaction((tx) =>
      record(
        tx,
        acting,
        { id: startup.id },
        lines.flatMap((line) => ('metricId' in line ? [line] : [])),
        'api',
        null,
      ),
    );
    return { answer: { recues: lines.length, changees: changed } };
  },
});
