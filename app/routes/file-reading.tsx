import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { passReading, readerOf, shownFileWithChanges } from '~/committee/file/file.server';
import { FileView } from '~/committee/parts/FileView';
import { committeeOfItem } from '~/committee/reads.server';
import { TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, formatInstant } from '~/design/formats';
import { COOKIES, readCookie } from '~/platform/http/cookies';
import { addressField, line, mistakesByField } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { withinLimit } from '~/platform/rate-limit.server';
import { z } from 'zod';
import { notFound } from './answers.server';
import { mistaken, textFields, tried } from './guards.server';

const GONE = 'Ce dossier ne s’ouvre qu’avec un lien personnel encore valable : rouvrez celui du courriel.';

/** The file that this browser opened by a signed link. @throws a 404 answer for everybody else. */
async function opened({ context, params, request }: LoaderFunctionArgs) {
  const itemId = params['point'] ?? '';
  const { prisma } = context.database;
  const secret = readCookie(request.headers.get('Cookie'), COOKIES.reading);
  const reader = isId(itemId) ? await readerOf(prisma, context.clock.now(), secret, itemId) : null;
  const committee = reader && (await committeeOfItem(prisma, itemId));
  const item = committee?.items.find(({ id }) => id === itemId);
  if (!reader || !committee || !item) throw notFound(GONE);
  return { reader, committee, item };
}

export async function loader(args: LoaderFunctionArgs) {
  const { reader, committee, item } = await opened(args);
  const { context } = args;
  const { contents, changes, file } = await shownFileWithChanges(
    context.database.prisma,
    committee,
    item,
    context.clock.now(),
  );
  return {
    title: item.title,
    heldOn: formatDay(committee.heldOn),
    name: reader.name,
    contents,
    changes,
    frozenOn: file.frozenAt === null ? null : formatInstant(file.frozenAt),
    today: context.clock.today(),
  };
}

const assistantSchema = z.object({ nom: line('Nom'), courriel: addressField });
const PASSED_AN_HOUR = 5;

/** Passes the reading to a named assistant. */
export async function action(args: ActionFunctionArgs) {
  const { reader, item } = await opened(args);
  const { context } = args;
  const typed = await textFields(args.request);
  const parsed = assistantSchema.safeParse(typed);
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const within = await withinLimit(context.database.prisma, context.clock.now(), {
    name: 'confier',
    subject: context.remoteAddress,
    limit: PASSED_AN_HOUR,
    minutes: 60,
  });
  if (!within) return mistaken(typed, { courriel: 'Trop d’envois en une heure : réessayez plus tard.' }, 429);
  const refused = await tried(() =>
    passReading(
      context,
      { itemId: item.id, linkId: reader.linkId, from: reader.name },
      { name: parsed.data.nom, address: parsed.data.courriel },
    ),
  );
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return Response.json({ typed: {}, mistakes: {}, passed: true });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Dossier de ${data?.title ?? 'comité'} · Jalons` },
  { name: 'robots', content: 'noindex' },
  { name: 'referrer', content: 'no-referrer' },
];

export default function FileReading() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as (FormAnswer & { passed?: boolean }) | undefined;
  const field = (name: string) => ({ name, value: answer?.typed[name], mistake: answer?.mistakes[name] });
  return (
    <div className="page py-10">
      <p className="text-discret m-0">
        Comité du {page.heldOn}, pour {page.name}
        {page.frozenOn && `, dossier figé le ${page.frozenOn}`}
      </p>
      <h1 className="mb-2">{page.title}</h1>
      {answer?.passed && <Done title="Le lien est parti : la personne lira ce dossier et rien d’autre." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <FileView contents={page.contents} changes={page.changes} frozenOn={page.frozenOn} today={page.today} />
      <section aria-labelledby="confier" className="sans-impression mt-10">
        <h2 id="confier">Confier cette lecture</h2>
        <p className="max-w-3xl">
          À une personne qui prépare le comité avec vous : elle reçoit un lien à son nom, pour ce dossier
          seulement.
        </p>
        <Form method="post" noValidate className="max-w-3xl">
          <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
            <TextField {...field('nom')} label="Nom" />
            <TextField {...field('courriel')} type="email" label="Courriel" />
          </div>
          <button type="submit" className="fr-btn fr-btn--secondary">
            Envoyer le lien
          </button>
        </Form>
      </section>
    </div>
  );
}
