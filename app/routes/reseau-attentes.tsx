import { line } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { expectationVersions, settleExpectation } from '~/network/expectation-verbs.server';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { isPhaseCode, LIFECYCLE, PHASE_CODES } from '~/startup/rules';
import { allowed, formOf, mistaken, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const versions = await expectationVersions(args.context.database.prisma);
  return {
    done: new URL(args.request.url).searchParams.has('fait'),
    expectations: args.context.network.expectations.map(({ code, label, why, phases }) => ({
      code,
      label,
      why,
      phases,
      version: versions.get(code) ?? 0,
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const form = await formOf(args.request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const mistakes = await tried(async () => {
    const why = line('Raison', { max: 400 }).safeParse(text('raison'));
    if (!why.success) throw new RuleError(why.error.issues[0]!.message);
    const version = Number(text('version'));
    if (!Number.isInteger(version) || version < 0 || version > 1_000_000_000)
      throw new RuleError('Ce formulaire est abîmé : rechargez la page.');
    const phases = form
      .getAll('phases')
      .filter((code): code is string => typeof code === 'string')
      .filter(isPhaseCode);
    await settleExpectation(args.context, { code: text('code'), phases, why: why.data, version });
  });
  if (mistakes) return mistaken({}, mistakes);
  await args.context.refreshNetwork();
  return redirect('/reseau/attentes?fait=oui');
}

export const meta: MetaFunction = () => [
  { title: 'Attentes par phase · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkExpectations() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Attentes par phase" />
      <h1>Attentes par phase</h1>
      <p>
        Ce qu’une page doit dire, et à partir de quelle phase : les équipes le lisent dans leur espace, avec
        sa raison. Ce sont des repères, pas des règles.{' '}
        <Link to="/reseau/histoire?sujet=attentes">Ce qui a changé</Link>.
      </p>
      {page.done && !answer && <Done title="C’est enregistré : les équipes le voient tout de suite." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.expectations.map((expectation) => (
        <Form key={expectation.code} method="post" className="carte mb-4">
          <Hidden name="code" value={expectation.code} />
          <Hidden name="version" value={expectation.version} />
          <fieldset className="m-0 border-0 p-0">
            <legend className="p-0 text-lg font-bold">{expectation.label}</legend>
            <div className="my-2 flex flex-wrap gap-x-6">
              {PHASE_CODES.filter((code) => LIFECYCLE[code].kind !== 'stop').map((code) => {
                const id = `${expectation.code}-${code}`;
                return (
                  <div key={code} className="fr-checkbox-group fr-checkbox-group--sm">
                    <input
                      type="checkbox"
                      id={id}
                      name="phases"
                      value={code}
                      defaultChecked={expectation.phases.includes(code)}
                    />
                    <label className="fr-label" htmlFor={id}>
                      {LIFECYCLE[code].label}
                    </label>
                  </div>
                );
              })}
            </div>
          </fieldset>
          <TextAreaField
            id={`raison-${expectation.code}`}
            name="raison"
            label="Pourquoi on le demande"
            rows={2}
            value={expectation.why}
          />
          <button
            type="submit"
            className="fr-btn fr-btn--sm fr-btn--secondary"
            aria-label={`Enregistrer « ${expectation.label} »`}
          >
            Enregistrer
          </button>
        </Form>
      ))}
    </div>
  );
}
