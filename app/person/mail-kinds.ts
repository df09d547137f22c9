/** Every kind of mail as a table: what it is, and whether a person may do without it. */
export const MAIL_KINDS = {
  connexion: { label: 'Liens de connexion', optional: false },
  invitation: { label: 'Invitations', optional: false },
  securite: { label: 'Accès techniques et adresses à confirmer', optional: false },
  comite: { label: 'Invitations aux comités, décisions et relevés', optional: false },
  appel: { label: 'Candidatures, jurys et résultats des appels', optional: false },
  certification: { label: 'Certification : ce que la session a décidé', optional: false },
  conditions: { label: 'Rappels des conditions dont j’ai la charge', optional: true },
  acces: { label: 'Demandes d’accès à mes startups, startups proposées à mon incubateur', optional: true },
  missions: { label: 'Fins de mission : trente jours, sept jours et la veille', optional: true },
  hebdomadaire: { label: 'Le résumé de la semaine, quand il y a quelque chose à dire', optional: true },
} as const;
export type MailKind = keyof typeof MAIL_KINDS;
export const OPTIONAL_MAILS = (Object.keys(MAIL_KINDS) as MailKind[]).filter(
  (kind) => MAIL_KINDS[kind].optional,
);
