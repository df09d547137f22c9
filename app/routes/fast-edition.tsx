import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatNumber } from '~/design/formats';
import { fastEditionPage } from '~/network/pages/fast';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

const editionSchema = z
  .string()
  .regex(/^[1-9]\d{0,3}$/)
  .transform(Number);

export function loader({ context: { network }, params }: LoaderFunctionArgs) {
  const edition = editionSchema.safeParse(params.edition);
  const round = edition.success ? network.rounds.find((one) => one.edition === edition.data) : undefined;
  if (!round) throw notFound('Aucune édition du FAST ne porte ce numéro.');
  return fastEditionPage(network, round);
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: data?.title ?? 'FAST',
    description: `Lauréats et montants de l’édition ${data?.edition ?? ''} du FAST.`,
    path: `/fast/${data?.edition ?? ''}`,
  });

export default function FastEdition() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'FAST', to: '/fast' }]} here={`Édition ${page.edition}`} />
      <h1>{page.title}</h1>
      <p className="text-lg">
        {page.applications !== null && `${formatNumber(page.applications)} candidatures, `}
        {page.awards.length === 0
          ? 'Lauréats non connus ici'
          : `${formatNumber(page.awards.length)} lauréats connus, ${page.known}`}
        .{page.announced && ` Montant annoncé : ${page.announced}.`}
      </p>
      {page.difference && (
        <p className="carte max-w-3xl">
          <strong>Écart avec l’annonce.</strong> {page.difference} Une fiche ne garde qu’un financement à la
          fois : un second a pu effacer le premier.
        </p>
      )}
      {page.awards.length === 0 ? (
        <p>Les lauréats apparaîtront ici dès qu’une fiche ou la page de l’édition les nommera.</p>
      ) : (
        <table className="tableau empile max-w-4xl">
          <caption>Lauréats</caption>
          <thead>
            <tr>
              <th scope="col">Lauréat</th>
              <th scope="col" className="nombre">
                Accordé
              </th>
              <th scope="col">Autres éditions</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {page.awards.map((award) => (
              <tr key={award.laureate.name}>
                <th scope="row" className="font-normal">
                  {award.laureate.to ? (
                    <Link to={award.laureate.to}>{award.laureate.name}</Link>
                  ) : (
                    award.laureate.name
                  )}
                  {award.isIncubator && <span className="text-sm text-discret"> (incubateur)</span>}
                </th>
                <td className="nombre" data-label="Accordé">
                  {award.amount}
                </td>
                <td>
                  {award.others.map((edition, index) => (
                    <span key={edition}>
                      {index > 0 && ', '}
                      <Link to={`/fast/${edition}`}>FAST {edition}</Link>
                    </span>
                  ))}
                </td>
                <td className="text-sm" data-label="Source">
                  {award.sources}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {page.source && <p className="regle mt-6">Source : {page.source}</p>}
      <nav aria-label="Éditions voisines" className="mt-8 flex justify-between">
        {page.previous ? <Link to={`/fast/${page.previous}`}>← FAST {page.previous}</Link> : <span />}
        {page.next ? <Link to={`/fast/${page.next}`}>FAST {page.next} →</Link> : <span />}
      </nav>
    </div>
  );
}
