import type { LoaderFunctionArgs } from '@remix-run/node';
import { lifeLineOf, statusSentence } from '~/network/life-line';
import { previewPicture } from '~/network/parts/preview-picture.server';
import { plainText } from '~/platform/document/render.server';
import { currentPhase } from '~/startup/life';
import { PUBLIC_PAGE } from './answers.server';
import { startupOf } from './startup-lookup.server';

/** The picture that a shared link shows, as PNG. */
export async function loader({ context: { network, clock }, params }: LoaderFunctionArgs) {
  const startup = startupOf(network, params.id, '/apercu.png');
  const today = clock.today();
  const png = await previewPicture({
    title: startup.title,
    status: statusSentence(currentPhase(startup.phases, today), today),
    mission: plainText(startup.mission),
    incubators: startup.incubators.map(({ title }) => title).join(' · '),
    demo: network.demo,
    lifeLine: lifeLineOf(startup, today),
  });
  return new Response(new Uint8Array(png), { headers: { 'Content-Type': 'image/png', ...PUBLIC_PAGE } });
}
