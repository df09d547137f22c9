import type { LoaderFunctionArgs } from '@remix-run/node';
import { minutesOf } from '~/committee/minutes/minutes.server';
import { readStored } from '~/platform/files/store.server';
import { forbidden, notFound } from './answers.server';
import { attachment, footerOf, NO_SUCH_FORMAT, textAs } from './committee-file-formats.server';
import { committeeFor } from './committee-lookup.server';

/** The minutes as a file: the text that is on the page, or the paper that was signed. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, params, request } = args;
  const { committee, visible } = await committeeFor(args, 'startup.voir-comite');
  if (visible.length < committee.items.length)
    throw forbidden('Ce relevé porte aussi sur des startups d’autres portefeuilles.');
  const { prisma } = context.database;
  const all = await minutesOf(prisma, committee.id);
  const asked = new URL(request.url).searchParams.get('version');
  const minutes = asked === null ? all[0] : all.find(({ number }) => String(number) === asked);
  if (!minutes) throw notFound('Ce comité n’a pas de relevé.');
  const name = `releve-${committee.heldOn}`;
  if (params['fichier'] === 'releve-signe.pdf') {
    const stored =
      minutes.paperSha256 === null
        ? null
        : await readStored(prisma, context.settings.dataDir, minutes.paperSha256);
    if (!stored) throw notFound('Ce relevé n’a pas été signé sur papier.');
    return attachment(stored.bytes, 'application/pdf', `${name}-signe.pdf`);
  }
  const printed = {
    title: `Relevé de décisions du ${committee.heldOn}`,
    footer: footerOf(
      context.network,
      minutes.signedAt === null
        ? 'Relevé de décisions, non signé'
        : `Relevé de décisions, version ${minutes.number}`,
    ),
    at: minutes.signedAt ?? committee.closedAt ?? context.clock.now(),
  };
  const [what, format] = (params['fichier'] ?? '').split('.');
  if (what !== 'releve') throw notFound(NO_SUCH_FORMAT);
  return textAs(format, name, minutes.body, printed);
}
