import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { expectedRoles, saveExpectedRoles } from '~/committee/expected-roles.server';
import { committeesOfIncubator } from '~/committee/reads.server';
import {
  COMMITTEE_KINDS,
  EXPECTATION_RULES,
  MEMBER_ROLE_CODES,
  MEMBER_ROLES,
  type ExpectationRule,
  type MemberRole,
} from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { SelectField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, ofName } from '~/design/formats';
import { startupsOf } from '~/network/groupings';
import { committeesDue } from '~/network/pages/planning.server';
import { can } from '~/person/rights';
import { committeePath, incubatorPath } from '~/platform/addresses';
import { allowed, mistaken, ownIncubatorOf, textFields, tried } from './guards.server';
import { tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', { id: incubator.id });
  const { prisma } = context.database;
  const today = context.clock.today();
  const read = new Set(
    startupsOf(context.network, incubator)
      .filter((startup) => can(context.actor, 'startup.voir-comite', tiesOf(startup), today).allowed)
      .map(({ id }) => id),
  );
  const committees = (await committeesOfIncubator(prisma, incubator.id)).filter(({ items }) =>
    items.some(({ startupId }) => read.has(startupId)),
  );
  const shown = (state: 'prevu' | 'clos') =>
    committees
      .filter((committee) => committee.state === state)
      .map((committee) => ({
        id: committee.id,
        path: committeePath(committee.id),
        day: formatDay(committee.heldOn),
        kind: COMMITTEE_KINDS[committee.kind].label,
        startups: committee.items.map(({ title }) => title).join(', '),
      }));
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    due: await committeesDue(prisma, startupsOf(context.network, incubator), today),
    coming: shown('prevu').reverse(),
    past: shown('clos'),
    edits: can(context.actor, 'incubateur.modifier', { id: incubator.id }, today).allowed,
    roles: await expectedRoles(prisma, [incubator.id]),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

/** Whom the incubator expects at its committees. */
export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.modifier', { id: incubator.id });
  const typed = await textFields(args.request);
  const rules = {} as Record<MemberRole, ExpectationRule>;
  for (const role of MEMBER_ROLE_CODES) {
    const rule = typed[`role.${role}`] ?? '';
    if (!Object.hasOwn(EXPECTATION_RULES, rule))
      return mistaken(typed, { [`role.${role}`]: 'Dites quand ce rôle est attendu.' });
    rules[role] = rule as ExpectationRule;
  }
  const refused = await tried(() => saveExpectedRoles(context, incubator.id, rules));
  return refused
    ? mistaken(typed, refused)
    : redirect(`${incubatorPath(incubator.publicId)}/comites?fait=roles`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Comités ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const RULES = Object.entries(EXPECTATION_RULES).map(([value, label]) => ({ value, label }));

export default function IncubatorCommittees() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const toPlan = page.due.filter(({ planned }) => planned === null).length;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: page.path },
        ]}
        here="Comités"
      />
      <h1 className="mb-2">Comités {ofName(page.title)}</h1>
      <p className="text-xl">
        {toPlan === 0
          ? 'Aucun comité n’est à planifier dans les 45 jours.'
          : `${countOf(toPlan, 'comité est à planifier', 'comités sont à planifier')} dans les 45 jours.`}
      </p>
      {page.done === 'roles' && !answer && <Done title="Les rôles attendus sont enregistrés." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <p className="sans-impression flex flex-wrap gap-x-6 gap-y-2">
        <Link to={`${page.path}/conditions`}>Les conditions ouvertes</Link>
        <Link to="/espace/calendriers">Suivre ces dates dans mon agenda</Link>
      </p>
      <section aria-labelledby="planifier" className="mt-6">
        <h2 id="planifier">À tenir dans les 45 jours</h2>
        {page.due.length === 0 ? (
          <p>Rien à planifier : chaque startup a tenu son comité il y a moins de quatre mois et demi.</p>
        ) : (
          <table className="tableau empile">
            <caption>Celles qui pressent d’abord</caption>
            <thead>
              <tr>
                <th scope="col">Startup</th>
                <th scope="col">À tenir avant le</th>
                <th scope="col">Dernier comité</th>
                <th scope="col">Prochain</th>
              </tr>
            </thead>
            <tbody>
              {page.due.map((one) => (
                <tr key={one.path}>
                  <th scope="row" className="font-normal">
                    <Link to={`${one.path}/comites`}>{one.title}</Link>
                    <span className="block text-sm text-discret">{one.status}</span>
                  </th>
                  <td data-label="À tenir avant le">
                    {one.dueText}
                    {one.days < 0 && <strong className="block">date passée</strong>}
                    <span className="block text-sm text-discret">{one.because}</span>
                  </td>
                  <td data-label="Dernier comité">{one.lastHeld ?? 'aucun connu'}</td>
                  <td data-label="Prochain">
                    {one.planned ?? (
                      <Link
                        to={`${one.path}/comites/nouveau`}
                        aria-label={`Planifier le comité de ${one.title}`}
                      >
                        Planifier
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {(
        [
          ['prevus', 'Prévus', page.coming, 'Aucun comité n’est prévu.'],
          ['tenus', 'Tenus', page.past, 'Aucun comité tenu n’est encore noté.'],
        ] as const
      ).map(([id, label, list, empty]) => (
        <section key={id} aria-labelledby={id} className="mt-10">
          <h2 id={id}>{label}</h2>
          {list.length === 0 ? (
            <p>{empty}</p>
          ) : (
            <ul className="m-0 list-none p-0">
              {list.map((committee) => (
                <li key={committee.id} className="border-b border-trait py-2">
                  <Link to={committee.path} className="font-medium">
                    {committee.kind} du {committee.day}
                  </Link>
                  <span className="block text-sm">{committee.startups}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      <section aria-labelledby="roles" className="mt-10">
        <h2 id="roles">Qui est attendu</h2>
        <p>
          Le relevé nomme les personnes présentes, et les rôles attendus qui n’étaient pas représentés, sans
          commentaire.
        </p>
        <ul>
          {MEMBER_ROLE_CODES.filter((role) => page.roles[role] !== 'jamais').map((role) => (
            <li key={role}>
              {MEMBER_ROLES[role]}, {EXPECTATION_RULES[page.roles[role]]}
            </li>
          ))}
        </ul>
        {page.edits && (
          <details open={answer !== undefined}>
            <summary className="lien cursor-pointer">Changer les rôles attendus</summary>
            <Form method="post" noValidate className="mt-4 max-w-4xl">
              <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
                {MEMBER_ROLE_CODES.map((role) => (
                  <SelectField
                    key={role}
                    name={`role.${role}`}
                    label={MEMBER_ROLES[role]}
                    choices={RULES}
                    value={answer?.typed[`role.${role}`] ?? page.roles[role]}
                    mistake={answer?.mistakes[`role.${role}`]}
                  />
                ))}
              </div>
              <button type="submit" className="fr-btn fr-btn--secondary">
                Enregistrer
              </button>
            </Form>
          </details>
        )}
      </section>
    </div>
  );
}
