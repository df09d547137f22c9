import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { fallenSigns } from '~/committee/handover/followups';
import { askFollowUp, followUpsOf } from '~/committee/handover/followups.server';
import { openPlan, planOf, savePlan, saveStep } from '~/committee/handover/handover.server';
import { planSchema, stepSchema } from '~/committee/handover/handover-schema';
import {
  EXIT_STEPS,
  latestStart,
  LEGAL_FORMS,
  SIGN_CODES,
  SUCCESS_SIGNS,
  TRAJECTORIES,
} from '~/committee/handover/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { countOf, formatDay, ofName } from '~/design/formats';
import { standardsSay } from '~/impact/standards/elsewhere.server';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { isId } from '~/platform/identifier';
import { forbidden } from './answers.server';
import { allowed, mistaken, textFields, tried, triedWith, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const startup = startupOf(context.network, args.params['id'], '/passage-de-relais');
  const ties = tiesOf(startup);
  await allowed(args, 'startup.voir-comite', ties);
  const { prisma } = context.database;
  const today = context.clock.today();
  const plan = await planOf(prisma, startup.id);
  const followUps = await followUpsOf(prisma, [startup.id]);
  const said = await standardsSay(prisma, startup.id, today);
  const may = (action: 'startup.modifier' | 'startup.tenir-comite') =>
    can(context.actor, action, ties, today).allowed;
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    edits: may('startup.modifier'),
    holds: may('startup.tenir-comite'),
    plan: plan && {
      version: plan.version,
      open: plan.endedOn === null,
      openedOn: formatDay(plan.openedOn),
      endedOn: plan.endedOn === null ? null : formatDay(plan.endedOn),
      target: plan.target === null ? null : formatDay(plan.target),
      trajectory: plan.trajectory === null ? null : TRAJECTORIES[plan.trajectory],
      legalForm: plan.legalForm === null ? null : LEGAL_FORMS[plan.legalForm],
      host: plan.host,
      typed: {
        trajectoire: plan.trajectory ?? '',
        forme: plan.legalForm ?? '',
        accueil: plan.host,
        contact: plan.hostName ?? '',
        courriel: plan.hostAddress ?? '',
        cible: plan.target ?? '',
        budget: plan.yearlyBudget === null ? '' : String(plan.yearlyBudget / 100),
        part: plan.publicShare === null ? '' : String(plan.publicShare),
        repli: plan.fallback,
        criteres6: plan.criteria6,
        criteres12: plan.criteria12,
      } as Record<string, string>,
      steps: EXIT_STEPS.map((step) => {
        const kept = plan.steps.find(({ code }) => code === step.code);
        const start = latestStart(step, plan.target);
        return {
          code: step.code,
          label: step.label,
          said: said(`sortie.${step.code}`),
          months: step.months,
          start: start === null ? null : formatDay(start),
          late: start !== null && start < today && !kept?.doneOn && (kept?.owner ?? '') === '',
          owner: kept?.owner ?? '',
          due: kept?.due ?? '',
          dueText: kept?.due ? formatDay(kept.due) : null,
          doneOn: kept?.doneOn ? formatDay(kept.doneOn) : null,
          version: kept?.version ?? 0,
        };
      }),
    },
    followUps: followUps.map((one) => ({
      id: one.id,
      months: one.months,
      due: formatDay(one.due),
      late: one.answeredAt === null && one.due < today,
      state:
        one.answers === null
          ? one.askedAt === null
            ? 'à demander'
            : 'demande envoyée'
          : `${SIGN_CODES.filter((sign) => one.answers![sign]).length} signes sur ${SIGN_CODES.length}`,
      answered: one.answers !== null,
      missing:
        one.answers === null
          ? []
          : SIGN_CODES.filter((sign) => !one.answers![sign]).map((sign) => SUCCESS_SIGNS[sign]),
      comment: one.comment,
    })),
    fallen: fallenSigns(followUps).length,
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id']);
  const ties = tiesOf(startup);
  await allowed(args, 'startup.voir-comite', ties);
  const today = context.clock.today();
  const edits = can(context.actor, 'startup.modifier', ties, today);
  if (!edits.allowed && !can(context.actor, 'startup.tenir-comite', ties, today).allowed)
    throw forbidden(edits.reason);
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const here = `${startupPath(startup.publicId)}/passage-de-relais`;
  const change = (): Promise<Record<string, string> | null> => {
    switch (intention) {
      case 'plan':
        return triedWith(planSchema, typed, (plan) => savePlan(context, ties, versionOf(typed), plan));
      case 'etape':
        return triedWith(stepSchema, typed, (step) => saveStep(context, ties, step));
      case 'ouvrir':
        return tried(() => openPlan(context, ties));
      case 'demander':
        return tried(async () => {
          if (!isId(typed['suivi'] ?? '')) throw new RuleError('Ce suivi n’existe plus.');
          await askFollowUp(context, ties, typed['suivi']!);
        });
      default:
        return tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
    }
  };
  const refused = await change();
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return redirect(`${here}?fait=${intention}${intention === 'etape' ? `#etape-${typed['etape']}` : ''}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Passage de relais ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  ouvrir: 'Le plan est ouvert : commencez par ce qui prend le plus de temps.',
  plan: 'Le plan est enregistré.',
  etape: 'L’étape est notée.',
  demander: 'La demande est partie.',
};
const choices = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

type Page = Awaited<ReturnType<typeof loader>>;
type Plan = NonNullable<Page['plan']>;

function PlanForm({ plan, answer }: { plan: Plan; answer: FormAnswer | undefined }) {
  const typed = answer?.typed ?? plan.typed;
  const field = (name: string) => ({ name, value: typed[name], mistake: answer?.mistakes[name] });
  return (
    <Form method="post" noValidate className="mt-4 max-w-4xl" key={plan.version}>
      <Hidden name="intention" value="plan" />
      <Hidden name="version" value={answer?.typed['version'] ?? plan.version} />
      <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
        <SelectField
          {...field('trajectoire')}
          label="Trajectoire"
          empty="À choisir"
          choices={choices(TRAJECTORIES)}
        />
        <SelectField
          {...field('forme')}
          label="Forme juridique"
          empty="Sans objet"
          choices={choices(LEGAL_FORMS)}
        />
        <TextField {...field('accueil')} label="Administration d’accueil" />
        <TextField {...field('cible')} type="date" label="Date visée" />
        <TextField {...field('contact')} label="Qui répondra aux suivis" />
        <TextField {...field('courriel')} type="email" label="Son courriel" />
        <TextField {...field('budget')} label="Budget annuel, en euros TTC" inputMode="decimal" />
        <TextField {...field('part')} label="Part d’agents publics, en %" inputMode="decimal" />
      </div>
      <TextAreaField {...field('repli')} label="Solution de repli" rows={3} />
      <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
        <TextAreaField {...field('criteres6')} label="Réussi à six mois si…" rows={3} />
        <TextAreaField {...field('criteres12')} label="Réussi à douze mois si…" rows={3} />
      </div>
      <button type="submit" className="fr-btn">
        Enregistrer le plan
      </button>
    </Form>
  );
}

/** The rest of the plan as text: for who reads it, and for who compares with it after the exit. */
function PlanWords({ typed }: Pick<Plan, 'typed'>) {
  const lines = [
    ['Budget annuel', typed['budget'] ? `${typed['budget']} € TTC` : ''],
    ['Part d’agents publics', typed['part'] ? `${typed['part']} %` : ''],
    ['Solution de repli', typed['repli']],
    ['Réussi à six mois si', typed['criteres6']],
    ['Réussi à douze mois si', typed['criteres12']],
  ].filter(([, text]) => text);
  if (lines.length === 0) return null;
  return (
    <dl className="max-w-3xl">
      {lines.map(([label, text]) => (
        <div key={label} className="mb-2">
          <dt className="font-bold">{label}</dt>
          <dd className="m-0 whitespace-pre-wrap">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function StepForm({ step, answer }: { step: Plan['steps'][number]; answer: FormAnswer | undefined }) {
  const mine = answer?.typed['etape'] === step.code ? answer : undefined;
  const field = (name: string, value: string) => ({
    name,
    id: `${name}-${step.code}`,
    value: mine?.typed[name] ?? value,
    mistake: mine?.mistakes[name],
  });
  return (
    <details open={mine !== undefined}>
      <summary className="lien cursor-pointer" aria-label={`Noter : ${step.label}`}>
        Noter
      </summary>
      <Form method="post" noValidate className="mt-3" key={step.version}>
        <Hidden name="intention" value="etape" />
        <Hidden name="etape" value={step.code} />
        <Hidden name="version" value={step.version} />
        <TextField {...field('qui', step.owner)} label="Qui s’en charge" />
        <TextField {...field('echeance', step.due)} type="date" label="Échéance" />
        <SelectField
          {...field('fait', step.doneOn === null ? '' : 'oui')}
          label="État"
          choices={[
            { value: '', label: 'À faire' },
            { value: 'oui', label: 'Fait' },
          ]}
        />
        <button type="submit" className="fr-btn fr-btn--sm">
          Noter l’étape
        </button>
      </Form>
    </details>
  );
}

export default function StartupHandover() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  const { plan } = page;
  const planAnswer = answer?.typed['intention'] === 'plan' ? answer : undefined;
  const left = plan?.steps.filter(({ doneOn }) => doneOn === null).length ?? 0;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Passage de relais"
      />
      <h1 className="mb-2">Passage de relais {ofName(page.title)}</h1>
      <p className="text-xl">
        {plan === null
          ? 'Aucun plan n’est ouvert : il s’ouvre à l’entrée en consolidation.'
          : plan.open
            ? `${plan.target === null ? 'Sans date visée encore' : `Sortie visée le ${plan.target}`} ; ${countOf(left, 'étape reste à faire', 'étapes restent à faire')}.`
            : `Sorti d’incubation le ${plan.endedOn}.`}
        {page.fallen > 0 &&
          ` ${countOf(page.fallen, 'signe de réussite ne tient plus', 'signes de réussite ne tiennent plus')}.`}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {plan === null && page.edits && (
        <RowAction
          fields={{ intention: 'ouvrir' }}
          label="Ouvrir le plan"
          name="Ouvrir le plan de passage de relais"
        />
      )}
      {plan && (
        <>
          <section aria-labelledby="plan">
            <h2 id="plan">Le plan, ouvert le {plan.openedOn}</h2>
            <p>
              {plan.trajectory ?? 'Trajectoire à choisir'}
              {plan.legalForm && `, ${plan.legalForm.toLowerCase()}`}
              {plan.host && `, accueil par ${plan.host}`}.
            </p>
            <PlanWords typed={plan.typed} />
            {page.edits && plan.open && (
              <details open={planAnswer !== undefined}>
                <summary className="lien cursor-pointer">Écrire le plan</summary>
                <PlanForm plan={plan} answer={planAnswer} />
              </details>
            )}
          </section>
          <section aria-labelledby="etapes" className="mt-10">
            <h2 id="etapes">Sortir d’incubation, étape par étape</h2>
            <table className="tableau empile">
              <caption>Ce qui prend le plus de temps d’abord</caption>
              <thead>
                <tr>
                  <th scope="col">Étape</th>
                  <th scope="col">À commencer avant le</th>
                  <th scope="col">Qui</th>
                  <th scope="col">État</th>
                  {page.edits && plan.open && (
                    <th scope="col">
                      <span className="sr-only">Actions</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {plan.steps.map((step) => (
                  <tr key={step.code} id={`etape-${step.code}`}>
                    <th scope="row" className="font-normal">
                      {step.label}
                      {step.said && <span className="block text-sm text-discret">{step.said}</span>}
                    </th>
                    <td data-label="À commencer avant le">
                      {step.start ??
                        (step.months === 0 ? 'le jour de la sortie' : `${step.months} mois avant`)}
                      {step.late && <strong className="block">date passée</strong>}
                    </td>
                    <td data-label="Qui">{step.owner || '–'}</td>
                    <td data-label="État">
                      {step.doneOn
                        ? `fait le ${step.doneOn}`
                        : step.dueText
                          ? `pour le ${step.dueText}`
                          : 'à faire'}
                    </td>
                    {page.edits && plan.open && (
                      <td>
                        <StepForm step={step} answer={answer} />
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
      <section aria-labelledby="suivis" className="mt-10">
        <h2 id="suivis">Après la sortie</h2>
        {page.followUps.length === 0 ? (
          <p>
            Six, douze et vingt-quatre mois après la sortie, l’administration d’accueil répond à cinq
            questions par un lien personnel.
          </p>
        ) : (
          <table className="tableau empile">
            <caption className="sr-only">Suivis après la sortie</caption>
            <thead>
              <tr>
                <th scope="col">Suivi</th>
                <th scope="col">Réponse</th>
                <th scope="col">Ce qui ne tient plus</th>
                {page.holds && (
                  <th scope="col">
                    <span className="sr-only">Actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {page.followUps.map((one) => (
                <tr key={one.id}>
                  <th scope="row" className="font-normal">
                    {one.months} mois après, le {one.due}
                  </th>
                  <td data-label="Réponse">
                    {one.state}
                    {one.late && <strong className="block">sans réponse</strong>}
                    {one.comment && <span className="block text-sm">{one.comment}</span>}
                  </td>
                  <td data-label="Ne tient plus">{one.missing.join(' ; ') || '–'}</td>
                  {page.holds && (
                    <td>
                      {!one.answered && (
                        <RowAction
                          fields={{ intention: 'demander', suivi: one.id }}
                          label="Demander"
                          name={`Demander le suivi à ${one.months} mois`}
                        />
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}
