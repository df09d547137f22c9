import { callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { countOf } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { addressField, line } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { depositedOf } from '~/round/application/applications.server';
import { scoresAreOpen } from '~/round/calls/calendar';
import { shownCall } from '~/round/calls/shown';
import { assign, assignmentOf, assignOne, previewAssignment } from '~/round/jury/assign.server';
import { CONFLICTS, conflictsOf } from '~/round/jury/conflicts.server';
import { giveSeat, seatsOf, takeSeat, votes } from '~/round/jury/seats.server';
import { CallRoom } from '~/round/parts/CallRoom';
import { SEAT_ROLES, SEATS } from '~/round/vocabulary';
import { z } from 'zod';
import { callFor } from './call-lookup.server';
import { mistaken, textFields, tried, triedWith } from './guards.server';

const USUAL_READINGS = 3;

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const { prisma } = context.database;
  const query = new URL(args.request.url).searchParams;
  const seats = await seatsOf(prisma, call.id);
  const files = (await depositedOf(prisma, call.id)).filter(
    ({ admissibility }) => admissibility !== 'irrecevable',
  );
  const conflicts = await conflictsOf(prisma, call.id);
  const assigned = await assignmentOf(prisma, call.id);
  const readings = Math.min(10, Math.max(1, Number(query.get('lectures')) || USUAL_READINGS));
  const preview = query.has('apercu') ? await previewAssignment(prisma, call, readings) : null;
  const closed = context.clock.now() >= call.closesAt;
  return {
    ...shownCall(call, context.clock.now()),
    judges: can(context.actor, 'appel.juger', call, context.clock.today()).allowed,
    over: scoresAreOpen(call, context.clock.now()),
    closed,
    readings,
    seats: seats.map((seat) => {
      const own = assigned.filter(({ seatId }) => seatId === seat.id);
      return {
        id: seat.id,
        name: seat.name,
        role: SEATS[seat.role].label,
        votes: votes(seat),
        given: own.filter(({ given }) => given).length,
        assigned: own.length,
        conflicts: [
          ...new Map(
            conflicts
              .filter(({ seatId }) => seatId === seat.id)
              .map(({ applicationId, kind }) => [
                applicationId,
                `${files.find(({ id }) => id === applicationId)?.title ?? 'une candidature'} : ${CONFLICTS[kind]}`,
              ]),
          ).values(),
        ],
      };
    }),
    files: closed
      ? files.map(({ id, title }) => ({
          id,
          title,
          readers: assigned
            .filter(({ applicationId }) => applicationId === id)
            .map(({ seatId, begun, given }) => ({
              seatId,
              begun,
              name: seats.find((seat) => seat.id === seatId)?.name ?? '',
              given,
            })),
          free: seats
            .filter(
              (seat) =>
                votes(seat) &&
                !assigned.some((one) => one.seatId === seat.id && one.applicationId === id) &&
                !conflicts.some((one) => one.seatId === seat.id && one.applicationId === id),
            )
            .map((seat) => ({ value: seat.id, label: seat.name })),
        }))
      : [],
    preview: preview && {
      loads: seats.filter(votes).map((seat) => ({
        name: seat.name,
        count: preview.assigned.filter(({ seatId }) => seatId === seat.id).length,
      })),
      short: preview.short.map((id) => files.find((file) => file.id === id)?.title ?? ''),
    },
    done: query.get('fait'),
  };
}

