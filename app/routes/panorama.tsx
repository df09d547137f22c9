import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Figure } from '~/design/Figure';
import { TextField } from '~/design/form/Field';
import { countOf, formatNumber } from '~/design/formats';
import type { Flow } from '~/network/cockpit/changes';
import { panorama } from '~/network/pages/panorama';
import { YEAR_COUNT_CODES, YEAR_COUNTS, type YearCount } from '~/network/pages/panorama-year';
import { CountedThings } from '~/network/parts/CountedThings';
import { DRAWN_CODES } from '~/network/pages/stock-over-time';
import { FlowPicture } from '~/network/parts/FlowPicture';
import { StockOverTime } from '~/network/parts/StockOverTime';
import { portfolioHref } from '~/network/portfolio/query';
import { parseDay, type Day } from '~/platform/day';
import { PhaseSwatch } from '~/startup/parts/PhaseBadge';
import { LIFECYCLE, PHASE_CODES } from '~/startup/rules';
import { noSuchPart, notADay, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

const ENTRY = 'entree';

const passageSchema = z.object({
  de: z.literal(ENTRY).or(z.enum(PHASE_CODES)),
  vers: z.enum(PHASE_CODES),
});
const countSchema = z.object({
  annee: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number),
  compte: z.enum(YEAR_COUNT_CODES),
});

/** What the address names by these parts; null when it names none of them. @throws a 400 answer. */
function partsIn<T>(query: URLSearchParams, schema: z.ZodType<T>, parts: readonly string[]): T | null {
  if (parts.every((part) => !query.has(part))) return null;
  const read = schema.safeParse(Object.fromEntries(parts.map((part) => [part, query.get(part) ?? ''])));
  if (!read.success) throw noSuchPart(String(read.error.issues[0]!.path[0]));
  return read.data;
}

function openedIn(query: URLSearchParams) {
  const passage = partsIn(query, passageSchema, ['de', 'vers']);
  return passage && { from: passage.de === ENTRY ? null : passage.de, to: passage.vers };
}

function countedIn(query: URLSearchParams) {
  const count = partsIn(query, countSchema, ['annee', 'compte']);
  return count && { what: count.compte, year: count.annee };
}

export function loader({ context: { network, clock }, request }: LoaderFunctionArgs) {
  const today = clock.today();
  const query = new URL(request.url).searchParams;
  const asked = query.get('au');
  const on: Day | null = asked === null || asked === '' ? today : parseDay(asked);
  if (on === null || on > today) throw notADay('au');
  return panorama(network, { on, opened: openedIn(query), counted: countedIn(query) }, today);
}

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(siteOf(matches), {
    title: `Panorama du réseau${data && !data.isToday ? ` au ${data.onText}` : ''}`,
    description: 'Ce qui entre, avance, se transmet et s’arrête, année après année.',
    path: '/panorama',
  });

const nameOf = ({ from, to }: Flow): string =>
  `${from === null ? 'entrée' : LIFECYCLE[from].label} vers ${LIFECYCLE[to].label}`;

