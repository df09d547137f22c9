import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { conditionsOf, giveEvidence, settleCondition } from '~/committee/conditions/conditions.server';
import { shownCondition } from '~/committee/conditions/shown';
import { readPaper } from '~/committee/documents.server';
import { evidenceSchema, settlingSchema } from '~/committee/decision-schema';
import { shownDecision } from '~/committee/decided';
import { conditionField, SettleCondition } from '~/committee/parts/SettleCondition';
import { ConditionTable, type ShownCondition } from '~/committee/parts/ConditionTable';
import { DecisionTable } from '~/committee/parts/DecisionTable';
import { committeesOfStartups, heldFacts } from '~/committee/reads.server';
import { nextCommittee } from '~/committee/schedule';
import { Breadcrumb } from '~/design/Breadcrumb';
import { FileField, Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, ofName } from '~/design/formats';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { isId } from '~/platform/identifier';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { allowed, formOf, mistaken, textsOf, triedWith, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const startup = startupOf(context.network, args.params['id'], '/comites');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.voir-comite', ties);
  const { prisma } = context.database;
  const today = context.clock.today();
  const may = (action: 'startup.tenir-comite' | 'startup.decider' | 'startup.modifier') =>
    can(context.actor, action, ties, today).allowed;
  const committees = await committeesOfStartups(prisma, [startup.id]);
  const [held] = await heldFacts(prisma, [startup.id], today);
  const phase = currentPhase(startup.phases, today);
  const next =
    phase === null || LIFECYCLE[phase.code].kind !== 'phase' ? null : nextCommittee({ phase, ...held! });
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    holds: may('startup.tenir-comite'),
    decides: may('startup.decider'),
    edits: may('startup.modifier'),
    next:
      held!.planned !== null
        ? { sentence: `Prochain comité le ${formatDay(held!.planned)}.`, late: false }
        : next === null
          ? null
          : {
              sentence: `Comité à tenir avant le ${formatDay(next.due)}\u00a0: ${next.because}.`,
              late: next.due < today,
            },
    committees: committees.flatMap((committee) => {
      const item = committee.items.find(({ startupId }) => startupId === startup.id);
      if (!item) return [];
      return [shownDecision(committee, item)];
    }),
    conditions: (await conditionsOf(prisma, [startup.id])).map((one) => shownCondition(one, today)),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

/** Evidence of the team, and how a condition ended. */
export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id']);
  const ties = tiesOf(startup);
  await allowed(args, 'startup.voir-comite', ties);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const id = typed['condition'] ?? '';
  if (!isId(id)) return mistaken(typed, { form: 'Cette condition n’existe plus.' });
  const where = { id, version: versionOf(typed) };
  const settles = typed['intention'] === 'regler';
  const refused = settles
    ? await triedWith(settlingSchema, typed, ({ etat, raison }) =>
        settleCondition(context, ties, where, { state: etat, reason: raison }),
      )
    : await triedWith(evidenceSchema, typed, async ({ lien, preuve }) => {
        const file = form.get('fichier');
        const stored = await readPaper(
          context.settings.dataDir,
          file instanceof File ? file : null,
          'fichier',
        );
        await giveEvidence(context, ties, where, { url: lien, note: preuve, stored });
      });
  if (refused) return mistaken(typed, refused);
  return redirect(`${startupPath(startup.publicId)}/comites?fait=${settles ? 'regle' : 'preuve'}#conditions`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Comités ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  regle: 'L’état de la condition est noté.',
  preuve: 'La preuve est jointe : il reste à quelqu’un de l’incubateur ou du coaching à la confirmer.',
  note: 'Le comité est noté : sa décision est en ligne.',
};

function ConditionActs({
  condition,
  holds,
  answer,
}: {
  condition: ShownCondition;
  holds: boolean;
  answer: FormAnswer | undefined;
}) {
  const mine = answer?.typed['condition'] === condition.id ? answer : undefined;
  const field = conditionField(condition, answer);
  return (
    <details open={mine !== undefined}>
      <summary className="lien cursor-pointer" aria-label={`Répondre à ${condition.text}`}>
        Répondre
      </summary>
      {condition.open && (
        <Form method="post" encType="multipart/form-data" noValidate className="mt-3">
          <Hidden name="condition" value={condition.id} />
          <Hidden name="version" value={condition.version} />
          <FileField {...field('fichier')} label="Document" accept=".pdf,.odt,.odp,.docx,.pptx" />
          <TextField {...field('lien')} type="url" label="Lien vers la preuve" />
          <TextField {...field('preuve')} label="En une phrase" />
          <button
            type="submit"
            name="intention"
            value="preuve"
            className="fr-btn fr-btn--sm fr-btn--secondary"
          >
            Joindre la preuve
          </button>
        </Form>
      )}
      {holds && <SettleCondition condition={condition} answer={answer} />}
    </details>
  );
}

export default function StartupCommittees() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const open = page.conditions.filter((condition) => condition.open).length;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Comités"
      />
      <h1 className="mb-2">Comités {ofName(page.title)}</h1>
      <p className="text-xl">
        {page.next && <strong>{page.next.sentence} </strong>}
        {open === 0
          ? 'Aucune condition n’est ouverte.'
          : `${countOf(open, 'condition est ouverte', 'conditions sont ouvertes')}.`}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={(field) => `#${field}-${answer?.typed['condition'] ?? ''}`}
      />
      <div className="sans-impression mb-8 flex flex-wrap gap-2">
        {page.holds && (
          <Link to={`${page.path}/comites/nouveau`} className="fr-btn">
            Planifier un comité
          </Link>
        )}
        {page.decides && (
          <Link to={`${page.path}/comites/noter`} className="fr-btn fr-btn--secondary">
            Noter un comité passé
          </Link>
        )}
        <Link to={`${page.path}/passage-de-relais`} className="fr-btn fr-btn--tertiary">
          Passage de relais
        </Link>
        <Link to={`${page.path}/arret`} className="fr-btn fr-btn--tertiary">
          Arrêt
        </Link>
        {page.holds && (
          <Link to={`${page.path}/accompagnement`} className="fr-btn fr-btn--tertiary">
            Carnet d’accompagnement
          </Link>
        )}
      </div>
      <section aria-labelledby="conditions">
        <h2 id="conditions">Conditions</h2>
        {page.conditions.length === 0 ? (
          <p>
            Aucun comité n’a encore posé de condition. Elles apparaissent ici à la clôture, avec qui s’en
            charge et pour quand.
          </p>
        ) : (
          <ConditionTable
            conditions={page.conditions}
            caption="Les ouvertes d’abord, par échéance"
            {...(page.holds || page.edits
              ? {
                  acts: (condition: ShownCondition) =>
                    page.holds || condition.open ? (
                      <ConditionActs condition={condition} holds={page.holds} answer={answer} />
                    ) : null,
                }
              : {})}
          />
        )}
        {page.conditions.length > 0 && (
          <p className="sans-impression mt-4">
            <a href={`${page.path}/conditions.csv`} download>
              Télécharger en CSV
            </a>
          </p>
        )}
      </section>
      <section aria-labelledby="comites" className="mt-10">
        <h2 id="comites">Décisions</h2>
        {page.committees.length === 0 ? (
          <p>
            Aucun comité n’est encore connu. Notez ceux qui ont eu lieu : une date et une décision suffisent.
          </p>
        ) : (
          <DecisionTable decisions={page.committees} />
        )}
      </section>
    </div>
  );
}
