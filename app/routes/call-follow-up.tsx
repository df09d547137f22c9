import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { capitalised, formatAmount, formatDay } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { callPath, startupPath } from '~/platform/addresses';
import { addMonths } from '~/platform/calendar';
import {
  amountField,
  dayField,
  line,
  optionalDayField,
  optionalProse,
  readFigure,
} from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { cents, total } from '~/platform/money';
import { conditionsOfCall, settleCondition } from '~/committee/conditions/conditions.server';
import { shownCondition } from '~/committee/conditions/shown';
import { conditionSchema, settlingSchema } from '~/committee/decision-schema';
import { AwardConditions } from '~/round/parts/AwardConditions';
import { addAwardCondition } from '~/round/award/conditions.server';
import {
  applicationOf,
  depositedOf,
  targetsOfCall,
  tiesOfApplication,
} from '~/round/application/applications.server';
import {
  addInstalment,
  CHECK_MONTHS,
  dropInstalment,
  payInstalment,
  followUpsOf,
  instalmentsOf,
  saveFollowUp,
  saveResult,
} from '~/round/award/followup.server';
import { isReached, keptOf, keptPromise, KEPT_SHARE, REACHED_SHARE } from '~/round/award/targets';
import { shownCall } from '~/round/calls/shown';
import { CallRoom } from '~/round/parts/CallRoom';
import { CONVENTION_STATES, DECISIONS, isLaureate, type ConventionState } from '~/round/vocabulary';
import { z } from 'zod';
import { callFor } from './call-lookup.server';
import { mistaken, textFields, tried, triedWith, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.lire');
  const { prisma } = context.database;
  const today = context.clock.today();
  const announced = call.announcedAt !== null;
  const laureates = announced
    ? (await depositedOf(prisma, call.id)).filter(({ decision }) => isLaureate(decision))
    : [];
  const followUps = new Map((await followUpsOf(prisma, call.id)).map((one) => [one.applicationId, one]));
  const instalments = await instalmentsOf(prisma, call.id);
  const targets = await targetsOfCall(prisma, call.id);
  const conditions = announced ? await conditionsOfCall(prisma, call.id) : [];
  const targetsOf = (id: string) => targets.get(id) ?? [];
  const kept = keptOf(laureates.map(({ id }) => targetsOf(id)));
  return {
    ...shownCall(call, context.clock.now()),
    announced,
    today,
    holds: can(context.actor, 'appel.tenir', call, today).allowed,
    judges: can(context.actor, 'appel.juger', call, today).allowed,
    kept,
    money:
      call.means === 'places'
        ? null
        : `${formatAmount(total(laureates.map(({ awarded }) => awarded ?? cents(0))).known)} accordés, ${formatAmount(
            total(instalments.filter(({ paidOn }) => paidOn !== null).map(({ payment }) => payment)).known,
          )} payés.`,
    laureates: laureates.map((application) => {
      const followUp = followUps.get(application.id)!;
      const own = targetsOf(application.id);
      const checkDue = followUp.demoOn === null ? null : addMonths(followUp.demoOn, CHECK_MONTHS);
      return {
        id: application.id,
        title: application.title,
        path: startupPath(application.publicId),
        what: DECISIONS[application.decision!].label,
        awarded: application.awarded === null ? null : formatAmount(application.awarded),
        convention: followUp.convention,
        conventionLabel:
          followUp.convention === 'signee'
            ? `Convention signée le ${formatDay(followUp.signedOn!)}`
            : `Convention : ${CONVENTION_STATES[followUp.convention].toLowerCase()}`,
        steps: [
          followUp.launchOn && `lancement le ${formatDay(followUp.launchOn)}`,
          followUp.demoOn && `Démo Day le ${formatDay(followUp.demoOn)}`,
          followUp.checkOn
            ? `point fait le ${formatDay(followUp.checkOn)}`
            : checkDue && `point à faire le ${formatDay(checkDue)}${checkDue < today ? ', date passée' : ''}`,
          followUp.coachingDays > 0 &&
            `${followUp.coachingDays.toLocaleString('fr-FR')} jours d’accompagnement`,
        ].filter((step) => typeof step === 'string'),
        checkNote: followUp.checkNote,
        typed: {
          convention: followUp.convention as string,
          signature: followUp.signedOn ?? '',
          lancement: followUp.launchOn ?? '',
          demo: followUp.demoOn ?? '',
          point: followUp.checkOn ?? '',
          compte: followUp.checkNote,
          jours: String(followUp.coachingDays).replace('.', ','),
        } as Record<string, string>,
        version: followUp.version,
        promise: keptPromise(own),
        targets: own.map((target) => ({
          position: target.position,
          label: target.label,
          promised: `${target.value.toLocaleString('fr-FR')} le ${formatDay(target.due)}`,
          result: target.result === null ? null : target.result.toLocaleString('fr-FR'),
          source: target.resultSource,
          reached: isReached(target),
        })),
        instalments: instalments
          .filter(({ applicationId }) => applicationId === application.id)
          .map((one) => ({
            id: one.id,
            label: one.label,
            due: formatDay(one.due),
            commitment: formatAmount(one.commitment),
            payment: formatAmount(one.payment),
            paid: one.paidOn === null ? null : formatDay(one.paidOn),
          })),
        conditions: conditions
          .filter(({ applicationId }) => applicationId === application.id)
          .map((one) => shownCondition(one, today)),
      };
    }),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

const followUpSchema = z.object({
  convention: z.enum(Object.keys(CONVENTION_STATES) as [ConventionState, ...ConventionState[]], {
    error: 'Choisissez un état.',
  }),
  signature: optionalDayField('Signature'),
  lancement: optionalDayField('Lancement'),
  demo: optionalDayField('Démo Day'),
  point: optionalDayField('Point'),
  compte: optionalProse('Compte rendu', 4000),
  jours: z.string().default('0'),
});
const instalmentSchema = z.object({
  libelle: line('Libellé', { max: 120 }),
  echeance: dayField('Échéance'),
  ae: amountField('Engagement'),
  cp: amountField('Paiement'),
  paye: optionalDayField('Payé le'),
});

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const id = typed['dossier'] ?? '';
  const application = isId(id) ? await applicationOf(context.database.prisma, id) : null;
  if (
    !application ||
    application.callId !== call.id ||
    call.announcedAt === null ||
    !isLaureate(application.decision)
  )
    return mistaken(typed, { form: 'Ce lauréat n’existe plus.' });
  const change = (): Promise<Record<string, string> | null> => {
    switch (intention) {
      case 'suivi':
        return triedWith(followUpSchema, typed, (input) => {
          const days = readFigure(input.jours || '0');
          if (days === null || days < 0 || days > 400) throw new RuleError('Un nombre de jours.', 'jours');
          return saveFollowUp(context, application, versionOf(typed), {
            convention: input.convention,
            signedOn: input.signature,
            launchOn: input.lancement,
            demoOn: input.demo,
            checkOn: input.point,
            checkNote: input.compte,
            coachingDays: days,
          });
        });
      case 'versement':
        return triedWith(instalmentSchema, typed, (input) =>
          addInstalment(context, application, {
            label: input.libelle,
            due: input.echeance,
            commitment: input.ae ?? cents(0),
            payment: input.cp ?? cents(0),
            paidOn: input.paye,
          }),
        );
      case 'condition':
        return triedWith(conditionSchema, typed, (input) => addAwardCondition(context, application, input));
      case 'regler':
        return triedWith(settlingSchema, typed, ({ etat, raison }) => {
          if (!isId(typed['condition'] ?? '')) throw new RuleError('Cette condition n’existe plus.');
          return settleCondition(
            context,
            tiesOfApplication(application),
            { id: typed['condition']!, version: versionOf(typed) },
            { state: etat, reason: raison },
          );
        });
      case 'payer':
        return triedWith(z.object({ paye: dayField('Payé le') }), typed, async ({ paye }) => {
          if (!isId(typed['versement'] ?? '')) throw new RuleError('Ce versement n’existe plus.');
          await payInstalment(context, application, typed['versement']!, paye);
        });
      case 'retirer':
        return tried(async () => {
          if (!isId(typed['versement'] ?? '')) throw new RuleError('Ce versement n’existe plus.');
          await dropInstalment(context, application, typed['versement']!);
        });
      case 'resultat':
        return tried(async () => {
          const position = Number(typed['cible']);
          const result = readFigure(typed['resultat'] ?? '');
          if (result === null) throw new RuleError('Un nombre est attendu.', 'resultat');
          if (!Number.isInteger(position) || position < 0 || position > 9)
            throw new RuleError('Cette cible n’existe plus.');
          await saveResult(context, application.id, position, {
            result,
            source: (typed['source'] ?? '').trim().slice(0, 300),
          });
        });
      default:
        return tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
    }
  };
  const refused = await change();
  if (refused) return mistaken(typed, refused);
  await context.refreshNetwork();
  return redirect(`${callPath(call.id)}/suivi?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Suivi, ${data?.title ?? 'appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  suivi: 'Le suivi est enregistré.',
  versement: 'Le versement est ajouté.',
  condition: 'La condition est ajoutée : elle se suit avec celles des comités.',
  regler: 'L’état de la condition est noté.',
  payer: 'Le versement est noté comme payé.',
  retirer: 'Le versement est retiré.',
  resultat: 'Le résultat est noté.',
};

type Page = Awaited<ReturnType<typeof loader>>;
type Laureate = Page['laureates'][number];

function FollowUpForms({ one, answer }: { one: Laureate; answer: FormAnswer | undefined }) {
  const mine = answer?.typed['dossier'] === one.id ? answer : undefined;
  const said = (intention: string) => (mine?.typed['intention'] === intention ? mine : undefined);
  const field = (intention: string, name: string, value = '') => ({
    name,
    id: `${name}-${intention}-${one.id}`,
    value: said(intention)?.typed[name] ?? value,
    mistake: said(intention)?.mistakes[name],
  });
  return (
    <details className="sans-impression mt-3" open={mine !== undefined}>
      <summary className="lien cursor-pointer" aria-label={`Suivre ${one.title}`}>
        Suivre
      </summary>
      <Form method="post" noValidate className="mt-3" key={one.version}>
        <Hidden name="dossier" value={one.id} />
        <Hidden name="version" value={said('suivi')?.typed['version'] ?? one.version} />
        <div className="grid gap-x-6 sm:grid-cols-3">
          <SelectField
            {...field('suivi', 'convention', one.typed['convention'])}
            label="Convention"
            empty="Choisir…"
            choices={Object.entries(CONVENTION_STATES).map(([value, label]) => ({ value, label }))}
          />
          <TextField {...field('suivi', 'signature', one.typed['signature'])} type="date" label="Signée le" />
          <TextField {...field('suivi', 'lancement', one.typed['lancement'])} type="date" label="Lancement" />
          <TextField {...field('suivi', 'demo', one.typed['demo'])} type="date" label="Démo Day" />
          <TextField {...field('suivi', 'point', one.typed['point'])} type="date" label="Point fait le" />
          <TextField
            {...field('suivi', 'jours', one.typed['jours'])}
            label="Jours d’accompagnement"
            inputMode="decimal"
          />
        </div>
        <TextAreaField
          {...field('suivi', 'compte', one.typed['compte'])}
          label="Compte rendu du point à deux mois"
          rows={3}
        />
        <button
          type="submit"
          name="intention"
          value="suivi"
          className="fr-btn fr-btn--sm"
          aria-label={`Enregistrer le suivi de ${one.title}`}
        >
          Enregistrer
        </button>
      </Form>
      {one.targets.map((target) => (
        <Form key={target.position} method="post" noValidate className="mt-4">
          <Hidden name="dossier" value={one.id} />
          <Hidden name="cible" value={target.position} />
          <div className="grid gap-x-6 sm:grid-cols-2">
            <TextField
              name="resultat"
              id={`resultat-${one.id}-${target.position}`}
              label={`Résultat : ${target.label}`}
              inputMode="decimal"
            />
            <TextField
              name="source"
              id={`source-${one.id}-${target.position}`}
              label="D’où vient ce chiffre"
            />
          </div>
          <button
            type="submit"
            name="intention"
            value="resultat"
            className="fr-btn fr-btn--sm fr-btn--secondary"
            aria-label={`Noter le résultat, ${target.label}`}
          >
            Noter
          </button>
        </Form>
      ))}
      <Form method="post" noValidate className="mt-4">
        <Hidden name="dossier" value={one.id} />
        <div className="grid gap-x-6 sm:grid-cols-3">
          <TextField {...field('versement', 'libelle')} label="Versement" />
          <TextField {...field('versement', 'echeance')} type="date" label="Échéance" />
          <TextField {...field('versement', 'ae')} label="Engagé (AE), en euros" inputMode="decimal" />
          <TextField {...field('versement', 'cp')} label="Payé (CP), en euros" inputMode="decimal" />
          <TextField {...field('versement', 'paye')} type="date" label="Payé le" />
        </div>
        <button
          type="submit"
          name="intention"
          value="versement"
          className="fr-btn fr-btn--sm fr-btn--secondary"
          aria-label={`Ajouter un versement à ${one.title}`}
        >
          Ajouter
        </button>
      </Form>
    </details>
  );
}

export default function CallFollowUp() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <CallRoom
      call={page}
      here="Suivi"
      title="Suivi des lauréats"
      lead={
        !page.announced
          ? 'Les résultats ne sont pas encore publiés.'
          : `${page.kept.kept} sur ${page.kept.known} ont tenu leurs cibles à ${KEPT_SHARE * 100} % ; ${page.kept.unknown} sans résultat encore.`
      }
      holds={page.holds}
      judges={page.judges}
      done={page.done}
      sentences={DONE}
      answer={answer}
    >
      {page.announced && (
        <>
          <p className="regle">
            Règle : une cible est atteinte à partir de {REACHED_SHARE * 100} % du nombre promis ; un lauréat
            tient sa promesse quand {KEPT_SHARE * 100} % de ses cibles sont atteintes. Sans résultat ou sans
            cible, il n’est pas compté.{page.money && ` ${page.money}`}
          </p>
          <p className="sans-impression">
            Lauréats :{' '}
            <a href={`${callPath(page.id)}/laureats.csv`} download>
              CSV
            </a>
            ,{' '}
            <a href={`${callPath(page.id)}/laureats.ods`} download>
              ODS
            </a>
          </p>
          <div className="mt-6 grid grid-cols-1 gap-6">
            {page.laureates.map((one) => (
              <article key={one.id} className="carte" aria-labelledby={`l-${one.id}`}>
                <h2 id={`l-${one.id}`} className="m-0 text-lg">
                  <Link to={one.path}>{one.title}</Link>
                </h2>
                <p className="m-0">
                  {one.what}
                  {one.awarded && `, ${one.awarded}`}. {one.conventionLabel}.
                </p>
                {one.steps.length > 0 && <p className="m-0">{capitalised(one.steps.join(', '))}.</p>}
                {one.checkNote && <p className="m-0 whitespace-pre-wrap">{one.checkNote}</p>}
                {one.targets.length > 0 && (
                  <table className="tableau empile mt-3">
                    <caption>
                      Cibles :{' '}
                      {one.promise === null
                        ? 'résultats à venir'
                        : one.promise
                          ? 'promesse tenue'
                          : 'promesse non tenue'}
                    </caption>
                    <thead>
                      <tr>
                        <th scope="col">Cible</th>
                        <th scope="col">Promis</th>
                        <th scope="col">Résultat</th>
                        <th scope="col">Atteinte</th>
                      </tr>
                    </thead>
                    <tbody>
                      {one.targets.map((target) => (
                        <tr key={target.position}>
                          <th scope="row" className="font-normal">
                            {target.label}
                          </th>
                          <td data-label="Promis">{target.promised}</td>
                          <td data-label="Résultat">
                            {target.result === null ? 'à venir' : `${target.result} (${target.source})`}
                          </td>
                          <td data-label="Atteinte">
                            {target.reached === null ? '–' : target.reached ? 'oui' : 'non'}
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                )}
                {one.instalments.length > 0 && (
                  <table className="tableau empile mt-3">
                    <caption>Versements</caption>
                    <thead>
                      <tr>
                        <th scope="col">Versement</th>
                        <th scope="col">Échéance</th>
                        <th scope="col" className="nombre">
                          AE
                        </th>
                        <th scope="col" className="nombre">
                          CP
                        </th>
                        <th scope="col">Payé</th>
                        {page.holds && (
                          <th scope="col">
                            <span className="sr-only">Actions</span>
                          </th>
                        )}
                      </tr>
                    </thead>
                    <tbody>
                      {one.instalments.map((instalment) => (
                        <tr key={instalment.id}>
                          <th scope="row" className="font-normal">
                            {instalment.label}
                          </th>
                          <td data-label="Échéance">{instalment.due}</td>
                          <td data-label="AE" className="nombre">
                            {instalment.commitment}
                          </td>
                          <td data-label="CP" className="nombre">
                            {instalment.payment}
                          </td>
                          <td data-label="Payé">{instalment.paid ?? 'pas encore'}</td>
                          {page.holds && (
                            <td>
                              {instalment.paid === null && (
                                <Form method="post" noValidate className="mb-2 flex items-end gap-2">
                                  <Hidden name="dossier" value={one.id} />
                                  <Hidden name="versement" value={instalment.id} />
                                  <input
                                    type="date"
                                    name="paye"
                                    className="fr-input w-40"
                                    defaultValue={page.today}
                                    aria-label={`Payé le, ${instalment.label}`}
                                  />
                                  <button
                                    type="submit"
                                    name="intention"
                                    value="payer"
                                    className="fr-btn fr-btn--sm fr-btn--secondary"
                                    aria-label={`Noter comme payé le versement ${instalment.label}`}
                                  >
                                    Payé
                                  </button>
                                </Form>
                              )}
                              <Form method="post">
                                <Hidden name="dossier" value={one.id} />
                                <Hidden name="versement" value={instalment.id} />
                                <button
                                  type="submit"
                                  name="intention"
                                  value="retirer"
                                  className="fr-btn fr-btn--sm fr-btn--tertiary"
                                  aria-label={`Retirer le versement ${instalment.label}`}
                                >
                                  Retirer
                                </button>
                              </Form>
                            </td>
                          )}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                )}
                <AwardConditions
                  application={one}
                  conditions={one.conditions}
                  holds={page.holds}
                  answer={answer}
                />
                {page.holds && <FollowUpForms one={one} answer={answer} />}
              </article>
            ))}
          </div>
        </>
      )}
    </CallRoom>
  );
}
