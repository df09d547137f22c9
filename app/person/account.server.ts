import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { join, readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { withinLimit } from '~/platform/rate-limit.server';
import { findLink, makeLink, takeLink } from '~/platform/signed-links.server';
import { addDays } from '~/platform/day';
import { oneself, RuleError, type Acting } from './acting';
import { OPTIONAL_MAILS, type MailKind } from './mail-kinds';
import { endSessionsOf } from './session.server';
import { lowered } from './sign-in/attach.server';

const MOST_ADDRESSES = 10;
const CONFIRM_DAYS = 2;
const ADDRESSES_A_DAY = 5;

export const addressesOf = async (db: Sql, personId: string): Promise<string[]> =>
  (
    await readRows(
      db,
      z.object({ address: z.string() }),
      sql`SELECT address FROM person_address WHERE person_id = ${personId}::uuid ORDER BY address`,
    )
  ).map(({ address }) => address);

/** Corrects one's own name. */
export async function rename(acting: Acting, name: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`UPDATE person SET full_name = ${name}, kept_here = true WHERE id = ${personId}::uuid`,
    );
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'correct-name', thing: { kind: 'person', id: personId } },
    ]);
  });
}

/** Whether the person opposes being named in the lists that the network publishes. */
export async function opposesPublication(db: Sql, personId: string): Promise<boolean> {
  const [row] = await readRows(
    db,
    z.object({ opposes: z.boolean() }),
    sql`SELECT opposes_publication AS opposes FROM person WHERE id = ${personId}::uuid`,
  );
  return row?.opposes ?? true;
}

/** It counts at once: published lists are drawn anew. */
export async function opposePublication(acting: Acting, opposes: boolean): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`UPDATE person SET opposes_publication = ${opposes} WHERE id = ${personId}::uuid`,
    );
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'choose-publication', thing: { kind: 'person', id: personId } },
    ]);
  });
}

/** An address counts once its mailbox has answered: a mail goes there, and its button adds it. */
export async function askToAddAddress(acting: Acting, address: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction(async (tx) => {
    const mine = await addressesOf(tx, personId);
    if (mine.includes(lowered(address))) throw new RuleError('Cette adresse est déjà la vôtre.', 'courriel');
    if (mine.length >= MOST_ADDRESSES) throw new RuleError('Dix adresses au plus.', 'courriel');
    const now = acting.clock.now();
    for (const [name, subject] of [
      ['adresse-personne', personId],
      ['adresse-cible', lowered(address)],
    ] as const) {
      if (!(await withinLimit(tx, now, { name, subject, limit: ADDRESSES_A_DAY, minutes: 1440 }))) {
        throw new RuleError('Trop d’adresses essayées aujourd’hui : réessayez demain.', 'courriel');
      }
    }
    const token = await makeLink(tx, now, {
      act: 'confirmer-adresse',
      thingId: lowered(address),
      personId,
      days: CONFIRM_DAYS,
    });
    await queueMails(tx, { now, origin: acting.origin }, [
      {
        kind: 'securite',
        personId,
        address: lowered(address),
        topic: 'confirmer-adresse',
        letter: {
          subject: 'Confirmez votre adresse pour Jalons',
          paragraphs: [
            'Quelqu’un qui dit recevoir ses courriels ici veut s’en servir pour se connecter à Jalons.',
          ],
          action: { label: 'Confirmer cette adresse', url: `${acting.origin}/liens/${token}` },
          why: 'Si ce n’est pas vous, ignorez ce courriel : l’adresse ne sera pas ajoutée.',
        },
      },
    ]);
  });
}

/** The button of the mail: the address is the person's from now on. @returns false when the link was used or is too old. */
export async function confirmAddress(acting: Acting, token: string): Promise<boolean> {
  return acting.database.transaction(async (tx) => {
    const now = acting.clock.now();
    const link = await findLink(tx, now, token);
    if (!link || link.act !== 'confirmer-adresse' || !(await takeLink(tx, now, link.id))) return false;
    await tx.$executeRaw(
      sql`INSERT INTO person_address (person_id, address) VALUES (${link.personId}::uuid, ${link.thingId}) ON CONFLICT DO NOTHING`,
    );
    await recordChanges(
      tx,
      { actor: { kind: 'link', id: link.id }, at: now, requestId: acting.audit.requestId },
      [{ verb: 'add-address', thing: { kind: 'person', id: link.personId } }],
    );
    return true;
  });
}

