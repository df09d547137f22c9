import { line, mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import type { Network } from '~/network/facts';
import { EDITORS } from '~/exchange/publication/editors';
import { createFile, proposedId } from '~/exchange/publication/lifecycle.server';
import { idOfPath } from '~/exchange/publication/replace.server';
import { NETWORK } from '~/person/rights';
import { readRows, sql } from '~/platform/database/sql.server';
import { readDocument } from '~/platform/document/front-matter';
import { folded } from '~/platform/folding';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { networkCollectionOf } from './network-collections.server';

const fileRow = z.object({ path: z.string(), bytes: z.instanceof(Uint8Array) });

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const known = networkCollectionOf(args.params.collection);
  const rows = await readRows(
    args.context.database.prisma,
    fileRow,
    sql`SELECT path, bytes FROM content_file WHERE collection = ${known.collection} AND fault IS NULL AND archived_at IS NULL`,
  );
  const asked = new URL(args.request.url).searchParams.get('q') ?? '';
  const items = rows
    .map(({ path, bytes }) => ({
      id: idOfPath(path),
      label: itemLabel(args.context.network, readDocument(bytes).attributes, known.nameKey, idOfPath(path)),
    }))
    .filter(({ label, id }) => folded(`${label} ${id}`).includes(folded(asked)))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'));
  return { address: known.address, label: known.label, one: EDITORS[known.collection].one, items, asked };
}

/** What an item is called in its list; teams bear the same names, so their incubator is said too. */
function itemLabel(
  network: Network,
  attributes: Readonly<Record<string, unknown>>,
  nameKey: string,
  id: string,
): string {
  const incubator = network.incubatorById.get(String(attributes['incubator'] ?? ''));
  return `${String(attributes[nameKey] ?? id)}${incubator ? `, ${incubator.title}` : ''}`;
}

/** Adds one, with its name: the rest is filled on its page. */
export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const known = networkCollectionOf(args.params.collection);
  const typed = await textFields(args.request);
  const parsed = z.object({ nom: line('Nom') }).safeParse({ nom: '', ...typed });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const id = proposedId(parsed.data.nom);
  const mistakes = await tried(() =>
    args.context.database.transaction((tx) =>
      createFile(tx, args.context, known.collection, id, {
        attributes: known.begin(parsed.data.nom),
        body: '',
      }),
    ),
  );
  if (mistakes)
    return mistaken(typed, { nom: mistakes['identifiant'] ?? mistakes['form'] ?? 'Ce nom ne convient pas.' });
  await args.context.refreshNetwork();
  return redirect(`/reseau/${known.address}/${encodeURIComponent(id)}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.label ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkCollection() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: 'Listes du réseau', to: '/reseau' },
        ]}
        here={page.label}
      />
      <h1>{page.label}</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="get" role="search" className="mb-4 flex flex-wrap items-end gap-2">
        <div className="sans-marge min-w-0 flex-1 basis-64">
          <TextField name="q" type="search" label="Chercher dans cette liste" value={page.asked} />
        </div>
        <button type="submit" className="fr-btn fr-btn--secondary">
          Chercher
        </button>
      </Form>
      {page.items.length === 0 ? (
        <p>{page.asked === '' ? 'Rien encore dans cette liste.' : 'Rien ne porte ce nom.'}</p>
      ) : (
        <ul className="m-0 list-none columns-1 p-0 sm:columns-2">
          {page.items.map((item) => (
            <li key={item.id} className="break-inside-avoid border-b border-trait py-2">
              <Link to={`/reseau/${page.address}/${encodeURIComponent(item.id)}`}>{item.label}</Link>
            </li>
          ))}
        </ul>
      )}
      <h2 className="mt-10">Ajouter</h2>
      <Form method="post" noValidate className="max-w-xl">
        <TextField
          name="nom"
          label={`Nom (${page.one})`}
          value={answer?.typed['nom']}
          mistake={answer?.mistakes['nom']}
        />
        <button type="submit" className="fr-btn">
          Ajouter
        </button>
      </Form>
    </div>
  );
}
