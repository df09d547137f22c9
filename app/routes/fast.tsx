import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Figure } from '~/design/Figure';
import { countOf, formatNumber } from '~/design/formats';
import { fastPage } from '~/network/pages/fast';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;
export const loader = ({ context: { network } }: LoaderFunctionArgs) => fastPage(network);

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Le FAST, édition par édition',
    description:
      'Le Fonds d’accélération des startups d’État et de territoires : éditions, lauréats et montants depuis 2019.',
    path: '/fast',
  });

export default function Fast() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Le FAST, édition par édition</h1>
      <p className="max-w-3xl text-lg">
        Le Fonds d’accélération des startups d’État et de territoires cofinançait et accompagnait des services
        en accélération. Les éditions passées sont données ici comme des faits ; les montants des premières
        n’ont pas été publiés.
      </p>
      <div className="mt-6 grid gap-4 sm:grid-cols-3">
        <Figure
          label="Financements accordés"
          value={page.laureateCount}
          rule="Un par lauréat et par édition ; une startup ou un incubateur peut en recevoir plusieurs."
        />
        <Figure
          label="Startups financées"
          value={page.startupCount}
          rule="Comptées une fois, toutes éditions confondues."
          to="/startups?situation=toutes&finance=oui"
        />
        <div className="carte">
          <p className="m-0 text-sm text-discret">Montants accordés</p>
          <p className="nombre m-0 text-xl leading-8 font-bold text-encre">{page.total}</p>
          <p className="regle">
            Somme des montants connus des lauréats. Le montant versé est une autre donnée, montrée quand elle
            est publiée.
          </p>
        </div>
      </div>
      {page.rounds.length === 0 && (
        <p className="mt-10">Aucune édition encore : elles viennent avec les pages du réseau.</p>
      )}
      <table className="tableau empile mt-10" hidden={page.rounds.length === 0}>
        <caption>Éditions</caption>
        <thead>
          <tr>
            <th scope="col">Édition</th>
            <th scope="col" className="nombre">
              Candidatures
            </th>
            <th scope="col" className="nombre">
              Lauréats connus
            </th>
            <th scope="col" className="nombre">
              Montants connus
            </th>
            <th scope="col" className="nombre">
              Montant annoncé
            </th>
          </tr>
        </thead>
        <tbody>
          {page.rounds.map((round) => (
            <tr key={round.edition}>
              <th scope="row">
                <Link to={`/fast/${round.edition}`}>FAST {round.edition}</Link>
                {round.when && <span className="block text-sm font-normal text-discret">{round.when}</span>}
              </th>
              <td className="nombre" data-label="Candidatures">
                {round.applications === null ? (
                  <span className="text-discret">non publié</span>
                ) : (
                  formatNumber(round.applications)
                )}
              </td>
              <td className="nombre" data-label="Lauréats connus">
                {round.laureates === 0 ? (
                  <span className="text-discret">non connus ici</span>
                ) : (
                  countOf(round.laureates, 'lauréat', 'lauréats')
                )}
                {round.announcedLaureates !== null && round.announcedLaureates !== round.laureates && (
                  <span className="block text-sm text-discret">
                    sur {formatNumber(round.announcedLaureates)} annoncés
                  </span>
                )}
              </td>
              <td className="nombre" data-label="Montants connus">
                {round.laureates === 0 ? <span className="text-discret">–</span> : round.known}
              </td>
              <td className="nombre" data-label="Montant annoncé">
                {round.announced ?? <span className="text-discret">non publié</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="tableau empile mt-10" hidden={page.rounds.length === 0}>
        <caption>Par année civile : l’année où l’édition a été annoncée</caption>
        <thead>
          <tr>
            <th scope="col">Année</th>
            <th scope="col">Éditions</th>
            <th scope="col" className="nombre">
              Lauréats connus
            </th>
            <th scope="col" className="nombre">
              Montants connus
            </th>
            <th scope="col">Publié</th>
          </tr>
        </thead>
        <tbody>
          {page.years.map((one) => (
            <tr key={one.year}>
              <th scope="row">{one.year}</th>
              <td data-label="Éditions">{one.editions.join(', ')}</td>
              <td className="nombre" data-label="Lauréats connus">
                {one.laureates === 0 ? (
                  <span className="text-discret">non connus ici</span>
                ) : (
                  formatNumber(one.laureates)
                )}
              </td>
              <td className="nombre" data-label="Montants connus">
                {one.laureates === 0 ? '–' : one.known}
              </td>
              <td data-label="Publié">
                {one.published ? (
                  <>
                    {one.published.words}
                    <span className="block text-sm text-discret">{one.published.why}</span>
                  </>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