const seatSchema = z.object({
  nom: line('Nom'),
  courriel: addressField,
  siege: z.enum(SEAT_ROLES, { error: 'Choisissez un siège.' }),
});

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const id = (name: string) => {
    if (!isId(typed[name] ?? '')) throw new RuleError('Choisissez dans la liste.', name);
    return typed[name]!;
  };
  const refused =
    intention === 'siege'
      ? await triedWith(seatSchema, typed, ({ nom, courriel, siege }) =>
          giveSeat(context, call.id, { name: nom, address: courriel, role: siege }),
        )
      : await tried(async () => {
          switch (intention) {
            case 'retirer':
              return takeSeat(context, call.id, id('place'));
            case 'repartir': {
              const readings = Number(typed['lectures']);
              if (!Number.isInteger(readings) || readings < 1 || readings > 10)
                throw new RuleError('Entre 1 et 10 lectures.', 'lectures');
              return assign(context, call.id, readings);
            }
            case 'ajouter':
            case 'enlever':
              return assignOne(context, call.id, {
                seatId: id('place'),
                applicationId: id('dossier'),
                reads: intention === 'ajouter',
              });
            default:
              throw new RuleError('Cette action n’existe pas.');
          }
        });
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return redirect(`${callPath(call.id)}/jury?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Jury de ${data?.title ?? 'l’appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  siege: 'Le siège est donné.',
  retirer: 'Le siège est retiré.',
  repartir: 'Les lectures sont réparties.',
  ajouter: 'La lecture est donnée.',
  enlever: 'La lecture est retirée.',
};

export default function CallJury() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const seat = answer?.typed['intention'] === 'siege' ? answer : undefined;
  return (
    <CallRoom
      call={page}
      here="Jury"
      lead={
        <>
          {countOf(page.seats.length, 'siège', 'sièges')}. Jusqu’à la fin de la notation, on sait qui a donné
          ses notes, jamais lesquelles.
        </>
      }
      holds
      judges={page.judges}
      done={page.done}
      sentences={DONE}
      answer={answer}
    >
      {page.seats.length > 0 && (
        <table className="tableau empile">
          <caption>Qui siège</caption>
          <thead>
            <tr>
              <th scope="col">Personne</th>
              <th scope="col">Siège</th>
              <th scope="col">Notes données</th>
              <th scope="col">Ne juge pas</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.seats.map((one) => (
              <tr key={one.id}>
                <th scope="row" className="font-normal">
                  {one.name}
                </th>
                <td data-label="Siège">{one.role}</td>
                <td data-label="Notes données">
                  {one.votes ? `${one.given} sur ${one.assigned}` : 'ne note pas'}
                </td>
                <td data-label="Ne juge pas">
                  {one.conflicts.length === 0 ? '–' : one.conflicts.join(' ; ')}
                </td>
                <td>
                  {!page.over && (
                    <Form method="post">
                      <Hidden name="place" value={one.id} />
                      <button
                        type="submit"
                        name="intention"
                        value="retirer"
                        className="fr-btn fr-btn--sm fr-btn--tertiary"
                        aria-label={`Retirer le siège de ${one.name}`}
                      >
                        Retirer
                      </button>
                    </Form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!page.over && (
        <section aria-labelledby="donner" className="mt-8">
          <h2 id="donner">Donner un siège</h2>
          <Form method="post" noValidate className="max-w-3xl" key={page.seats.length}>
            <div className="grid gap-x-6 sm:grid-cols-3">
              <TextField name="nom" label="Nom" value={seat?.typed['nom']} mistake={seat?.mistakes['nom']} />
              <TextField
                name="courriel"
                type="email"
                label="Courriel"
                value={seat?.typed['courriel']}
                mistake={seat?.mistakes['courriel']}
              />
              <SelectField
                name="siege"
                label="Siège"
                empty="Choisir…"
                choices={SEAT_ROLES.map((value) => ({
                  value,
                  label: `${SEATS[value].label} : ${SEATS[value].does}`,
                }))}
                value={seat?.typed['siege']}
                mistake={seat?.mistakes['siege']}
              />
            </div>
            <button type="submit" name="intention" value="siege" className="fr-btn">
              Donner ce siège
            </button>
          </Form>
        </section>
      )}
      {page.closed && (
        <section aria-labelledby="qui-lit" className="mt-10">
          <h2 id="qui-lit">Qui lit quoi</h2>
          {!page.over && (
            <>
              <Form method="get" className="mb-4 flex flex-wrap items-end gap-3">
                <Hidden name="apercu" value="oui" />
                <TextField
                  name="lectures"
                  label="Lectures par dossier"
                  inputMode="numeric"
                  value={String(page.readings)}
                />
                <button type="submit" className="fr-btn fr-btn--secondary mb-6">
                  Voir la répartition
                </button>
              </Form>
              {page.preview && (
                <div className="carte mb-6">
                  <p className="mt-0">
                    {page.preview.loads.map(({ name, count }) => `${name} : ${count}`).join(' ; ')}.
                  </p>
                  {page.preview.short.length > 0 && (
                    <p>Trop peu de personnes peuvent lire : {page.preview.short.join(', ')}.</p>
                  )}
                  <Form method="post">
                    <Hidden name="lectures" value={page.readings} />
                    <button type="submit" name="intention" value="repartir" className="fr-btn">
                      Répartir ainsi
                    </button>
                  </Form>
                  <p className="regle mt-2">Ce qui est commencé reste à qui l’a commencé.</p>
                </div>
              )}
            </>
          )}
          <ul className="m-0 grid list-none gap-4 p-0">
            {page.files.map((file) => (
              <li key={file.id} className="carte">
                <h3 className="m-0 text-lg">{file.title}</h3>
                <ul>
                  {file.readers.map((reader) => (
                    <li key={reader.seatId}>
                      {reader.name},{' '}
                      {reader.given ? 'notes données' : reader.begun ? 'commencé' : 'pas commencé'}
                      {!reader.begun && !page.over && (
                        <Form method="post" className="inline">
                          <Hidden name="dossier" value={file.id} />
                          <Hidden name="place" value={reader.seatId} />
                          <button
                            type="submit"
                            name="intention"
                            value="enlever"
                            className="fr-btn fr-btn--sm fr-btn--tertiary ml-2"
                            aria-label={`Retirer ${file.title} à ${reader.name}`}
                          >
                            Retirer
                          </button>
                        </Form>
                      )}
                    </li>
                  ))}
                </ul>
                {file.free.length > 0 && !page.over && (
                  <Form method="post" className="flex flex-wrap items-end gap-2">
                    <Hidden name="dossier" value={file.id} />
                    <SelectField
                      name="place"
                      id={`place-${file.id}`}
                      label={`Donner ${file.title} à`}
                      empty="Choisir…"
                      choices={file.free}
                    />
                    <button
                      type="submit"
                      name="intention"
                      value="ajouter"
                      className="fr-btn fr-btn--sm fr-btn--secondary mb-6"
                      aria-label={`Ajouter une lecture de ${file.title}`}
                    >
                      Ajouter
                    </button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </CallRoom>
  );
}
