import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField } from '~/design/form/Field';
import { formatInstant } from '~/design/formats';
import {
  HISTORY_SUBJECTS,
  LISTS_SHOWN_AT_ONCE,
  networkHistory,
  type HistorySubject,
} from '~/exchange/publication/network-history.server';
import { expectationVersions } from '~/network/expectation-verbs.server';
import { NETWORK } from '~/person/rights';
import { allowed } from './guards.server';
import { instantAsked } from './editing.server';

const isSubject = (text: string | null): text is HistorySubject =>
  text !== null && Object.hasOwn(HISTORY_SUBJECTS, text);

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const query = new URL(args.request.url).searchParams;
  const asked = query.get('sujet');
  const subject = isSubject(asked) ? asked : null;
  const { prisma } = args.context.database;
  const changes = await networkHistory(prisma, { subject, before: instantAsked(query.get('avant')) });
  const versions = await expectationVersions(prisma);
  const last = changes.at(-1);
  const next = new URLSearchParams({
    ...(subject ? { sujet: subject } : {}),
    ...(last ? { avant: last.at.toISOString() } : {}),
  });
  return {
    subject,
    subjects: Object.entries(HISTORY_SUBJECTS).map(([value, { label }]) => ({ value, label })),
    older: changes.length === LISTS_SHOWN_AT_ONCE ? `?${next.toString()}` : null,
    changes: changes.map(({ at, settled, ...change }) => ({
      ...change,
      when: formatInstant(at),
      settled: settled && { ...settled, version: versions.get(settled.code) ?? 0 },
    })),
  };
}

export const meta: MetaFunction = () => [
  { title: 'Histoire des listes · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkHistory() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Histoire" />
      <h1>Histoire des listes et des réglages</h1>
      <p>
        Qui a changé quoi, et quand. Les administrations, les équipes et les pages d’aide ont chacune leur
        histoire sur leur propre page.
      </p>
      <Form method="get" className="mb-6 flex flex-wrap items-end gap-2">
        <div className="sans-marge min-w-0 flex-1 basis-64">
          <SelectField
            name="sujet"
            label="Montrer"
            choices={page.subjects}
            empty="Tout"
            value={page.subject ?? ''}
          />
        </div>
        <button type="submit" className="fr-btn fr-btn--secondary">
          Montrer
        </button>
      </Form>
      {page.changes.length === 0 ? (
        <p>Rien n’a encore changé ici.</p>
      ) : (
        <ol className="m-0 list-none p-0">
          {page.changes.map((change) => (
            <li key={change.id} className="border-b border-trait py-3">
              <p className="m-0">{change.words}</p>
              <p className="m-0 text-sm text-discret">
                {change.subject} · {change.when}
                {change.author && `, ${change.author}`}
              </p>
              {change.settled && (
                <Form method="post" action="/reseau/attentes" className="mt-1">
                  <Hidden name="code" value={change.settled.code} />
                  <Hidden name="version" value={change.settled.version} />
                  <Hidden name="raison" value={change.settled.why} />
                  {change.settled.phases.map((code) => (
                    <input key={code} type="hidden" name="phases" value={code} />
                  ))}
                  <button
                    type="submit"
                    className="fr-btn fr-btn--sm fr-btn--tertiary"
                    aria-label={`Revenir à cette attente, du ${change.when}`}
                  >
                    Revenir à ces mots
                  </button>
                </Form>
              )}
            </li>
          ))}
        </ol>
      )}
      {page.older && (
        <p className="mt-6">
          <Link to={page.older}>Changements plus anciens</Link>
        </p>
      )}
    </div>
  );
}
