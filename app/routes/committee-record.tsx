import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { bringDocument, readPaper } from '~/committee/documents.server';
import { PAST_CONDITIONS, pastSchema } from '~/committee/decision-schema';
import { outcomesFrom, OUTCOME_CODES } from '~/committee/outcomes';
import { DecisionFields } from '~/committee/parts/DecisionFields';
import { committeeOf } from '~/committee/reads.server';
import { COMMITTEE_KINDS, KIND_CODES, type CommitteeKind } from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { FileField, SelectField, TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import { recordPastCommittee } from '~/exchange/publication/committee-closing.server';
import { startupPath } from '~/platform/addresses';
import { mistakesByField } from '~/platform/form-fields';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { allowed, formOf, mistaken, textsOf, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const KINDS = KIND_CODES.filter((kind) => COMMITTEE_KINDS[kind].decides);

async function recordedBy(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params['id'], '/comites/noter');
  await allowed(args, 'startup.decider', tiesOf(startup));
  return startup;
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await recordedBy(args);
  const phase = currentPhase(startup.phases, args.context.clock.today());
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    state: phase === null ? 'Aucune phase n’a commencé' : LIFECYCLE[phase.code].state,
    kind: (phase?.code === 'investigation' ? 'fin-investigation' : 'investissement') as CommitteeKind,
    // A committee of long ago may have decided from another phase: what fits today comes first, the rest after.
    outcomes: [
      ...outcomesFrom(phase?.code ?? null),
      ...OUTCOME_CODES.filter((code) => !outcomesFrom(phase?.code ?? null).includes(code)),
    ],
  };
}

/** One form: the committee, its decision, its minutes. */
export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = await recordedBy(args);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const parsed = pastSchema.safeParse(typed);
  const kind = KINDS.find((code) => code === typed['nature']);
  if (!parsed.success || !kind)
    return mistaken(typed, {
      ...(kind ? {} : { nature: 'Dites quel comité c’était.' }),
      ...(parsed.success ? {} : mistakesByField(parsed.error)),
    });
  const refused = await tried(async () => {
    const file = form.get('releve');
    const paper = await readPaper(context.settings.dataDir, file instanceof File ? file : null);
    const id = await recordPastCommittee(context, tiesOf(startup), kind, parsed.data);
    if (paper === null) return;
    const item = (await committeeOf(context.database.prisma, id))!.items[0]!;
    await bringDocument(context, item, {
      kind: 'releve',
      name: paper.name,
      stored: paper,
      link: null,
      summary: '',
      community: false,
    });
  });
  if (refused) return mistaken(typed, refused);
  await context.refreshNetwork();
  return redirect(`${startupPath(startup.publicId)}/comites?fait=note`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Noter un comité ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const [, ...MORE_CONDITIONS] = PAST_CONDITIONS;

function ConditionFields({
  field,
  suffix,
}: {
  field: (name: string) => { name: string; value: string | undefined; mistake: string | undefined };
  suffix: (typeof PAST_CONDITIONS)[number];
}) {
  const named = suffix === '' ? '' : ` ${suffix.slice(1)}`;
  return (
    <div className="mb-2">
      <TextField {...field(`condition${suffix}`)} label={`Condition${named}`} />
      <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
        <TextField {...field(`qui${suffix}`)} label={`Qui s’en charge${named && `, condition${named}`}`} />
        <TextField
          {...field(`echeance${suffix}`)}
          type="date"
          label={`Échéance${named && `, condition${named}`}`}
        />
      </div>
    </div>
  );
}

export default function CommitteeRecord() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  const field = (name: string) => ({ name, value: typed[name], mistake: mistakes[name] });
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Comités', to: `${page.path}/comites` },
        ]}
        here="Noter un comité passé"
      />
      <h1 className="mb-2">Noter un comité passé</h1>
      <p className="text-lg">
        {page.title}, {page.state.toLowerCase()}. La date et la décision suffisent : la page publique dit
        l’issue et les objectifs, le reste est pour l’équipe et l’incubateur.
      </p>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate encType="multipart/form-data">
        <TextField {...field('date')} type="date" label="Date du comité" />
        <DecisionFields
          outcomes={page.outcomes}
          typed={typed}
          mistakes={mistakes}
          short
          more={
            <SelectField
              {...field('nature')}
              value={typed['nature'] ?? page.kind}
              label="Comité"
              choices={KINDS.map((value) => ({ value, label: COMMITTEE_KINDS[value].label }))}
            />
          }
        />
        <fieldset className="m-0 mb-4 border-0 p-0">
          <legend className="p-0 font-bold">Une condition, s’il y en a une</legend>
          <ConditionFields field={field} suffix="" />
          <details
            open={MORE_CONDITIONS.some((suffix) => typed[`condition${suffix}`] || mistakes[`qui${suffix}`])}
          >
            <summary className="lien cursor-pointer">D’autres conditions</summary>
            {MORE_CONDITIONS.map((suffix) => (
              <ConditionFields key={suffix} field={field} suffix={suffix} />
            ))}
          </details>
        </fieldset>
        <FileField
          name="releve"
          label="Relevé de décisions signé"
          hint="PDF, ODT ou DOCX, 25 Mo au plus. Facultatif."
          accept=".pdf,.odt,.docx"
          mistake={mistakes['releve']}
        />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="fr-btn">
            Noter le comité
          </button>
          <Link to={`${page.path}/comites`} className="fr-btn fr-btn--tertiary">
            Annuler
          </Link>
        </div>
      </Form>
    </div>
  );
}