/** @throws {RuleError} for the last one: nobody could write to the person any more. */
export async function removeAddress(acting: Acting, address: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction(async (tx) => {
    const mine = await addressesOf(tx, personId);
    if (!mine.includes(lowered(address))) throw new RuleError('Cette adresse n’est pas la vôtre.');
    if (mine.length < 2) throw new RuleError('Gardez au moins une adresse.');
    await tx.$executeRaw(
      sql`DELETE FROM person_address WHERE person_id = ${personId}::uuid AND address = ${lowered(address)}`,
    );
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'remove-address', thing: { kind: 'person', id: personId } },
    ]);
  });
}

export async function unwantedMails(db: Sql, personId: string): Promise<string[]> {
  const rows = await readRows(
    db,
    z.object({ kind: z.string() }),
    sql`SELECT kind FROM mail_preference WHERE person_id = ${personId}::uuid AND NOT wanted`,
  );
  return rows.map(({ kind }) => kind);
}

/** Which of the optional kinds of mail the person wants from now on. */
export async function chooseMails(acting: Acting, wanted: readonly MailKind[]): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction((tx) =>
    tx.$executeRaw(
      sql`INSERT INTO mail_preference (person_id, kind, wanted)
          SELECT ${personId}::uuid, kind, kind = ANY(${[...wanted]}) FROM unnest(${[...OPTIONAL_MAILS]}::text[]) AS kind
          ON CONFLICT (person_id, kind) DO UPDATE SET wanted = EXCLUDED.wanted`,
    ),
  );
}

/** One click in a mail, without signing in: this kind comes no more. */
export async function refuseMail(acting: Acting, token: string): Promise<boolean> {
  return acting.database.transaction(async (tx) => {
    const link = await findLink(tx, acting.clock.now(), token);
    if (!link || link.act !== 'ne-plus-recevoir') return false;
    await takeLink(tx, acting.clock.now(), link.id);
    await tx.$executeRaw(
      sql`INSERT INTO mail_preference (person_id, kind, wanted) VALUES (${link.personId}::uuid, ${link.thingId}, false)
          ON CONFLICT (person_id, kind) DO UPDATE SET wanted = false`,
    );
    return true;
  });
}

/** Follows, or no longer follows, a startup or an incubator. */
export async function follow(
  acting: Acting,
  thing: { kind: 'startup' | 'incubator'; id: string },
  follows: boolean,
): Promise<void> {
  const { personId } = oneself(acting);
  const startupId = thing.kind === 'startup' ? thing.id : null;
  const incubatorId = thing.kind === 'incubator' ? thing.id : null;
  await acting.database.transaction((tx) =>
    follows
      ? tx.$executeRaw(
          sql`INSERT INTO follow (id, person_id, startup_id, incubator_id) VALUES (${newId()}::uuid, ${personId}::uuid, ${startupId}::uuid, ${incubatorId}::uuid) ON CONFLICT DO NOTHING`,
        )
      : tx.$executeRaw(
          sql`DELETE FROM follow WHERE person_id = ${personId}::uuid AND startup_id IS NOT DISTINCT FROM ${startupId}::uuid AND incubator_id IS NOT DISTINCT FROM ${incubatorId}::uuid`,
        ),
  );
}

export const followsOf = (db: Sql, personId: string) =>
  readRows(
    db,
    z.object({ startupId: z.string().nullable(), incubatorId: z.string().nullable() }),
    sql`SELECT startup_id AS "startupId", incubator_id AS "incubatorId" FROM follow WHERE person_id = ${personId}::uuid`,
  );

/** Whether somebody signs in for the first time: no session of theirs came before. */
export const isFirstVisit = async (db: Sql, personId: string): Promise<boolean> =>
  (
    await readRows(
      db,
      z.object({ count: z.number() }),
      sql`SELECT count(*)::int AS count FROM session WHERE person_id = ${personId}::uuid`,
    )
  )[0]!.count <= 1;

