import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatDay, formatInstant } from '~/design/formats';
import { latestSignIns } from '~/exchange/administration.server';
import { NETWORK } from '~/person/rights';
import { METHOD_LABELS, type SignInMethod } from '~/person/session.server';
import { openDelegations } from '~/person/trust.server';
import { day } from '~/platform/day';
import { allowed } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { prisma } = args.context.database;
  return {
    signIns: (await latestSignIns(prisma)).map(({ at, method, ...event }) => ({
      ...event,
      method: Object.hasOwn(METHOD_LABELS, method) ? METHOD_LABELS[method as SignInMethod] : method,
      when: formatInstant(at),
    })),
    delegations: (await openDelegations(prisma, args.context.clock.today())).map((one) => ({
      id: one.id,
      from: one.fromName,
      to: one.toName,
      until: formatDay(day(one.endDay)),
    })),
  };
}

export const meta: MetaFunction = () => [
  { title: 'Connexions et délégations · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function SignIns() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[{ label: 'Administration technique', to: '/administration' }]}
        here="Connexions et délégations"
      />
      <h1>Connexions et délégations</h1>
      <section aria-labelledby="delegations">
        <h2 id="delegations">Délégations en cours</h2>
        {page.delegations.length === 0 ? (
          <p>Aucune.</p>
        ) : (
          <ul>
            {page.delegations.map((one) => (
              <li key={one.id}>
                {one.to} agit pour {one.from}, jusqu’au {one.until}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="connexions" className="mt-10">
        <h2 id="connexions">Dernières connexions</h2>
        {page.signIns.length === 0 ? (
          <p>Aucune encore.</p>
        ) : (
          <table className="tableau empile">
            <caption className="sr-only">Les deux cents dernières connexions</caption>
            <thead>
              <tr>
                <th scope="col">Quand</th>
                <th scope="col">Qui</th>
                <th scope="col">Comment</th>
                <th scope="col">Issue</th>
              </tr>
            </thead>
            <tbody>
              {page.signIns.map((event, index) => (
                <tr key={index}>
                  <td data-label="Quand">{event.when}</td>
                  <td data-label="Qui">{event.name ?? 'inconnu'}</td>
                  <td data-label="Comment">{event.method}</td>
                  <td data-label="Issue">{event.outcome}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="regle mt-2">Gardées 180 jours, sans adresse ni machine.</p>
      </section>
    </div>
  );
}
