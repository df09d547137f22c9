import type { LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import { metricItem } from '~/exchange/api/items';
import { valuesSentSchema } from '~/exchange/api/schemas';
import { FieldMistakesError } from '~/exchange/publication/write-fields.server';
import { metricsOf } from '~/impact/reads.server';
import { record } from '~/impact/values/batch.server';
import { readTable } from '~/impact/values/lines';
import { writing } from './api-writing.server';
import { openJson, startupAsked } from './open-data.server';

/** The public metrics of one startup, with their months. */
export async function loader({ context: { network, database, clock }, params }: LoaderFunctionArgs) {
  const startup = startupAsked(network, params['id']);
  const metrics = await metricsOf(database.prisma, startup.id, { inside: false, today: clock.today() });
  return openJson({ startup: startup.publicId, donnees: metrics.map(metricItem) }, network.demo);
}

/** Values of one startup, brought by a program that bears its token: all of them, or none. */
export const action = writing<z.output<typeof valuesSentSchema>>({
  method: 'POST',
  scope: 'valeurs',
  schema: valuesSentSchema,
  expects: '{ "valeurs": [{ "mesure", "date", "valeur" }] }',
  async act({ context, startup, acting }, { valeurs }) {
    const metrics = await metricsOf(context.database.prisma, startup.id, {
      inside: true,
      today: context.clock.today(),
    });
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
