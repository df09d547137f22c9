import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { formatDay } from '~/design/formats';
import {
  askForCertification,
  candidaciesOf,
  CANDIDATE_STATES,
  withdrawCandidacy,
} from '~/network/certification/candidates.server';
import { careersOf } from '~/network/certification/careers.server';
import { eligibility, isEligible } from '~/network/certification/eligibility';
import { openSessions } from '~/network/certification/sessions.server';
import { EligibilityTable } from '~/network/parts/EligibilityTable';
import { RuleError } from '~/person/acting';
import { optionalUrl } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { mistaken, signedIn, textFields, tried, triedWith } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { personId } = await signedIn(args);
  const { database, clock, network } = args.context;
  const today = clock.today();
  const [career] = await careersOf(database.prisma, network, [personId]);
  const candidacies = await candidaciesOf(database.prisma, personId);
  const sessions = await openSessions(database.prisma, today);
  const lines = (fullTime: boolean) => eligibility(career!, fullTime, today);
  const asked = candidacies.find(({ state }) => state === 'demandee');
  const fullTime = asked?.fullTime ?? true;
  return {
    certifiedOn: career!.certifiedOn === null ? null : formatDay(career!.certifiedOn),
    lines: lines(fullTime),
    eligible: isEligible(lines(fullTime)),
    sessions: sessions.map(({ id, name, heldOn, filesBy }) => {
      const own = candidacies.find(({ sessionId }) => sessionId === id);
      return {
        id,
        name,
        when: `se tient le ${formatDay(heldOn)}, dossiers jusqu’au ${formatDay(filesBy)}`,
        own: own
          ? {
              temps: own.fullTime ? 'plein' : 'partiel',
              dossier: own.fileUrl,
              open: own.state === 'demandee',
            }
          : null,
      };
    }),
    candidacies: candidacies.map(({ sessionId, session, state, appliedOn, decidedOn }) => ({
      sessionId,
      session,
      open: state === 'demandee',
      state: `${CANDIDATE_STATES[state]}, le ${formatDay(decidedOn ?? appliedOn)}`,
    })),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

const candidacySchema = z
  .object({
    temps: z.enum(['plein', 'partiel'], { error: 'Dites si le produit est tout votre temps.' }),
    dossier: optionalUrl('Dossier'),
  })
  .transform(({ temps, dossier }) => ({ fullTime: temps === 'plein', fileUrl: dossier }));

export async function action(args: ActionFunctionArgs) {
  await signedIn(args);
  const { context } = args;
  const typed = await textFields(args.request);
  const session = () => {
    const id = typed['session'] ?? '';
    if (!isId(id)) throw new RuleError('Cette session n’existe plus.');
    return id;
  };
  const withdraws = typed['intention'] === 'retirer';
  const refused = withdraws
    ? await tried(async () => withdrawCandidacy(context, session()))
    : await triedWith(candidacySchema, typed, (input) => askForCertification(context, session(), input));
  if (refused) return mistaken(typed, refused);
  return redirect(`/espace/certification?fait=${withdraws ? 'retiree' : 'deposee'}`);
}

export const meta: MetaFunction = () => [
  { title: 'Ma certification · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  deposee:
    'La demande est déposée : l’animation du réseau la lit. Vous pouvez la changer jusqu’à la fin des dépôts.',
  retiree: 'La demande est retirée.',
};

type Page = Awaited<ReturnType<typeof loader>>;

/** Asking for one session, or saying it anew. */
function AskForm({ session, answer }: { session: Page['sessions'][number]; answer: FormAnswer | undefined }) {
  const typed = answer?.typed ?? {};
  return (
    <Form method="post" noValidate className="mt-2 max-w-2xl">
      <Hidden name="session" value={session.id} />
      <SelectField
        name="temps"
        id={`temps-${session.id}`}
        label="Le produit est"
        choices={[
          { value: 'plein', label: 'tout mon temps' },
          { value: 'partiel', label: 'une partie de mon temps' },
        ]}
        value={typed['temps'] ?? session.own?.temps}
        mistake={answer?.mistakes['temps']}
      />
      <TextField
        name="dossier"
        id={`dossier-${session.id}`}
        type="url"
        label="Adresse du dossier, quand il est prêt"
        hint="Site, fiche, entretiens, maquettes, tableau d’investissement, présentation : là où vous les gardez."
        value={typed['dossier'] ?? session.own?.dossier}
        mistake={answer?.mistakes['dossier']}
      />
      <button type="submit" className="fr-btn">
        {session.own ? 'Enregistrer' : 'Déposer ma demande'}
      </button>
    </Form>
  );
}

export default function MyCertification() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Mon espace', to: '/espace' }]} here="Ma certification" />
      <h1 className="mb-2">Ma certification</h1>
      <p className="text-xl">
        « Concevoir un service public numérique » : huit compétences, un dossier, un oral d’une heure à une
        heure et demie, deux sessions par an.
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={(field) => `#${field}-${answer?.typed['session'] ?? ''}`}
      />
      {page.certifiedOn ? (
        <p className="carte">
          <strong>Vous avez la certification</strong> depuis le {page.certifiedOn}.
        </p>
      ) : (
        <>
          <section aria-labelledby="conditions">
            <h2 id="conditions">Ce qu’elle demande</h2>
            <EligibilityTable lines={page.lines} caption="Conditions de la certification" />
            <p className="mt-2">
              {page.eligible
                ? 'Tout est là : vous pouvez la demander.'
                : 'Il manque quelque chose, ou Jalons ne le sait pas. Vous pouvez déposer une demande : l’animation vérifiera.'}
            </p>
          </section>
          <section aria-labelledby="sessions" className="mt-8">
            <h2 id="sessions">Les sessions qui prennent des dossiers</h2>
            {page.sessions.length === 0 ? (
              <p>Aucune pour le moment : il y en a deux par an, en mai et en décembre.</p>
            ) : (
              page.sessions.map((session) => (
                <div key={session.id} className="carte mb-4">
                  <h3 className="m-0 text-lg">{session.name}</h3>
                  <p className="m-0 text-sm text-discret">{session.when}</p>
                  {(session.own === null || session.own.open) && (
                    <AskForm
                      session={session}
                      answer={answer?.typed['session'] === session.id ? answer : undefined}
                    />
                  )}
                </div>
              ))
            )}
          </section>
        </>
      )}
      {page.candidacies.length > 0 && (
        <section aria-labelledby="demandes" className="mt-8">
          <h2 id="demandes">Mes demandes</h2>
          <ul className="m-0 list-none p-0">
            {page.candidacies.map((one) => (
              <li
                key={one.sessionId}
                className="flex flex-wrap justify-between gap-2 border-b border-trait py-2"
              >
                <span>
                  <strong>{one.session}</strong> : {one.state}
                </span>
                {one.open && (
                  <RowAction
                    fields={{ intention: 'retirer', session: one.sessionId }}
                    label="Retirer"
                    name={`Retirer ma demande, ${one.session}`}
                  />
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="regle mt-6">
        Règles : manuel du réseau, « Certification des intrapreneurs ». Les jours sont ceux des missions
        connues de Jalons, chacun compté une fois.
      </p>
    </div>
  );
}