/** Tables that hold something of a person, with the column that names them: all of it leaves in the export. */
const OWN_ROWS: ReadonlyArray<{ name: string; query: (personId: string) => ReturnType<typeof sql> }> = [
  {
    name: 'fiche',
    query: (id) =>
      sql`SELECT public_id, full_name, role, domain, opposes_publication FROM person WHERE id = ${id}::uuid`,
  },
  { name: 'adresses', query: (id) => sql`SELECT address FROM person_address WHERE person_id = ${id}::uuid` },
  {
    name: 'identites',
    query: (id) => sql`SELECT issuer, subject, attached_at FROM identity WHERE person_id = ${id}::uuid`,
  },
  {
    name: 'missions',
    query: (id) =>
      sql`SELECT m.role, s.public_id AS startup, i.public_id AS incubateur, o.public_id AS administration, m.employer_kind, m.employer, m.start_day::text, m.end_day::text
          FROM mission m LEFT JOIN startup s ON s.id = m.startup_id LEFT JOIN incubator i ON i.id = m.incubator_id LEFT JOIN organisation o ON o.id = m.organisation_id WHERE m.person_id = ${id}::uuid`,
  },
  {
    name: 'sessions',
    query: (id) =>
      sql`SELECT device, method, created_at, seen_at, ended_at FROM session WHERE person_id = ${id}::uuid`,
  },
  {
    name: 'connexions',
    query: (id) => sql`SELECT at, method, outcome FROM sign_in_event WHERE person_id = ${id}::uuid`,
  },
  {
    name: 'delegations',
    query: (id) =>
      sql`SELECT start_day::text, end_day::text, from_person_id = ${id}::uuid AS donnee FROM delegation WHERE from_person_id = ${id}::uuid OR to_person_id = ${id}::uuid`,
  },
  {
    name: 'suivis',
    query: (id) =>
      sql`SELECT s.public_id AS startup, i.public_id AS incubateur FROM follow f LEFT JOIN startup s ON s.id = f.startup_id LEFT JOIN incubator i ON i.id = f.incubator_id WHERE f.person_id = ${id}::uuid`,
  },
  {
    name: 'preferences',
    query: (id) => sql`SELECT kind, wanted FROM mail_preference WHERE person_id = ${id}::uuid`,
  },
  {
    name: 'courriels',
    query: (id) =>
      sql`SELECT kind, subject, state, created_at, sent_at FROM mail WHERE person_id = ${id}::uuid ORDER BY created_at`,
  },
  {
    name: 'brouillons',
    query: (id) =>
      sql`SELECT c.path, d.typed, d.updated_at FROM content_draft d JOIN content_file c ON c.id = d.content_file_id WHERE d.person_id = ${id}::uuid`,
  },
  {
    name: 'demandes-acces',
    query: (id) =>
      sql`SELECT s.public_id AS startup, r.full_name, r.message, r.state, r.created_at FROM access_request r JOIN startup s ON s.id = r.startup_id
          WHERE r.address IN (SELECT address FROM person_address WHERE person_id = ${id}::uuid) ORDER BY r.created_at`,
  },
  {
    name: 'startups-proposees',
    query: (id) =>
      sql`SELECT i.public_id AS incubateur, r.name, r.mission, r.full_name, r.organisation, r.message, r.state, r.reason, r.created_at FROM startup_request r JOIN incubator i ON i.id = r.incubator_id
          WHERE r.address IN (SELECT address FROM person_address WHERE person_id = ${id}::uuid) ORDER BY r.created_at`,
  },
  {
    name: 'relectures',
    query: (id) =>
      sql`SELECT s.public_id AS startup, v.at FROM fiche_review v JOIN startup s ON s.id = v.startup_id WHERE v.person_id = ${id}::uuid ORDER BY v.at`,
  },
  {
    name: 'reparations',
    query: (id) =>
      sql`SELECT i.public_id AS incubateur, r.reason, r.from_at, r.until_at FROM repair_access r JOIN incubator i ON i.id = r.incubator_id WHERE r.person_id = ${id}::uuid ORDER BY r.from_at`,
  },
  {
    name: 'publications',
    query: (id) =>
      sql`SELECT c.path, v.at, v.nature FROM content_version v JOIN content_file c ON c.id = v.content_file_id WHERE v.person_id = ${id}::uuid ORDER BY v.at`,
  },
  {
    name: 'valeurs',
    query: (id) =>
      sql`SELECT s.public_id AS startup, v.start_day::text, v.end_day::text, v.value, v.recorded_at FROM metric_value v JOIN metric k ON k.id = v.metric_id JOIN startup s ON s.id = k.startup_id WHERE v.person_id = ${id}::uuid ORDER BY v.recorded_at`,
  },
  {
    name: 'tableaux',
    query: (id) => sql`SELECT origin, lines, created_at FROM value_batch WHERE person_id = ${id}::uuid`,
  },
  {
    name: 'standards',
    query: (id) =>
      sql`SELECT s.public_id AS startup, a.standard, a.criterion, a.answer, a.reason, a.recorded_at FROM standard_answer a JOIN startup s ON s.id = a.startup_id WHERE a.person_id = ${id}::uuid ORDER BY a.recorded_at`,
  },
  {
    name: 'comites',
    query: (id) =>
      sql`SELECT c.kind, c.held_on::text, m.role, m.present FROM committee_member m JOIN committee c ON c.id = m.committee_id WHERE m.person_id = ${id}::uuid ORDER BY c.held_on`,
  },
  {
    name: 'conditions',
    query: (id) =>
      sql`SELECT s.public_id AS startup, k.text, k.due_day::text, k.state FROM condition k JOIN startup s ON s.id = k.startup_id WHERE k.owner_person_id = ${id}::uuid ORDER BY k.due_day`,
  },
  {
    name: 'jetons',
    query: (id) =>
      sql`SELECT s.public_id AS startup, t.label, t.scopes, t.created_at, t.expires_at, t.revoked_at FROM api_token t JOIN startup s ON s.id = t.startup_id WHERE t.made_by = ${id}::uuid ORDER BY t.created_at`,
  },
  {
    name: 'accompagnements',
    query: (id) =>
      sql`SELECT s.public_id AS startup, d.month::text, d.days FROM coach_days d JOIN startup s ON s.id = d.startup_id WHERE d.person_id = ${id}::uuid ORDER BY d.month`,
  },
  {
    name: 'listes',
    query: (id) =>
      sql`SELECT s.public_id AS startup, a.code, a.done, a.note, a.answered_on::text FROM checklist_answer a JOIN startup s ON s.id = a.startup_id WHERE a.person_id = ${id}::uuid ORDER BY a.answered_on`,
  },
  {
    name: 'notes',
    query: (id) =>
      sql`SELECT s.public_id AS startup, n.alert, n.text, n.written_at FROM coach_note n JOIN startup s ON s.id = n.startup_id WHERE n.person_id = ${id}::uuid ORDER BY n.written_at`,
  },
  {
    name: 'signaux',
    query: (id) =>
      sql`SELECT s.public_id AS startup, r.code, r.because, r.until_day::text FROM signal_rest r JOIN startup s ON s.id = r.startup_id WHERE r.person_id = ${id}::uuid`,
  },
  {
    name: 'agendas',
    query: (id) => sql`SELECT created_at FROM calendar_feed WHERE person_id = ${id}::uuid`,
  },
  {
    name: 'jurys',
    query: (id) =>
      sql`SELECT c.title AS appel, j.role AS siege, s.public_id AS startup, r.opinion, r.feedback, r.notes, r.recommendation,
            (SELECT jsonb_agg(jsonb_build_object('critere', m.code, 'note', m.value, 'commentaire', m.comment)) FROM jury_score m WHERE m.seat_id = r.seat_id AND m.application_id = r.application_id) AS notes_donnees
          FROM jury_seat j JOIN call c ON c.id = j.call_id LEFT JOIN jury_reading r ON r.seat_id = j.id LEFT JOIN application a ON a.id = r.application_id LEFT JOIN startup s ON s.id = a.startup_id
          WHERE j.person_id = ${id}::uuid ORDER BY c.closes_at`,
  },
  {
    name: 'questions-auditions',
    query: (id) =>
      sql`SELECT q.text, q.created_at FROM hearing_question q JOIN jury_seat j ON j.id = q.seat_id WHERE j.person_id = ${id}::uuid ORDER BY q.created_at`,
  },
  {
    name: 'conflits',
    query: (id) =>
      sql`SELECT k.kind, k.reason, k.declared_at FROM jury_conflict k JOIN jury_seat j ON j.id = k.seat_id WHERE j.person_id = ${id}::uuid ORDER BY k.declared_at`,
  },
  {
    name: 'certification',
    query: (id) =>
      sql`SELECT s.name AS session, c.full_time, c.file_url, c.applied_on::text, c.state, c.decided_on::text FROM certification_candidate c JOIN certification_session s ON s.id = c.session_id WHERE c.person_id = ${id}::uuid ORDER BY s.held_on`,
  },
  {
    name: 'soutiens',
    query: (id) =>
      sql`SELECT s.public_id AS startup, a.sponsor_asked_at, a.sponsor_signed_at FROM application a JOIN startup s ON s.id = a.startup_id WHERE a.sponsor_person_id = ${id}::uuid`,
  },
  {
    name: 'actes',
    query: (id) =>
      sql`SELECT at, verb, thing_kind, thing_id FROM change WHERE actor_kind = 'person' AND actor_id = ${id} ORDER BY at`,
  },
];

