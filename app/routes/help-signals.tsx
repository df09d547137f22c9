import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { AUDIENCE_LABELS, SIGNALS } from '~/network/signals';
import { LIFECYCLE } from '~/startup/rules';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

/** The table stays on the server: a reader of the page carries none of its code. */
export const loader = () =>
  SIGNALS.map(({ code, rule, threshold, to, from, silencedBy }) => ({
    code,
    rule,
    threshold,
    to: to.map((reader) => AUDIENCE_LABELS[reader]).join(', '),
    from: from === null ? 'toute phase' : LIFECYCLE[from].label.toLowerCase(),
    silencedBy,
  }));

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Pourquoi Jalons vous demande quelque chose',
    description: 'Chaque signal, sa règle, son seuil, à qui il s’adresse et ce qui le fait taire.',
    path: '/aide/signaux',
  });

export default function HelpSignals() {
  const signals = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Aide', to: '/aide' }]} here="Signaux" />
      <h1>Pourquoi Jalons vous demande quelque chose</h1>
      <p className="max-w-3xl">
        Un signal se montre dans « Mon espace » et dans le résumé de la semaine. Il a une règle, un seuil, et
        un moyen de le faire taire. Rien d’autre ne vous est demandé.
      </p>
      <table className="tableau empile">
        <caption className="sr-only">Les signaux et leurs règles</caption>
        <thead>
          <tr>
            <th scope="col">Règle</th>
            <th scope="col">Seuil</th>
            <th scope="col">À qui</th>
            <th scope="col">À partir de</th>
            <th scope="col">Se tait en</th>
          </tr>
        </thead>
        <tbody>
          {signals.map((signal) => (
            <tr key={signal.code}>
              <th scope="row" className="font-normal">
                {signal.rule}
              </th>
              <td data-label="Seuil">{signal.threshold}</td>
              <td data-label="À qui">{signal.to}</td>
              <td data-label="À partir de">{signal.from}</td>
              <td data-label="Se tait en">{signal.silencedBy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
