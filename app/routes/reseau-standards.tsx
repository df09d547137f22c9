import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { DOMAIN_LABELS, STANDARDS } from '~/impact/standards/catalogue';
import { settleStandardPhase, STANDARD_PHASES, standardPhases } from '~/impact/standards/phases.server';
import { NETWORK } from '~/person/rights';
import { LIFECYCLE } from '~/startup/rules';
import { allowed, mistaken, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const phases = await standardPhases(args.context.database.prisma);
  return {
    done: new URL(args.request.url).searchParams.has('fait'),
    phases: STANDARD_PHASES.map((code) => ({ code, label: LIFECYCLE[code].label })),
    standards: STANDARDS.map(({ id, label, domain }) => ({
      id,
      label,
      domain: DOMAIN_LABELS[domain],
      ...phases.get(id)!,
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const typed = await textFields(args.request);
  const version = Number(typed['version']);
  const mistakes = await tried(() =>
    settleStandardPhase(args.context, {
      standard: typed['standard'] ?? '',
      from: typed['phase'] ?? '',
      version: Number.isInteger(version) && version >= 0 && version < 1_000_000_000 ? version : -1,
    }),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await args.context.refreshNetwork();
  return redirect('/reseau/standards?fait=oui');
}

export const meta: MetaFunction = () => [
  { title: 'Standards et phases · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkStandards() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Standards et phases" />
      <h1>Standards et phases</h1>
      <p>
        À partir de quelle phase chaque standard est regardé : un repère du réseau, qui n’a rien d’officiel.
        Un standard vaut à toutes les phases.
      </p>
      {page.done && !answer && <Done title="Le repère est enregistré." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} linkOf={() => '#contenu'} />
      <ul className="m-0 list-none p-0">
        {page.standards.map((standard) => (
          <li key={standard.id} className="border-b border-trait py-2">
            <Form method="post" className="flex flex-wrap items-end justify-between gap-2">
              <Hidden name="standard" value={standard.id} />
              <Hidden name="version" value={standard.version} />
              <span className="min-w-0 flex-1 basis-60">
                {standard.label}
                <span className="block text-sm text-discret">{standard.domain}</span>
              </span>
              <select
                name="phase"
                className="fr-select w-48"
                defaultValue={standard.from}
                aria-label={`Phase : ${standard.label}`}
              >
                {page.phases.map(({ code, label }) => (
                  <option key={code} value={code}>
                    {label}
                  </option>
                ))}
              </select>
              <button
                type="submit"
                className="fr-btn fr-btn--sm fr-btn--secondary"
                aria-label={`Enregistrer : ${standard.label}`}
              >
                Enregistrer
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </div>
  );
}
