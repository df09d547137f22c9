import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readRows, sql } from '~/platform/database/sql.server';
import { Browserless } from '../support/browserless';
import { startSession } from '~/person/session.server';
import { COOKIES } from '~/platform/http/cookies';
import { bearer } from '../support/people';
import { idOf, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const COUNT = Number(process.env['FUZZ_COUNT'] ?? 300);
const { url, database, clock } = await startSite('demo');
const startup = await idOf(database, 'startup', 'fictif-potagers-partages');
const incubator = await idOf(database, 'incubator', 'fictif-territoires');
const metricId = await valueOf<string>(
  database,
  sql`SELECT id FROM metric WHERE startup_id = ${startup}::uuid AND north_star`,
);
const committee = await valueOf<string>(database, sql`SELECT id FROM committee WHERE state = 'prevu'`);
const closed = await valueOf<string>(
  database,
  sql`SELECT c.id FROM committee c JOIN committee_item i ON i.committee_id = c.id WHERE c.state = 'clos' AND i.startup_id = ${startup}::uuid`,
);
const item = await valueOf<string>(
  database,
  sql`SELECT id FROM committee_item WHERE committee_id = ${committee}::uuid AND startup_id = ${startup}::uuid`,
);
const condition = await valueOf<string>(
  database,
  sql`SELECT id FROM condition WHERE startup_id = ${startup}::uuid`,
);
const call = await valueOf<string>(database, sql`SELECT id FROM call WHERE means = 'enveloppe'`);
const application = await valueOf<string>(
  database,
  sql`SELECT a.id FROM application a JOIN startup s ON s.id = a.startup_id WHERE s.public_id = 'fictif-potagers-partages'`,
);
const session = await valueOf<string>(
  database,
  sql`SELECT id FROM certification_session ORDER BY held_on LIMIT 1`,
);
const juror = await valueOf<string>(
  database,
  sql`SELECT p.id FROM person p JOIN jury_seat j ON j.person_id = p.id WHERE j.role = 'jury' ORDER BY p.id LIMIT 1`,
);
const people = [
  null,
  await bearer(database, clock.now(), { role: 'intrapreneur', placeId: startup }),
  await bearer(database, clock.now(), { role: 'coach', placeId: startup }),
  await bearer(database, clock.now(), { role: 'lead', placeId: incubator }),
  await bearer(database, clock.now(), { role: 'animation' }),
  await bearer(database, clock.now(), { role: 'administrator' }),
  {
    cookie: await database.transaction(
      async (tx) =>
        `${COOKIES.session}=${await startSession(tx, clock.now(), { personId: juror, method: 'lien', device: 'essai', replaces: null })}`,
    ),
  },
];
const WHO = people.map((person) => new Browserless(url, person?.cookie));

const STARTUP = '/startups/fictif-potagers-partages';
const INCUBATOR = '/incubateurs/fictif-territoires';
const ACTIONS = [
  '/connexion',
  '/connexion/code',
  '/connexion/lien/un-jeton',
  '/connexion/acces',
  '/liens/un-jeton',
  '/espace',
  '/espace/compte',
  '/reprendre',
  '/apparence',
  STARTUP,
  `${STARTUP}/signaler`,
  `${STARTUP}/interieur`,
  `${STARTUP}/modifier`,
  `${STARTUP}/modifier/presentation`,
  `${STARTUP}/modifier/publics`,
  `${STARTUP}/modifier/porteurs`,
  `${STARTUP}/modifier/phases`,
  `${STARTUP}/modifier/evenements`,
  `${STARTUP}/modifier/image`,
  `${STARTUP}/modifier/publier`,
  `${STARTUP}/proposition`,
  `${STARTUP}/historique`,
  `${STARTUP}/equipe`,
  `${STARTUP}/reglages`,
  `${STARTUP}/impact/modifier`,
  `${STARTUP}/impact/valeurs`,
  `${STARTUP}/impact/mesures/${metricId}`,
  `${STARTUP}/budget/modifier`,
  `${STARTUP}/standards`,
  `${STARTUP}/homologation`,
  `${STARTUP}/soutiens`,
  `${STARTUP}/envois`,
  `${STARTUP}/priorites`,
  `${STARTUP}/programmes`,
  `${STARTUP}/passage-de-relais`,
  `${STARTUP}/arret`,
  `${STARTUP}/proposition`,
  `${STARTUP}/historique`,
  `${STARTUP}/impact-national`,
  `${STARTUP}/comites`,
  `${STARTUP}/comites/noter`,
  `${STARTUP}/comites/nouveau`,
  `${INCUBATOR}/comites`,
  `/comites/${committee}`,
  `/comites/${committee}/seance`,
  `/comites/${committee}/notes/fictif-potagers-partages`,
  `/comites/${committee}/dossiers/fictif-potagers-partages`,
  `/comites/${closed}/releve`,
  `/dossiers/${item}`,
  '/espace/calendriers',
  '/espace/accompagnements',
  `${STARTUP}/accompagnement`,
  `${STARTUP}/grilles/construction`,
  `${STARTUP}/candidatures`,
  '/reseau/grilles',
  '/appels/nouveau',
  ...['reglages', 'instruction', 'jury', 'lectures', 'deliberation', 'resultats', 'suivi'].map(
    (room) => `/appels/${call}/${room}`,
  ),
  `/candidatures/${application}`,
  `/candidatures/${application}/lecture`,
  '/reseau/impact-national',
  '/reseau/standards',
  '/reseau/priorites',
  '/reseau/certification',
  '/reseau/envois',
  '/reseau/indicateurs',
  '/bilans/2024',
  '/session',
  `${INCUBATOR}/interieur`,
  `${INCUBATOR}/conditions`,
  `${INCUBATOR}/proposition`,
  '/reseau/organisations/mj/proposition',
  `/reseau/certification/${session}`,
  '/espace/certification',
  '/api/v1/startups/fictif-potagers-partages/valeurs',
  INCUBATOR,
  `${INCUBATOR}/modifier`,
  `${INCUBATOR}/equipe`,
  `${INCUBATOR}/nouvelle-startup`,
  '/reseau/attentes',
  '/reseau/roles',
  '/reseau/listes/themes',
  '/reseau/organisations',
  '/reseau/organisations/mj',
  '/administration/imports',
  '/administration/courriels',
  '/administration/personnes',
  '/administration/reparations',
];
/** Field names of all the forms, so that wrong values meet right names. */
const NAMES = [
  'programme',
  'edition',
  'ouverture',
  'cloture',
  'finNotation',
  'enveloppe',
  'places',
  'plafond',
  'poids-mesure',
  'nom-mesure',
  'siege',
  'place',
  'dossier',
  'lectures',
  'recevabilite',
  'jusque',
  'pourquoi',
  'debut',
  'minutes',
  'visio',
  'audition',
  'creneau',
  'pilier-0',
  'apport',
  'cible-0',
  'valeur-0',
  'echeance-0',
  'cible',
  'resultat-0',
  'note-mesure',
  'commentaire-mesure',
  'recommandation',
  'avis',
  'ligne',
  'scenario',
  'decision',
  'versement',
  'ae',
  'cp',
  'convention',
  'note-0',
  'tableau',
  'appel',
  'grille',
  'point',
  'condition',
  'issue',
  'argent',
  'montant',
  'mois',
  'date',
  'heure',
  'nature',
  'startups',
  'membre',
  'motif',
  'etat',
  'document',
  'signataire',
  'vise',
  'mesure',
  'critere.0',
  'present',
  'incubateur',
  'agenda',
  'intention',
  'version',
  'vu',
  'title',
  'mission',
  'corps',
  'contact',
  'link',
  'incubators',
  'sponsors.ajout',
  'thematiques',
  'techno.ajout',
  'phases.0.name',
  'phases.0.start',
  'phases.0.end',
  'phases.0.rang',
  'phases.999.name',
  'events.0.date',
  'events.0.comment',
  'nom',
  'courriel',
  'role',
  'statut',
  'debut',
  'fin',
  'demande',
  'signalement',
  'fait',
  'liste',
  'partage',
  'mot',
  'vers',
  'libelle',
  'code',
  'phases',
  'raison',
  'identifiant',
  'motif',
  'heures',
  'incubateur',
  'startup',
  'suivre',
  'message',
  'retour',
  'theme',
  'persona',
  'garder',
  'fusionner',
  'sur',
  'travail',
  'proposition',
  'choix.title',
  'choix.__proto__',
  'session',
  'delegation',
  'delegue',
  'personne',
  'adresse',
  'nature',
  'id',
  'texte',
  'fichier',
  'archive',
  'unite',
  'place',
  'publique',
  'valeur',
  'echeance',
  'cible',
  'lot',
  'tableau',
  'jeton',
  'critere',
  'reponse',
  'preuve',
  'budget',
  'planned_total',
  'annee',
  'ouverture',
  'cloture',
  'dossier',
  'label',
  'standard',
  'phase',
  '__proto__',
  'constructor',
];
const INTENTIONS = [
  'grille',
  'siege',
  'repartir',
  'ajouter',
  'enlever',
  'recevabilite',
  'verification',
  'rouvrir',
  'partage',
  'effacer',
  'renvoyer',
  'versement',
  'suivi',
  'resultat',
  'garder',
  'donner',
  'deposer',
  'abstention',
  'conflit',
  'question',
  'tableau',
  'decider',
  'reporter',
  'condition',
  'presences',
  'notes',
  'clore',
  'membre',
  'attendues',
  'retirer',
  'deplacer',
  'regler',
  'preuve',
  'demander',
  'papier',
  'retirer-document',
  'document',
  'enregistrer',
  'brouillon',
  'apercu',
  'plan',
  'inviter',
  'prolonger',
  'corriger',
  'finir',
  'depart',
  'voir-liste',
  'renommer',
  'choisir',
  'revenir',
  'annuler',
  'fusionner',
  'nom',
  'deleguer',
  'fermer-session',
  'agir-pour',
  'ajouter',
  'essayer',
  'lien',
  'creer',
  'changer',
  'cible',
  'collecter',
  'lire',
  'saisir',
  'confirmer',
  'grille',
  'publier',
  'supprimer',
  'jeton',
];
const VALUES = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1e309',
    'NaN',
    '9'.repeat(400),
    'null',
    '[]',
    '{}',
    '\0',
    'a\0b',
    '\ud800',
    '../../etc',
    'javascript:alert(1)',
    '<script>',
    '2026-02-30',
    '0000-00-00',
    '9999-12-31',
    '-'.repeat(36),
    '00000000-0000-0000-0000-000000000000',
    startup,
    incubator,
    committee,
    item,
    condition,
    "'; DROP TABLE person; --",
    'a'.repeat(20_000),
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...INTENTIONS),
);
const FIELDS = fc.array(fc.tuple(fc.constantFrom(...NAMES), VALUES), { maxLength: 12 });
/** Ways of sending that are no form at all. */
const BODIES = fc.oneof(
  {
    weight: 6,
    arbitrary: FIELDS.map((fields) => ({
      body: new URLSearchParams(fields.map(([name, value]) => [name, value.toWellFormed()])) as BodyInit,
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'application/json',
        'multipart/form-data',
        'multipart/form-data; boundary=x',
        'text/plain',
        'application/x-www-form-urlencoded',
      )
      .chain((type) =>
        fc.string({ maxLength: 300 }).map((text) => ({ body: text.toWellFormed() as BodyInit, type })),
      ),
  },
);

/** Everything that people hold: nothing of it may change by a malformed form, but for drafts and the traces of asking. */
const fingerprint = async () => {
  const [row] = await readRows(
    database.prisma,
    z.object({ text: z.string() }),
    sql`SELECT md5(coalesce((SELECT string_agg(sha256 || coalesce(archived_at::text, ''), ',' ORDER BY id) FROM content_file), '')
          || coalesce((SELECT string_agg(id::text || role || coalesce(end_day::text, ''), ',' ORDER BY id) FROM mission), '')
          || coalesce((SELECT string_agg(person_id::text || address, ',' ORDER BY person_id, address) FROM person_address), '')
          || coalesce((SELECT string_agg(id::text || coalesce(retired_at::text, ''), ',' ORDER BY id) FROM term), '')
          || (SELECT count(*)::text FROM delegation) || (SELECT count(*)::text FROM repair_access) || (SELECT count(*)::text FROM expectation_setting)
          || (SELECT count(*)::text FROM metric_definition) || (SELECT count(*)::text FROM metric_value) || (SELECT count(*)::text FROM budget_period)
          || (SELECT string_agg(id::text || state, ',' ORDER BY id) FROM committee_item) || (SELECT string_agg(id::text || state, ',' ORDER BY id) FROM condition)
          || (SELECT string_agg(committee_id::text || body || coalesce(sha256, ''), ',' ORDER BY committee_id) FROM committee_minutes)) AS text`,
  );
  return row!.text;
};

test(`${COUNT} malformed forms over all actions: no fault, no change, no leak`, async () => {
  const before = await fingerprint();
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ACTIONS),
      fc.nat(WHO.length - 1),
      BODIES,
      fc.boolean(),
      async (path, who, sent, asData) => {
        const answer = await WHO[who]!.send(asData ? `${path}.data` : path, {
          method: 'POST',
          body: sent.body,
          ...('type' in sent ? { headers: { 'Content-Type': sent.type as string } } : {}),
        });
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const page = await answer.text();
        expect(answer.status, `${path} ${String(sent.body)}`).toBeLessThan(500);
        expect(page, path).not.toMatch(/\bat \S+ \(|PrismaClient|SELECT .* FROM|node_modules/);
      },
    ),
    { numRuns: COUNT, seed: 20261124 },
  );
  process.stdout.write(
    `${COUNT} envois : ${[...statuses]
      .sort()
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}\n`,
  );
  expect(await fingerprint()).toBe(before);
}, 600_000);