/** Everything that Jalons knows of a person, for that person. */
export async function exportOwnData(db: Sql, personId: string): Promise<Record<string, unknown[]>> {
  const data: Record<string, unknown[]> = {};
  for (const { name, query } of OWN_ROWS) {
    data[name] = await readRows(db, z.record(z.string(), z.unknown()), query(personId));
  }
  return data;
}

export const ERASED_NAME = 'Personne partie';

/** Within a transaction: what names the person is gone; the facts of the network stay, without a name. */
export async function erasePeople(
  tx: Sql,
  acting: Pick<Acting, 'clock' | 'audit'>,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  const ids = sql`ARRAY[${join([...personIds])}]::uuid[]`;
  const now = acting.clock.now();
  const yesterday = addDays(acting.clock.today(), -1);
  for (const personId of personIds) await endSessionsOf(tx, now, personId);
  const files = await readRows(
    tx,
    z.object({ fileId: z.string() }),
    sql`SELECT content_file_id AS "fileId" FROM person WHERE id = ANY(${ids}) AND content_file_id IS NOT NULL`,
  );
  await tx.$executeRaw(
    sql`DELETE FROM access_request WHERE address IN (SELECT address FROM person_address WHERE person_id = ANY(${ids}))`,
  );
  await tx.$executeRaw(
    sql`DELETE FROM startup_request WHERE address IN (SELECT address FROM person_address WHERE person_id = ANY(${ids}))`,
  );
  await tx.$executeRaw(sql`DELETE FROM session WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM person_address WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM identity WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM follow WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM mail_preference WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM mail WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM value_batch WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM content_draft WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM signed_link WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM calendar_feed WHERE person_id = ANY(${ids})`);
  // What they let programs write ends with them.
  await tx.$executeRaw(sql`DELETE FROM api_token WHERE made_by = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM signal_rest WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(sql`DELETE FROM coach_note WHERE person_id = ANY(${ids})`);
  // Marks and opinions belong to the jury's decision; what was their author's alone goes, and the seat has no name.
  await tx.$executeRaw(
    sql`UPDATE jury_reading SET notes = '' WHERE seat_id IN (SELECT id FROM jury_seat WHERE person_id = ANY(${ids}))`,
  );
  await tx.$executeRaw(
    sql`UPDATE jury_conflict SET reason = '' WHERE seat_id IN (SELECT id FROM jury_seat WHERE person_id = ANY(${ids}))`,
  );
  await tx.$executeRaw(
    sql`UPDATE application SET sponsor_name = ${ERASED_NAME}, sponsor_person_id = NULL WHERE sponsor_person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(
    sql`UPDATE checklist_answer SET note = '', person_id = NULL WHERE person_id = ANY(${ids})`,
  );
  // What a session decided counts in its year; what was only asked goes, and so does where the file was.
  await tx.$executeRaw(
    sql`DELETE FROM certification_candidate WHERE person_id = ANY(${ids}) AND state <> 'certifiee'`,
  );
  await tx.$executeRaw(sql`UPDATE certification_candidate SET file_url = '' WHERE person_id = ANY(${ids})`);
  // Signed minutes stay as they were signed; every other place where a committee names the person forgets the name.
  await tx.$executeRaw(
    sql`UPDATE committee_member SET name = ${ERASED_NAME}, person_id = NULL WHERE person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(
    sql`UPDATE condition SET owner = ${ERASED_NAME}, owner_person_id = NULL WHERE owner_person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(
    sql`UPDATE committee_minutes SET asked_person_id = NULL WHERE asked_person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(
    sql`UPDATE handover_plan SET host_person_id = NULL WHERE host_person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(
    sql`DELETE FROM delegation WHERE from_person_id = ANY(${ids}) OR to_person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(sql`UPDATE sign_in_event SET person_id = NULL WHERE person_id = ANY(${ids})`);
  await tx.$executeRaw(
    sql`UPDATE mission SET employer = NULL, end_day = least(coalesce(end_day, ${yesterday}::date), ${yesterday}::date),
          start_day = least(start_day, ${yesterday}::date) WHERE person_id = ANY(${ids})`,
  );
  await tx.$executeRaw(
    sql`UPDATE person SET full_name = ${ERASED_NAME}, public_id = 'efface.' || id, role = NULL, domain = NULL, content_file_id = NULL, kept_here = true, erased_at = ${now} WHERE id = ANY(${ids})`,
  );
  if (files.length > 0) {
    // The name of the file stays, so that the next import does not bring the person back.
    await tx.$executeRaw(
      sql`UPDATE content_file SET bytes = ''::bytea, erased_at = ${now}, archived_at = ${now} WHERE id = ANY(ARRAY[${join(files.map(({ fileId }) => fileId))}]::uuid[])`,
    );
  }
  await recordChanges(tx, { ...acting.audit, at: now }, [
    ...personIds.map((id) => ({ verb: 'erase', thing: { kind: 'person', id } })),
  ]);
}

/** Erases oneself, once one has written the word that the page asks for. */
export async function eraseOneself(acting: Acting): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction((tx) => erasePeople(tx, acting, [personId]));
}
