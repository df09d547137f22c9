import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { ACTION_LABELS, holdersOf } from '~/person/rights-table';
import { GRACE_DAYS, ROLE_CODES, ROLES } from '~/person/roles';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

/** The tables stay on the server: a reader of the page carries none of their code. */
export const loader = () => ({
  graceDays: GRACE_DAYS,
  roles: ROLE_CODES.map((code) => ({ code, label: ROLES[code].label, does: ROLES[code].does })),
  actions: ACTION_LABELS.map(([action, label]) => ({ action, label, holders: holdersOf(action).join(', ') })),
});

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Qui peut faire quoi',
    description: 'Les rôles, ce qu’ils permettent, et jusqu’à quand.',
    path: '/aide/droits',
  });

export default function HelpRights() {
  const { graceDays, roles, actions } = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Aide', to: '/aide' }]} here="Droits" />
      <h1>Qui peut faire quoi</h1>
      <p className="max-w-3xl">
        Les droits suivent les missions et finissent avec elles ; {graceDays} jours de lecture restent
        ensuite. Chaque incubateur est chez lui : l’animation du réseau ne voit que ce qu’il partage,
        l’administration technique n’entre que pour réparer.
      </p>
      <section aria-labelledby="roles">
        <h2 id="roles">Les rôles</h2>
        <dl className="grid gap-3">
          {roles.map(({ code, label, does }) => (
            <div key={code}>
              <dt className="font-medium">{label}</dt>
              <dd className="m-0">{does}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="actions" className="mt-10">
        <h2 id="actions">Les actions</h2>
        <table className="tableau empile">
          <caption className="sr-only">Chaque action et les rôles qui la permettent</caption>
          <thead>
            <tr>
              <th scope="col">Action</th>
              <th scope="col">Permise à</th>
            </tr>
          </thead>
          <tbody>
            {actions.map(({ action, label, holders }) => (
              <tr key={action}>
                <th scope="row" className="font-normal">
                  {label}
                </th>
                <td data-label="Permise à">{holders}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
