import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';

type Statement = ReturnType<typeof sql>;

/**
 * What an incubator's archive tells as tables, one file each: its own startups, every revision.
 * Of an application, what the jury decided stands only once its results are public.
 * @param mine the identifiers of the incubator's startups.
 */
const TABLES: Readonly<Record<string, (mine: Statement) => Statement>> = {
  valeurs: (mine) =>
    sql`SELECT s.public_id AS startup, d.name AS mesure, d.unit AS unite, v.start_day::text AS debut, v.end_day::text AS fin, v.value AS valeur, v.origin AS origine, v.recorded_at::text AS enregistree, v.replaced_at::text AS remplacee
    FROM metric_value v JOIN metric k ON k.id = v.metric_id JOIN startup s ON s.id = k.startup_id
    JOIN LATERAL (SELECT name, unit FROM metric_definition d WHERE d.metric_id = k.id ORDER BY number DESC LIMIT 1) d ON true
    WHERE k.startup_id IN (${mine}) ORDER BY 1, 2, v.start_day, v.revision`,
  budgets: (mine) =>
    sql`SELECT s.public_id AS startup, b.start_day::text AS debut, b.end_day::text AS fin, b.with_tax AS ttc, b.planned_total::text AS prevu_centimes, b.spent_total::text AS depense_centimes, b.public_share AS part_publique, b.published_at::text AS publie
    FROM budget_period b JOIN startup s ON s.id = b.startup_id WHERE b.startup_id IN (${mine}) ORDER BY 1, 2`,
  standards: (mine) =>
    sql`SELECT s.public_id AS startup, a.standard, a.criterion AS critere, a.answer AS reponse, a.reason AS raison, a.evidence AS preuve, a.catalogue, a.answered_on::text AS le, a.replaced_at::text AS remplacee
    FROM standard_answer a JOIN startup s ON s.id = a.startup_id WHERE a.startup_id IN (${mine}) ORDER BY 1, 2, 3, a.revision`,
  comites: (mine) =>
    sql`SELECT s.public_id AS startup, c.kind AS comite, c.held_on::text AS le, c.state AS etat, i.state AS point, i.outcome AS decision, i.phase, i.funding AS argent, i.amount::text AS centimes_ttc, i.months AS mois,
    i.objectives AS objectifs, i.reasons AS raisons, i.postponed_reason AS report FROM committee_item i JOIN committee c ON c.id = i.committee_id JOIN startup s ON s.id = i.startup_id
    WHERE i.startup_id IN (${mine}) ORDER BY c.held_on, 1`,
  conditions: (mine) =>
    sql`SELECT s.public_id AS startup, k.text AS condition, k.owner AS qui, k.due_day::text AS echeance, k.state AS etat, k.evidence_note AS preuve, k.evidence_url AS lien, k.settled_reason AS raison, k.settled_on::text AS note_le
    FROM condition k JOIN startup s ON s.id = k.startup_id WHERE k.startup_id IN (${mine}) AND k.state <> 'projet' ORDER BY 1, k.due_day`,
  definitions: (mine) =>
    sql`SELECT s.public_id AS startup, k.id::text AS mesure, d.number AS numero, d.name AS nom, d.unit AS unite, d.definition, d.since_day::text AS depuis, k.public AS publique, k.north_star AS phare, k.indicator AS indicateur
    FROM metric_definition d JOIN metric k ON k.id = d.metric_id JOIN startup s ON s.id = k.startup_id WHERE k.startup_id IN (${mine}) ORDER BY 1, 2, d.number`,
  'cibles-des-mesures': (mine) =>
    sql`SELECT s.public_id AS startup, k.id::text AS mesure, t.value AS valeur, t.due_day::text AS echeance, t.origin AS origine, t.set_at::text AS fixee, t.withdrawn_at::text AS retiree
    FROM metric_target t JOIN metric k ON k.id = t.metric_id JOIN startup s ON s.id = k.startup_id WHERE k.startup_id IN (${mine}) ORDER BY 1, 2, t.due_day`,
  'dossiers-de-comite': (mine) =>
    sql`SELECT s.public_id AS startup, c.held_on::text AS comite, f.done AS fait, f.next AS suite, f.ask_team AS equipe, f.ask_amount::text AS centimes_ttc, f.ask_months AS mois, f.hypotheses, f.criteria::text AS criteres, f.frozen_at::text AS fige, f.snapshot::text AS releve_fige
    FROM committee_file f JOIN committee_item i ON i.id = f.item_id JOIN committee c ON c.id = i.committee_id JOIN startup s ON s.id = i.startup_id WHERE i.startup_id IN (${mine}) ORDER BY 1, 2`,
  documents: (mine) =>
    sql`SELECT s.public_id AS startup, c.held_on::text AS comite, d.kind AS nature, d.name AS nom, d.sha256, d.link AS lien, d.summary AS resume, d.community AS communaute
    FROM committee_document d JOIN committee_item i ON i.id = d.item_id JOIN committee c ON c.id = i.committee_id JOIN startup s ON s.id = i.startup_id WHERE i.startup_id IN (${mine}) ORDER BY 1, 2`,
  'parts-de-budget': (mine) =>
    sql`SELECT s.public_id AS startup, b.start_day::text AS debut, o.public_id AS administration, p.amount::text AS centimes
    FROM budget_share p JOIN budget_period b ON b.id = p.budget_id JOIN organisation o ON o.id = p.organisation_id JOIN startup s ON s.id = b.startup_id WHERE b.startup_id IN (${mine}) ORDER BY 1, 2`,
  'grille-de-budget': (mine) =>
    sql`SELECT s.public_id AS startup, t.year AS annee, t.nature, t.credit, t.activity AS activite, t.resource AS ressource, t.amount::text AS centimes
    FROM budget_cell t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1, 2`,
  'notes-d-accompagnement': (mine) =>
    sql`SELECT s.public_id AS startup, t.alert AS alerte, t.text AS texte, t.written_at::text AS ecrite, t.answer AS reponse, t.answered_at::text AS repondue
    FROM coach_note t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1, t.written_at`,
  'jours-d-accompagnement': (mine) =>
    sql`SELECT s.public_id AS startup, p.full_name AS personne, t.month::text AS mois, t.days AS jours
    FROM coach_days t JOIN startup s ON s.id = t.startup_id JOIN person p ON p.id = t.person_id WHERE t.startup_id IN (${mine}) ORDER BY 1, t.month`,
  'listes-de-phase': (mine) =>
    sql`SELECT s.public_id AS startup, t.code AS point, t.done AS fait, t.note, t.answered_on::text AS le
    FROM checklist_answer t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  'grilles-de-phase': (mine) =>
    sql`SELECT s.public_id AS startup, t.kind AS grille, t.answers::text AS reponses, t.conclusion, t.updated_at::text AS modifiee
    FROM review_grid t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  'passages-de-relais': (mine) =>
    sql`SELECT s.public_id AS startup, t.opened_on::text AS ouvert, t.trajectory AS trajectoire, t.legal_form AS forme, t.host AS accueil, t.target_day::text AS vise, t.yearly_budget::text AS centimes_par_an, t.public_share AS part_publique, t.fallback AS repli, t.criteria_6 AS criteres_6_mois, t.criteria_12 AS criteres_12_mois, t.ended_on::text AS fini
    FROM handover_plan t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  suivis: (mine) =>
    sql`SELECT s.public_id AS startup, t.exit_day::text AS sortie, t.months AS mois, t.due_day::text AS attendu, t.answers::text AS reponses, t.comment AS commentaire, t.answered_at::text AS repondu
    FROM handover_followup t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  arrets: (mine) =>
    sql`SELECT s.public_id AS startup, t.path AS voie, t.opened_on::text AS ouvert, t.cause, t.sought AS recherche, t.restart AS reprise, t.postmortem AS retour_d_experience, t.published_on::text AS publie, t.withheld_reason AS garde_parce_que
    FROM startup_stop t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  soutiens: (mine) =>
    sql`SELECT s.public_id AS startup, t.kind AS nature, t.what AS quoi, t.given_by AS donne_par, t.starts_on::text AS debut, t.ends_on::text AS fin, t.contract AS contrat, t.review_on::text AS a_revoir
    FROM support t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  homologations: (mine) =>
    sql`SELECT s.public_id AS startup, t.state AS etat, t.authority AS autorite, t.decided_on::text AS prononcee, t.until_day::text AS jusqu_au
    FROM accreditation t JOIN startup s ON s.id = t.startup_id WHERE t.startup_id IN (${mine}) ORDER BY 1`,
  candidatures: (mine) =>
    sql`SELECT s.public_id AS startup, c.title AS appel, a.deposited_at::text AS deposee, a.withdrawn_at::text AS retiree, a.amount::text AS demande_centimes, a.cofunding::text AS apport_centimes,
    a.cofunding_note AS apport, a.sponsor_name AS sponsor, a.sponsor_signed_at::text AS soutien_signe, a.answers::text AS reponses,
    CASE WHEN c.announced_at IS NOT NULL THEN a.decision END AS decision, CASE WHEN c.announced_at IS NOT NULL THEN a.awarded END::text AS accorde_centimes,
    CASE WHEN c.announced_at IS NOT NULL THEN a.decision_reason END AS motif, CASE WHEN c.announced_at IS NOT NULL AND a.feedback_approved_at IS NOT NULL THEN a.feedback END AS retour
    FROM application a JOIN call c ON c.id = a.call_id JOIN startup s ON s.id = a.startup_id WHERE a.startup_id IN (${mine}) ORDER BY c.opens_at, 1`,
  cibles: (mine) =>
    sql`SELECT s.public_id AS startup, c.title AS appel, t.label AS cible, t.value AS valeur, t.due_day::text AS echeance, t.result AS resultat, t.result_on::text AS dit_le, t.result_source AS source
    FROM application_target t JOIN application a ON a.id = t.application_id JOIN call c ON c.id = a.call_id JOIN startup s ON s.id = a.startup_id WHERE a.startup_id IN (${mine}) ORDER BY c.opens_at, 1, t.position`,
  versements: (mine) =>
    sql`SELECT s.public_id AS startup, c.title AS appel, i.label AS versement, i.due_day::text AS echeance, i.commitment::text AS ae_centimes, i.payment::text AS cp_centimes, i.paid_on::text AS verse
    FROM instalment i JOIN application a ON a.id = i.application_id JOIN call c ON c.id = a.call_id JOIN startup s ON s.id = a.startup_id WHERE a.startup_id IN (${mine}) ORDER BY c.opens_at, 1, i.due_day`,
};

/** The rows of each table, by the name of its file. */
export async function archiveTables(
  db: Sql,
  incubatorId: string,
): Promise<Array<{ name: string; rows: Array<Record<string, unknown>> }>> {
  const mine = sql`SELECT startup_id FROM startup_incubator WHERE incubator_id = ${incubatorId}::uuid`;
  const tables = [];
  for (const [name, statement] of Object.entries(TABLES))
    tables.push({ name, rows: await readRows(db, z.record(z.string(), z.unknown()), statement(mine)) });
  return tables;
}
