/** Columns and SQL types of the rows that one fiche becomes. */
export const STARTUP_COLUMNS = {
  id: 'uuid',
  public_id: 'text',
  title: 'text',
  mission: 'text',
  content: 'text',
  link: 'text',
  repository: 'text',
  contact: 'text',
  stats: 'boolean',
  stats_url: 'text',
  impact_url: 'text',
  budget_url: 'text',
  dashlord_url: 'text',
  accessibility_status: 'text',
  risk_analysis: 'boolean',
  risk_analysis_url: 'text',
  secure_service: 'boolean',
  noindex: 'boolean',
  fictional: 'boolean',
  content_file_id: 'uuid',
  revision: 'bigint',
} as const;

export const PHASE_COLUMNS = {
  id: 'uuid',
  startup_id: 'uuid',
  code: 'text',
  raw_code: 'text',
  start_day: 'date',
  end_day: 'date',
  origin: 'text',
  position: 'smallint',
} as const;

export const EVENT_COLUMNS = {
  id: 'uuid',
  startup_id: 'uuid',
  kind: 'text',
  day: 'date',
  comment: 'text',
  position: 'smallint',
} as const;

export const IMPACT_COLUMNS = {
  id: 'uuid',
  startup_id: 'uuid',
  label_year: 'smallint',
  event_day: 'date',
} as const;

export const AWARD_COLUMNS = {
  id: 'uuid',
  round_id: 'uuid',
  startup_id: 'uuid',
  incubator_id: 'uuid',
  laureate_name: 'text',
  awarded_cents: 'bigint',
  source: 'text',
  content_file_id: 'uuid',
} as const;
