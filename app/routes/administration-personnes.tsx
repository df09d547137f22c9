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
import { countOf, formatNumber } from '~/design/formats';
import { RuleError } from '~/person/acting';
import {
  FORGET_AFTER_DAYS,
  forgetPeople,
  mergePeople,
  peopleToForget,
  possibleDuplicates,
  retentionState,
} from '~/person/retention.server';
import { NETWORK } from '~/person/rights';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { prisma } = args.context.database;
  return {
    duplicates: await possibleDuplicates(prisma),
    forget: (await peopleToForget(prisma, args.context.clock.now())).map(({ id, name, lastDay }) => ({
      id,
      name,
      lastDay,
    })),
    retention: await retentionState(prisma),
    years: FORGET_AFTER_DAYS / 365,
    done: new URL(args.request.url).searchParams.has('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const typed = await textFields(args.request);
  const mistakes = await tried(async () => {
    if (typed['intention'] === 'oublier') return forgetPeople(args.context);
    const [kept = '', goneId = ''] = [typed['garder'], typed['fusionner']];
    if (!isId(kept) || !isId(goneId)) throw new RuleError('Ces personnes n’existent plus.');
    if (typed['sur'] !== 'oui')
      throw new RuleError('Cochez la case : la fusion donne à l’une les droits de l’autre.');
    return mergePeople(args.context, kept, goneId);
  });
  return mistakes ? mistaken(typed, mistakes) : redirect('/administration/personnes?fait=oui');
}

export const meta: MetaFunction = () => [
  { title: 'Personnes et conservation · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function PeopleAndRetention() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[{ label: 'Administration technique', to: '/administration' }]}
        here="Personnes et conservation"
      />
      <h1>Personnes et conservation</h1>
      {page.done && !answer && <Done title="C’est fait." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <section aria-labelledby="doublons">
        <h2 id="doublons">Doublons possibles</h2>
        {page.duplicates.length === 0 ? (
          <p>Aucun : chaque personne n’a qu’une fiche.</p>
        ) : (
          <ul className="m-0 list-none p-0">
            {page.duplicates.map(({ why, records }) => (
              <li key={records.map(({ id }) => id).join()} className="border-b border-trait py-3">
                <p className="m-0 text-sm text-discret">{why}</p>
                <div className="grid gap-4 sm:grid-cols-2">
                  {records.slice(0, 2).map((record) => (
                    <p key={record.id} className="m-0">
                      <strong>{record.name}</strong>
                      <span className="block text-sm wrap-anywhere">
                        {record.addresses.join(', ') || 'aucune adresse'}
                      </span>
                      <span className="block text-sm">{record.missions.join(', ') || 'aucune mission'}</span>
                    </p>
                  ))}
                </div>
                <Form method="post" className="mt-2 flex flex-wrap items-end gap-3">
                  <Hidden name="garder" value={records[0]!.id} />
                  <Hidden name="fusionner" value={records[1]!.id} />
                  <div className="fr-checkbox-group fr-checkbox-group--sm">
                    <input type="checkbox" id={`sur-${records[1]!.id}`} name="sur" value="oui" />
                    <label className="fr-label" htmlFor={`sur-${records[1]!.id}`}>
                      C’est bien la même personne : ses droits s’ajoutent
                    </label>
                  </div>
                  <button
                    type="submit"
                    className="fr-btn fr-btn--sm fr-btn--secondary"
                    aria-label={`Fusionner ${records.map(({ name }) => name).join(' et ')}`}
                  >
                    Fusionner
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        )}
        <p className="regle mt-2">
          Missions, adresses et historique passent à la première fiche. Cela ne se défait pas.
        </p>
      </section>
      <section aria-labelledby="oublier" className="mt-10">
        <h2 id="oublier">À oublier</h2>
        {page.forget.length === 0 ? (
          <p>Personne : aucune mission n’est finie depuis plus de {page.years} ans.</p>
        ) : (
          <>
            <p>
              {countOf(page.forget.length, 'personne n’a', 'personnes n’ont')} plus de mission depuis{' '}
              {page.years} ans :{' '}
              {page.forget
                .slice(0, 20)
                .map(({ name }) => name)
                .join(', ')}
              {page.forget.length > 20 && '…'}
            </p>
            <Form method="post">
              <button type="submit" name="intention" value="oublier" className="fr-btn fr-btn--secondary">
                Effacer ces noms
              </button>
            </Form>
          </>
        )}
      </section>
      <section aria-labelledby="conservation" className="mt-10">
        <h2 id="conservation">Ce qui est gardé, et combien de temps</h2>
        <table className="tableau">
          <caption className="sr-only">Durées de conservation</caption>
          <thead>
            <tr>
              <th scope="col">Quoi</th>
              <th scope="col" className="nombre">
                Jours
              </th>
              <th scope="col" className="nombre">
                Gardés
              </th>
            </tr>
          </thead>
          <tbody>
            {page.retention.map((rule) => (
              <tr key={rule.code}>
                <th scope="row" className="font-normal">
                  {rule.label}
                </th>
                <td className="nombre">{rule.days === 0 ? 'moins d’un' : formatNumber(rule.days)}</td>
                <td className="nombre">{formatNumber(rule.kept)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="regle mt-2">Chaque nuit, ce qui dépasse sa durée est effacé.</p>
      </section>
    </div>
  );
}