export default function Panorama() {
  const page = useLoaderData<typeof loader>();
  const flows = [...page.flows].sort((a, b) => b.count - a.count);
  const all = flows.reduce((sum, { count }) => sum + count, 0);
  const sentence = `${countOf(all, 'passage', 'passages')} d’une phase à une autre entre le ${page.sinceText} et le ${page.onText}.`;
  const at = page.isToday ? {} : { au: page.on };
  const flowAddress = ({ from, to }: Flow): string =>
    `?${new URLSearchParams({ ...at, de: from ?? ENTRY, vers: to }).toString()}#passages`;
  const countAddress = (what: YearCount, year: number): string =>
    `?${new URLSearchParams({ ...at, annee: String(year), compte: what }).toString()}#comptes`;
  return (
    <div className="page py-10">
      <h1>Panorama du réseau</h1>
      <p className="max-w-3xl text-lg">
        Au {page.onText} : {countOf(page.active, 'startup active', 'startups actives')} et{' '}
        {countOf(page.perennial, 'pérennisée', 'pérennisées')}.
      </p>
      <Form method="get" className="sans-impression flex flex-wrap items-end gap-2">
        <TextField name="au" type="date" label="Le réseau au" value={page.on} />
        <button type="submit" className="fr-btn fr-btn--secondary mb-6">
          Voir
        </button>
        {!page.isToday && (
          <Link to="/panorama" className="fr-btn fr-btn--tertiary mb-6">
            Revenir à aujourd’hui
          </Link>
        )}
      </Form>
      {!page.isToday && (
        <p className="regle">
          Tout ce qui est daté est montré comme à ce jour. Les années de label d’impact national et la liste
          des startups sont celles d’aujourd’hui.
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {PHASE_CODES.map((code) => (
          <Figure
            key={code}
            label={LIFECYCLE[code].label}
            value={page.stock[code]}
            rule="Startups dont c’est la dernière phase commencée à ce jour."
            to={portfolioHref({ situation: 'toutes', phase: [code], ...at })}
            mark={<PhaseSwatch code={code} />}
          />
        ))}
      </div>
      <section aria-labelledby="passages" className="mt-12">
        <h2 id="passages">Ce qui a bougé en douze mois</h2>
        {flows.length === 0 ? (
          <p>Rien n’a changé de phase dans ces douze mois.</p>
        ) : (
          <div className="grid items-start gap-8 lg:grid-cols-[3fr_2fr]">
            <figure className="m-0 hidden sm:block">
              <FlowPicture flows={flows} sentence={sentence} />
              <figcaption className="mt-3">
                <strong>{sentence}</strong>{' '}
                <span className="regle">
                  Chaque changement compte une fois ; plusieurs phases du même jour en font un seul.
                </span>
              </figcaption>
            </figure>
            <table className="tableau tableau-serre">
              <caption className="sr-only">{sentence}</caption>
              <thead>
                <tr>
                  <th scope="col">De</th>
                  <th scope="col">Vers</th>
                  <th scope="col" className="nombre">
                    Startups
                  </th>
                </tr>
              </thead>
              <tbody>
                {flows.map((flow) => (
                  <tr key={nameOf(flow)}>
                    <td>{flow.from === null ? 'Entrée' : LIFECYCLE[flow.from].label}</td>
                    <td>{LIFECYCLE[flow.to].label}</td>
                    <td className="nombre">
                      <Link
                        to={flowAddress(flow)}
                        aria-label={`${formatNumber(flow.count)}, ${nameOf(flow)}, voir la liste`}
                      >
                        {formatNumber(flow.count)}
                      </Link>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {page.opened && (
          <CountedThings title={`${page.opened.from} vers ${page.opened.to}`} things={page.opened.things} />
        )}
      </section>
      <section aria-labelledby="stock" className="mt-12">
        <h2 id="stock">Le stock dans le temps</h2>
        {page.points.length <= 1 ? (
          <p>Un seul point à ce jour : la courbe commence à la deuxième année.</p>
        ) : (
          <StockOverTime
            points={page.points}
            codes={DRAWN_CODES}
            rule="À la fin de chaque année. Les arrêts n’y sont pas."
            linkOf={(on) => `/panorama?au=${on}`}
            listOf={(on, phase) => `/startups?au=${on}&situation=toutes&phase=${phase}`}
          />
        )}
      </section>
      <section aria-labelledby="annees" className="mt-12">
        <h2 id="annees">Arrivées, départs, argent, impact</h2>
        <table className="tableau empile">
          <caption>
            Par année civile. Un lancement est la première construction, un passage de relais la première
            sortie opérée ou transférée, comptés une fois chacun ; une investigation non concluante n’est
            jamais ajoutée aux arrêts.
          </caption>
          <thead>
            <tr>
              <th scope="col">Année</th>
              {YEAR_COUNT_CODES.map((code) => (
                <th key={code} scope="col" className="nombre">
                  {YEAR_COUNTS[code]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {page.years.map((line) => (
              <tr key={line.year}>
                <th scope="row">
                  <Link to={`/indicateurs?annee=${line.year}`}>{line.year}</Link>
                </th>
                {YEAR_COUNT_CODES.map((code) => (
                  <td key={code} className="nombre" data-label={YEAR_COUNTS[code]}>
                    {line.counts[code] === 0 ? (
                      // Awards of the first promotions were not all published: no award known is no zero.
                      code === 'fast' ? (
                        '–'
                      ) : (
                        0
                      )
                    ) : (
                      <Link
                        to={countAddress(code, line.year)}
                        aria-label={`${formatNumber(line.counts[code])}, ${YEAR_COUNTS[code]} en ${line.year}, voir la liste`}
                      >
                        {formatNumber(line.counts[code])}
                      </Link>
                    )}
                    {code === 'fast' && line.amount && (
                      <span className="block text-sm text-discret">{line.amount}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <div id="comptes">
          {page.counted && <CountedThings title={page.counted.title} things={page.counted.things} />}
        </div>
      </section>
    </div>
  );
}
