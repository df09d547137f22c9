import { Form, Link } from '@remix-run/react';
import { Hidden, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { countOf } from '~/design/formats';
import type { Recommended } from '../deliberation/recommendations';
import { DECISION_CODES, DECISIONS, type Decision } from '../vocabulary';

interface SharedFile {
  id: string;
  title: string;
  path: string;
  asked: string | null;
  rank: number | null;
  tied: boolean;
  score: number | null;
  median: number | null;
  spread: number | null;
  jurors: number;
  recommended: Recommended;
  given: Decision;
  amount: string;
}
interface Effect {
  name: string;
  count: number;
  amount: string;
}
export interface Sharing {
  id: string;
  holds: boolean;
  over: boolean;
  means: 'enveloppe' | 'places';
  /** Whether the grid bears marks; without them, recommendations order the files. */
  marked: boolean;
  line: number;
  proposed: 'ligne' | 'optimum' | null;
  exceeded: boolean;
  left: string;
  /** Those of this page of ranks. */
  files: readonly SharedFile[];
  fileCount: number;
  ranks: { number: number; pages: number };
  byIncubator: readonly Effect[];
  byMinistry: readonly Effect[];
  scenarios: ReadonlyArray<{ id: string; name: string; laureates: number; cost: string; titles: string[] }>;
}

const shown = (value: number | null): string => value?.toLocaleString('fr-FR') ?? '–';

/** The line that shares the envelope, moved by a number or by a step: every move is an address. */
function LineMover({ page }: { page: Sharing }) {
  return (
    <Form method="get" className="sans-impression mb-4 flex flex-wrap items-end gap-2">
      <TextField
        name="ligne"
        label="Candidatures au-dessus de la ligne"
        inputMode="numeric"
        value={String(page.line)}
      />
      <button type="submit" className="fr-btn fr-btn--secondary mb-6">
        Placer la ligne
      </button>
      <Link
        to={`?ligne=${Math.max(0, page.line - 1)}`}
        className="fr-btn fr-btn--tertiary mb-6"
        preventScrollReset
      >
        Une de moins
      </Link>
      <Link
        to={`?ligne=${Math.min(page.fileCount, page.line + 1)}`}
        className="fr-btn fr-btn--tertiary mb-6"
        preventScrollReset
      >
        Une de plus
      </Link>
      {page.means === 'enveloppe' && (
        <Link to="?regle=optimum" className="fr-btn fr-btn--tertiary mb-6" preventScrollReset>
          Essayer le meilleur total
        </Link>
      )}
    </Form>
  );
}

function Effects({ title, effects }: { title: string; effects: readonly Effect[] }) {
  if (effects.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="text-base">{title}</h3>
      <ul>
        {effects.map(({ name, count, amount }) => (
          <li key={name}>
            {name} : {countOf(count, 'lauréat', 'lauréats')}
            {amount && `, ${amount}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Further ranks, with the same proposal. */
function RankPages({ page }: { page: Sharing }) {
  if (page.ranks.pages === 1) return null;
  const rule =
    page.proposed === 'optimum' ? '&regle=optimum' : page.proposed === 'ligne' ? `&ligne=${page.line}` : '';
  return (
    <nav aria-label="Suite des rangs" className="sans-impression mt-4 flex flex-wrap items-center gap-2">
      {page.ranks.number > 1 && (
        <Link
          to={`?rangs=${page.ranks.number - 1}${rule}#partage`}
          className="fr-btn fr-btn--sm fr-btn--tertiary"
        >
          Rangs d’avant
        </Link>
      )}
      <span className="text-sm text-discret">
        Page {page.ranks.number} sur {page.ranks.pages}
      </span>
      {page.ranks.number < page.ranks.pages && (
        <Link
          to={`?rangs=${page.ranks.number + 1}${rule}#partage`}
          className="fr-btn fr-btn--sm fr-btn--secondary"
        >
          Rangs suivants
        </Link>
      )}
    </nav>
  );
}

/** The ranking and the sharing of the envelope in one table: two parts, coaching and an amount. */
export function SharingTable({ page, answer }: { page: Sharing; answer: FormAnswer | undefined }) {
  const writes = page.holds && !page.over;
  return (
    <section aria-labelledby="partage">
      <h2 id="partage">Rangs et partage</h2>
      {!page.over && <LineMover page={page} />}
      {page.proposed !== null && (
        <p className="carte" role="status">
          {page.proposed === 'optimum'
            ? 'Proposition : le plus haut total des scores dans l’enveloppe, un accompagnement seul comptant pour moitié. Une proposition parmi d’autres : rien n’est enregistré.'
            : 'Proposition : la ligne seule. Rien n’est enregistré tant que vous ne gardez pas ce partage.'}
        </p>
      )}
      {page.exceeded && (
        <p className="font-bold text-alerte" role="status">
          L’enveloppe est dépassée.
        </p>
      )}
      <Form method="post" noValidate key={`${page.proposed}/${page.line}/${page.left}`}>
        <table className="tableau empile">
          <caption>
            {page.left}.{' '}
            {page.marked
              ? 'Score : moyenne pondérée, sur les critères, de la moyenne des notes de chaque critère.'
              : 'Cette grille ne se note pas : l’ordre est celui des recommandations favorables, il ouvre la discussion et n’est pas un rang.'}
          </caption>
          <thead>
            <tr>
              <th scope="col">Rang</th>
              <th scope="col">Startup</th>
              {(page.marked ? ['Score', 'Médiane', 'Écart', 'Notes'] : ['Favorables']).map((label) => (
                <th key={label} scope="col" className="nombre">
                  {label}
                </th>
              ))}
              <th scope="col" className="nombre">
                Demande
              </th>
              <th scope="col">Reçoit</th>
              {page.means === 'enveloppe' && <th scope="col">Montant</th>}
            </tr>
          </thead>
          <tbody>
            {page.files.map((file) => (
              <tr key={file.id}>
                <td data-label="Rang">
                  {file.rank ?? '–'}
                  {file.tied && ' (à égalité)'}
                </td>
                <th scope="row" className="font-normal">
                  <Link to={file.path}>{file.title}</Link>
                </th>
                {page.marked ? (
                  <>
                    <td data-label="Score" className="nombre">
                      {shown(file.score)}
                    </td>
                    <td data-label="Médiane" className="nombre">
                      {shown(file.median)}
                    </td>
                    <td data-label="Écart" className="nombre">
                      {shown(file.spread)}
                    </td>
                    <td data-label="Notes" className="nombre">
                      {file.jurors}
                    </td>
                  </>
                ) : (
                  <td data-label="Favorables" className="nombre">
                    {file.recommended.given === 0
                      ? 'aucun avis'
                      : `${file.recommended.favourable} sur ${file.recommended.given}`}
                  </td>
                )}
                <td data-label="Demande" className="nombre">
                  {file.asked ?? '–'}
                </td>
                <td data-label="Reçoit">
                  {writes ? (
                    <select
                      name={`decision-${file.id}`}
                      aria-label={`Ce que reçoit ${file.title}`}
                      defaultValue={answer?.typed[`decision-${file.id}`] ?? file.given}
                      className="fr-select md:min-w-72"
                    >
                      {DECISION_CODES.filter((code) => page.means === 'enveloppe' || code !== 'argent').map(
                        (code) => (
                          <option key={code} value={code}>
                            {DECISIONS[code].label}
                          </option>
                        ),
                      )}
                    </select>
                  ) : (
                    DECISIONS[file.given].label
                  )}
                </td>
                {page.means === 'enveloppe' && (
                  <td data-label="Montant">
                    {writes ? (
                      <input
                        id={`montant-${file.id}`}
                        name={`montant-${file.id}`}
                        inputMode="decimal"
                        aria-label={`Montant pour ${file.title}, en euros`}
                        defaultValue={answer?.typed[`montant-${file.id}`] ?? file.amount}
                        className="fr-input"
                        autoComplete="off"
                        aria-invalid={answer?.mistakes[`montant-${file.id}`] ? true : undefined}
                      />
                    ) : (
                      file.amount || '–'
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
        {writes && page.proposed === 'optimum' && <Hidden name="regle" value="optimum" />}
        {writes && page.proposed === 'ligne' && <Hidden name="ligne" value={page.line} />}
        <RankPages page={page} />
        {writes && (
          <div className="sans-impression mt-4 flex flex-wrap items-end gap-2">
            <button type="submit" name="intention" value="partage" className="fr-btn mb-6">
              Garder ce partage
            </button>
            <TextField
              name="nom"
              label="Ou le garder comme scénario"
              value={answer?.typed['nom']}
              mistake={answer?.mistakes['nom']}
            />
            <button type="submit" name="intention" value="scenario" className="fr-btn fr-btn--secondary mb-6">
              Garder le scénario
            </button>
          </div>
        )}
      </Form>
      <div className="grid gap-6 sm:grid-cols-2">
        <Effects title="Par incubateur" effects={page.byIncubator} />
        <Effects title="Par administration" effects={page.byMinistry} />
      </div>
      {page.scenarios.length > 0 && (
        <table className="tableau empile mt-6">
          <caption>Scénarios gardés, côte à côte</caption>
          <thead>
            <tr>
              <th scope="col">Scénario</th>
              <th scope="col" className="nombre">
                Lauréats
              </th>
              <th scope="col" className="nombre">
                Coût, accompagnement compris
              </th>
              <th scope="col">Lesquels</th>
              {writes && (
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {page.scenarios.map((scenario) => (
              <tr key={scenario.id}>
                <th scope="row" className="font-normal">
                  {scenario.name}
                </th>
                <td data-label="Lauréats" className="nombre">
                  {scenario.laureates}
                </td>
                <td data-label="Coût" className="nombre">
                  {scenario.cost}
                </td>
                <td data-label="Lesquels">{scenario.titles.join(', ') || '–'}</td>
                {writes && (
                  <td>
                    <Form method="post" className="flex gap-2">
                      <Hidden name="scenario" value={scenario.id} />
                      <button
                        type="submit"
                        name="intention"
                        value="retenir"
                        className="fr-btn fr-btn--sm fr-btn--secondary"
                        aria-label={`Reprendre ${scenario.name}`}
                      >
                        Reprendre
                      </button>
                      <button
                        type="submit"
                        name="intention"
                        value="effacer"
                        className="fr-btn fr-btn--sm fr-btn--tertiary"
                        aria-label={`Effacer ${scenario.name}`}
                      >
                        Effacer
                      </button>
                    </Form>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
