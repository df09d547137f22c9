import type { LoaderFunctionArgs } from '@remix-run/node';
import { startupItem } from '~/exchange/api/items';
import { fieldsSentSchema } from '~/exchange/api/schemas';
import { writeFields } from '~/exchange/publication/write-fields.server';
import { parseDay } from '~/platform/day';
import { writing } from './api-writing.server';
import { badData, openJson, startupAsked } from './open-data.server';

/** One startup of the API, as of a day. */
export function loader({ context: { network, origin, clock }, params, request }: LoaderFunctionArgs) {
  const today = clock.today();
  const asked = new URL(request.url).searchParams.get('au');
  const on = asked === null ? today : parseDay(asked);
  if (on === null || on > today) throw badData(['« au » doit être un jour passé, par exemple 2021-12-31.']);
  return openJson(startupItem(startupAsked(network, params['id']), origin, on), network.demo);
}

/** The digest that a program read; with quotes, as HTTP writes an ETag, or without. */
const digestIn = (header: string | null): string | null =>
  header === null || header === '*' ? null : header.replace(/^W\//, '').replace(/^"|"$/g, '');

/** Writes fields of one fiche: only the lines of what differs change, and everybody reads it at once. */
export const action = writing({
  method: 'PATCH',
  scope: 'fiche',
  schema: fieldsSentSchema,
  expects: '{ "champs": { "mission": "…", "link": "https://…" } }',
  async act({ context, startup, acting, request }, { champs }) {
    const fiche = await writeFields(
      acting,
      context.network,
      startup.publicId,
      champs,
      digestIn(request.headers.get('If-Match')),
    );
    return { answer: { fiche } };
  },
});
