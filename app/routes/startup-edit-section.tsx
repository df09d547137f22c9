import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { keptOffline, revalidatesAfter } from '~/design/kept-offline';
import { EDITORS, sectionOf } from '~/exchange/publication/editors';
import { EditionNotices } from '~/exchange/publication/parts/EditionNotices';
import { SectionForm, type SectionAnswer } from '~/exchange/publication/parts/SectionForm';
import { startupPath } from '~/platform/addresses';
import { parseDay } from '~/platform/day';
import { rowIndexes, type Typed } from '~/platform/document/fields';
import type { Phase } from '~/startup/life';
import { PhaseBadge } from '~/startup/parts/PhaseBadge';
import { phaseAdvice, type PhaseAdvice } from '~/startup/phase-advice';
import { isPhaseCode } from '~/startup/rules';
import { notFound } from './answers.server';
import { saveSection, sectionPage, startupTarget } from './editing.server';
import { allowed, formOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function targetOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/modifier');
  const session = await allowed(args, 'startup.modifier', tiesOf(startup));
  const section = sectionOf('_startups', args.params.partie ?? '');
  if (!section) throw notFound('Cette partie de la page n’existe pas.');
  return {
    startup,
    section,
    target: startupTarget(args.context, startup, session.actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, section, target } = await targetOf(args);
  const { sections } = EDITORS._startups;
  const next = sections[sections.indexOf(section) + 1];
  const page = await sectionPage(args.context, target, section);
  return {
    ...page,
    advice:
      section.code === 'phases'
        ? phaseAdvice(
            typedPhases(page.typed),
            startup,
            args.context.network.expectations,
            args.context.clock.today(),
          )
        : null,
    title: startup.title,
    path: startupPath(startup.publicId),
    place: sections.indexOf(section) + 1,
    count: sections.length + 1,
    next: next ? { code: next.code, title: next.title } : { code: 'image', title: 'Image' },
  };
}

/** The phases as they are typed, leaving out what is no phase yet. */
function typedPhases(typed: Typed): Phase[] {
  return rowIndexes(typed, 'phases').flatMap((index) => {
    const at = (column: string) => typed[`phases.${index}.${column}`]?.[0] ?? '';
    const [code, start] = [at('name'), parseDay(at('start'))];
    if (!isPhaseCode(code) || start === null || at('retirer') !== '') return [];
    return [{ code, start, end: parseDay(at('end')), origin: 'declared' as const }];
  });
}

function Advice({ advice }: { advice: PhaseAdvice }) {
  return (
    <aside className="carte mb-6 max-w-3xl" aria-label="Ce que ces dates disent">
      {advice.current && (
        <p className="m-0">
          <PhaseBadge code={advice.current.code} /> aujourd’hui. {advice.current.question}{' '}
          {advice.current.ends}
          {advice.current.missing.length > 0 &&
            ` On y attend aussi : ${advice.current.missing.map((label) => label.toLowerCase()).join(', ')}.`}
        </p>
      )}
      {advice.warnings.length > 0 && (
        <ul className="m-0 mt-2 pl-4 text-sm">
          {advice.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </aside>
  );
}

export async function action(args: ActionFunctionArgs) {
  const { startup, section, target } = await targetOf(args);
  const form = await formOf(args.request);
  return saveSection(args.context, target, section, form, {
    published: `${startupPath(startup.publicId)}/modifier?fait=publie`,
    refused: `${startupPath(startup.publicId)}/modifier/publier`,
  });
}

/** Without a network nothing is lost: the form stays, and says so. */
export const clientAction = keptOffline;

export const shouldRevalidate = revalidatesAfter;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.section.title ?? 'Modifier'}, ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupEditSection() {
  const page = useLoaderData<typeof loader>() as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as SectionAnswer | undefined;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
          { label: 'Modifier', to: `${page.path}/modifier` },
        ]}
        here={page.section.title}
      />
      <p className="m-0 text-sm text-discret">
        Partie {page.place} sur {page.count}
      </p>
      <h1 className="mb-2">{page.section.title}</h1>
      <p className="max-w-3xl">{page.section.about}</p>
      <EditionNotices others={page.others} problem={answer?.problem ?? null} />
      {page.advice && <Advice advice={page.advice} />}
      <SectionForm page={page} answer={answer} plan={page.plan}>
        <button type="submit" name="intention" value="publier" className="fr-btn">
          Publier
        </button>
      </SectionForm>
      <p className="mt-6 flex flex-wrap gap-x-6 gap-y-2">
        <Link to={`${page.path}/modifier`}>Toutes les parties</Link>
        <Link to={`${page.path}/modifier/${page.next.code}`}>Partie suivante : {page.next.title}</Link>
      </p>
      {page.section.code === 'phases' && (
        <p className="regle mt-4">
          Une phase ajoutée ici est « déclarée » : un comité la confirme. Ce qu’on attend à chaque phase :{' '}
          <Link to="/phases">le cycle de vie</Link>.
        </p>
      )}
    </div>
  );
}
