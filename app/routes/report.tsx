import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatInstant } from '~/design/formats';
import { FAMILIES, type Family } from '~/network/indicators/indicator';
import { IndicatorTable } from '~/network/parts/IndicatorTable';
import { changedSince, closeReport, correctReport, writeReport } from '~/network/report/report.server';
import { can, NETWORK } from '~/person/rights';
import { RuleError } from '~/person/acting';
import { yearOf } from '~/platform/day';
import { renderMarkdown } from '~/platform/document/render.server';
import { optionalProse } from '~/platform/form-fields';
import { PUBLIC_PAGE } from './answers.server';
import { allowed, mistaken, textFields, tried, versionOf } from './guards.server';
import { pageMeta, siteOf } from './metadata';
import { reportAsked } from './report-lookup.server';

export const headers = () => PUBLIC_PAGE;

const FAMILY_CODES = Object.keys(FAMILIES) as Family[];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { report, counted, families, corrections, today } = await reportAsked(context, params['annee']);
  return {
    year: report.year,
    closed: report.closedAt === null ? null : formatInstant(report.closedAt),
    isOver: report.year < yearOf(today),
    opening: report.opening,
    openingHtml: renderMarkdown(report.opening),
    families: families.map((family) => ({
      ...family,
      comment: report.comments[family.family] ?? '',
      commentHtml: renderMarkdown(report.comments[family.family] ?? ''),
    })),
    changed: report.figures === null ? [] : changedSince(report.figures, counted),
    corrections: corrections.map(({ id, text, writtenAt }) => ({ id, text, at: formatInstant(writtenAt) })),
    writes: can(context.actor, 'reseau.modifier', NETWORK, today).allowed,
    version: report.version,
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { context, params } = args;
  const { report } = await reportAsked(context, params['annee']);
  const typed = await textFields(args.request);
  const text = (name: string, label: string): string => {
    const read = optionalProse(label, 20_000).safeParse(typed[name]);
    if (!read.success) throw new RuleError(read.error.issues[0]!.message, name);
    return read.data;
  };
  const texts = () => ({
    opening: text('ouverture', 'Ouverture'),
    comments: Object.fromEntries(FAMILY_CODES.map((code) => [code, text(`texte-${code}`, FAMILIES[code])])),
  });
  const intention = typed['intention'] ?? '';
  const mistakes = await tried(async () => {
    switch (intention) {
      case 'ecrire':
        return writeReport(context, report.year, texts(), versionOf(typed));
      case 'clore':
        return closeReport(context, context.network, report.year, texts(), versionOf(typed));
      case 'corriger':
        return correctReport(context, report.year, text('correction', 'Correction').slice(0, 2000));
      default:
        throw new RuleError('Cette action n’existe pas.');
    }
  });
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`/bilans/${report.year}?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(siteOf(matches), {
    title: `Bilan ${data?.year ?? ''} du réseau`,
    description: 'Les indicateurs de l’année, leurs règles, et ce qui a été publié à côté.',
    path: `/bilans/${data?.year ?? ''}`,
  });

const DONE: Readonly<Record<string, string>> = {
  ecrire: 'Le texte est gardé, et se lit déjà.',
  clore: 'Le bilan est clos : ses chiffres ne changent plus.',
  corriger: 'La correction se lit à la fin du bilan.',
};

export default function Report() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = (name: string, known: string) => answer?.typed[name] ?? known;
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Bilans', to: '/bilans' }]} here={String(page.year)} />
      <h1>Bilan {page.year} du réseau</h1>
      {page.done && DONE[page.done] && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <p className="regle">
        {page.closed
          ? `Chiffres arrêtés le ${page.closed}.`
          : 'Ce bilan n’est pas clos : ses chiffres sont ceux d’aujourd’hui.'}
      </p>
      <div className="prose" dangerouslySetInnerHTML={{ __html: page.openingHtml }} />
      {page.families.map((family) => (
        <section key={family.family} aria-labelledby={family.family} className="mt-8">
          <h2 id={family.family}>{family.label}</h2>
          <div className="prose" dangerouslySetInnerHTML={{ __html: family.commentHtml }} />
          <IndicatorTable family={family} year={page.year} />
        </section>
      ))}
      {page.closed && (
        <section aria-labelledby="corrections" className="mt-10">
          <h2 id="corrections">Depuis la clôture</h2>
          {page.changed.length === 0 && page.corrections.length === 0 && (
            <p>Rien n’a été corrigé, et le calcul d’aujourd’hui donne les mêmes chiffres.</p>
          )}
          {page.corrections.length > 0 && (
            <ul>
              {page.corrections.map(({ id, text, at }) => (
                <li key={id}>
                  <span className="whitespace-pre-wrap">{text}</span>{' '}
                  <span className="text-sm text-discret">({at})</span>
                </li>
              ))}
            </ul>
          )}
          {page.changed.length > 0 && (
            <>
              <p>
                Le même calcul, fait aujourd’hui, donne d’autres chiffres : des pages ont été corrigées
                depuis.
              </p>
              <ul>
                {page.changed.map(({ name, then, now }) => (
                  <li key={name}>
                    {name} : {then} au bilan, {now} aujourd’hui
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
      <p className="sans-impression mt-8">
        Emporter :{' '}
        <a href={`/bilans/${page.year}/bilan.pdf`} download>
          PDF
        </a>
        ,{' '}
        <a href={`/bilans/${page.year}/donnees.csv`} download>
          données en CSV
        </a>
        .
      </p>
      {page.writes && !page.closed && (
        <section aria-labelledby="ecrire" className="sans-impression mt-10">
          <h2 id="ecrire">Écrire le bilan</h2>
          <Form method="post" noValidate key={page.version} className="carte">
            <Hidden name="version" value={page.version} />
            <TextAreaField
              name="ouverture"
              label="Ouverture"
              hint="En Markdown. Elle se lit avant les chiffres."
              rows={6}
              value={typed('ouverture', page.opening)}
              mistake={answer?.mistakes['ouverture']}
            />
            {page.families.map(({ family, label, comment }) => (
              <TextAreaField
                key={family}
                name={`texte-${family}`}
                label={`Autour de « ${label} »`}
                rows={4}
                value={typed(`texte-${family}`, comment)}
                mistake={answer?.mistakes[`texte-${family}`]}
              />
            ))}
            <div className="flex flex-wrap gap-2">
              <button type="submit" name="intention" value="ecrire" className="fr-btn">
                Garder le texte
              </button>
              {page.isOver && (
                <button type="submit" name="intention" value="clore" className="fr-btn fr-btn--secondary">
                  Clore le bilan {page.year}
                </button>
              )}
            </div>
            <p className="regle mt-2">
              {page.isOver
                ? 'Clore arrête les chiffres et le texte pour toujours ; une correction s’ajoute ensuite à côté.'
                : `Le bilan se clôt à partir du 1er janvier ${page.year + 1}.`}
            </p>
          </Form>
        </section>
      )}
      {page.writes && page.closed && (
        <section aria-labelledby="corriger" className="sans-impression mt-10">
          <h2 id="corriger">Ajouter une correction</h2>
          <Form method="post" noValidate className="carte max-w-2xl" key={page.corrections.length}>
            <TextAreaField
              name="correction"
              label="Ce qui est à corriger"
              rows={3}
              value={typed('correction', '')}
              mistake={answer?.mistakes['correction']}
            />
            <button type="submit" name="intention" value="corriger" className="fr-btn fr-btn--secondary">
              Ajouter la correction
            </button>
          </Form>
        </section>
      )}
    </div>
  );
}
