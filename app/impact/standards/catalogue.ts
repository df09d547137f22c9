import type { PhaseCode } from '~/startup/rules';

/** One quality standard: its identifier and number of criteria are the network's; the rest is in our own words. */
export interface Standard {
  id: string;
  domain: Domain;
  criteria: number;
  label: string;
  /** What it is about, in one line. */
  hint: string;
  /** From which phase it is usually looked at: a landmark of the network, not an official text. */
  from: PhaseCode;
}

export const DOMAINS = [
  'accessibilité',
  'design',
  'impact',
  'qualité-du-support',
  'qualité-logicielle',
  'sécurité',
  'transparence',
  'vie-privée',
  'équipe',
] as const;
export type Domain = (typeof DOMAINS)[number];
export const DOMAIN_LABELS: Readonly<Record<Domain, string>> = {
  accessibilité: 'Accessibilité',
  design: 'Design',
  impact: 'Impact',
  'qualité-du-support': 'Qualité du support',
  'qualité-logicielle': 'Qualité logicielle',
  sécurité: 'Sécurité',
  transparence: 'Transparence',
  'vie-privée': 'Vie privée',
  équipe: 'Équipe',
};

export const CATALOGUE_VERSION = '2.0';
export const OFFICIAL_TEXT = 'https://standards.beta.gouv.fr';

const standard = (
  domain: Domain,
  criteria: number,
  from: PhaseCode,
  id: string,
  label: string,
  hint: string,
): Standard => ({ id, domain, criteria, label, hint, from });

/** Version 2.0 of the network's catalogue: 30 standards, 82 criteria, 9 domains. */
export const STANDARDS: readonly Standard[] = [
  standard(
    'accessibilité',
    1,
    'construction',
    'l-equipe-produit-du-code-accessible',
    'Du code accessible',
    'Qui développe sait ce que demande le RGAA et l’applique dès l’écriture.',
  ),
  standard(
    'accessibilité',
    2,
    'acceleration',
    'l-equipe-recette-regulierement-l-accessibilite-de-son-service',
    'L’accessibilité vérifiée régulièrement',
    'Des essais automatiques à chaque version, des essais à la main de temps en temps.',
  ),
  standard(
    'accessibilité',
    4,
    'construction',
    'le-produit-respecte-ses-obligations-declaratives',
    'Les déclarations obligatoires',
    'La mention en page d’accueil, la déclaration, le schéma pluriannuel et le plan de l’année.',
  ),
  standard(
    'design',
    1,
    'investigation',
    'l-equipe-pratique-la-recherche-utilisateur',
    'La recherche auprès des personnes',
    'L’équipe parle chaque mois à celles et ceux qui se servent du service.',
  ),
  standard(
    'design',
    3,
    'construction',
    'le-service-prevoit-les-cas-d-exclusion-numerique',
    'Personne n’est laissé de côté',
    'Une autre voie existe pour qui ne peut pas faire en ligne.',
  ),
  standard(
    'impact',
    1,
    'construction',
    'l-equipe-suit-la-methodologie-aarri',
    'L’entonnoir AARRI',
    'De la découverte à l’impact, l’équipe sait où elle perd des personnes.',
  ),
  standard(
    'impact',
    1,
    'construction',
    'l-equipe-suit-une-north-star-metric',
    'Une métrique phare',
    'Un seul chiffre dit si l’équipe avance.',
  ),
  standard(
    'impact',
    2,
    'construction',
    'la-page-stats-est-construite-selon-la-matrice-impact',
    'Des statistiques selon la matrice d’impact',
    'La page publique montre l’usage, l’utilité, l’impact et le coût.',
  ),
  standard(
    'qualité-du-support',
    3,
    'construction',
    'le-service-simplifie-ses-contenus-d-aide',
    'Des contenus d’aide simples',
    'On trouve seul la réponse aux questions les plus posées.',
  ),
  standard(
    'qualité-du-support',
    3,
    'construction',
    'les-utilisateurs-peuvent-faire-des-retours-facilement',
    'Des retours faciles',
    'Donner son avis prend une minute, et quelqu’un le lit.',
  ),
  standard(
    'qualité-logicielle',
    3,
    'construction',
    'l-equipe-a-implemente-l-observabilite-de-son-produit',
    'Un produit observé',
    'Erreurs, lenteurs et pannes se voient avant d’être signalées.',
  ),
  standard(
    'qualité-logicielle',
    3,
    'construction',
    'l-equipe-enregistre-et-documente-les-changements-du-code',
    'Des changements tracés',
    'Chaque changement est relu et dit pourquoi il est fait.',
  ),
  standard(
    'qualité-logicielle',
    2,
    'construction',
    'l-open-source-et-les-communs-numeriques-sont-privilegies',
    'Du code ouvert',
    'Le code est public, et l’équipe reprend l’existant avant d’écrire.',
  ),
  standard(
    'qualité-logicielle',
    3,
    'construction',
    'le-code-est-deploye-frequemment-idealement-en-continu',
    'Des livraisons fréquentes',
    'Une correction arrive en production le jour même.',
  ),
  standard(
    'qualité-logicielle',
    4,
    'construction',
    'le-code-est-instrumente-par-des-tests-unitaires-et-des-tests-e2e',
    'Du code testé',
    'Les parcours qui comptent sont rejoués à chaque changement.',
  ),
  standard(
    'qualité-logicielle',
    2,
    'construction',
    'le-code-source-est-uniforme',
    'Un code homogène',
    'Des règles d’écriture communes, vérifiées par la machine.',
  ),
  standard(
    'qualité-logicielle',
    4,
    'construction',
    'le-produit-s-appuie-sur-une-architecture-cloud',
    'Une architecture en nuage',
    'L’hébergement suit la doctrine de l’État et se reconstruit sans peine.',
  ),
  standard(
    'qualité-logicielle',
    4,
    'acceleration',
    'les-aspects-techniques-du-produit-sont-documentes',
    'Une technique documentée',
    'Une autre équipe pourrait reprendre le produit avec ce qui est écrit.',
  ),
  standard(
    'sécurité',
    3,
    'acceleration',
    'l-equipe-a-etabli-un-plan-d-action-visant-l-homologation-de-son-service',
    'Un plan vers l’homologation',
    'Les étapes et les dates qui mènent à la décision d’homologation.',
  ),
  standard(
    'sécurité',
    1,
    'construction',
    'l-equipe-est-sensibilisee-aux-regles-d-hygiene-informatique-et-de-securite',
    'Une équipe sensibilisée',
    'Chaque membre connaît les gestes d’hygiène informatique.',
  ),
  standard(
    'sécurité',
    2,
    'construction',
    'l-equipe-identifie-et-maitrise-les-risques-cyber-de-son-service',
    'Des risques connus',
    'Les risques sont nommés, et chacun a sa parade.',
  ),
  standard(
    'transparence',
    10,
    'investigation',
    'le-produit-a-une-fiche-a-jour-sur-le-site-beta-gouv-fr',
    'Une fiche à jour',
    'La page publique dit où en est le service et ce qu’il vise à six mois.',
  ),
  standard(
    'transparence',
    4,
    'construction',
    'le-produit-communique-sur-son-budget',
    'Un budget public',
    'Ce que le service a coûté et coûtera, deux fois par an.',
  ),
  standard(
    'transparence',
    1,
    'construction',
    'le-produit-suit-ses-bonnes-pratiques-sur-dashlord',
    'Un suivi sur DashLord',
    'Le site est inscrit à l’outil qui vérifie les bonnes pratiques.',
  ),
  standard(
    'vie-privée',
    2,
    'construction',
    'l-equipe-initie-une-analyse-d-impact-relative-a-la-protection-des-donnees-si-necessaire',
    'Une analyse d’impact si besoin',
    'L’équipe a vérifié si une AIPD est nécessaire, et l’a commencée si oui.',
  ),
  standard(
    'vie-privée',
    2,
    'construction',
    'les-donnees-de-production-ne-sont-utilisees-qu-en-production',
    'Des données réelles en production seulement',
    'On essaie et on développe avec des données inventées.',
  ),
  standard(
    'vie-privée',
    5,
    'construction',
    'tous-les-documents-legaux-sont-publies-et-accessibles',
    'Des documents légaux publiés',
    'Mentions légales, conditions d’utilisation, politique de confidentialité.',
  ),
  standard(
    'équipe',
    1,
    'investigation',
    'des-comites-d-investissement-sont-organises-regulierement',
    'Des comités réguliers',
    'Deux fois par an au moins, qui paie décide sur preuves.',
  ),
  standard(
    'équipe',
    4,
    'construction',
    'des-rituels-d-equipes-reguliers-sont-mis-en-place',
    'Des rituels d’équipe',
    'L’équipe se retrouve, regarde en arrière et s’améliore.',
  ),
  standard(
    'équipe',
    1,
    'investigation',
    'le-produit-est-pilote-par-un-agent-public',
    'Une personne publique aux commandes',
    'Un agent public décide de ce qui se fait.',
  ),
];

export const CRITERIA_COUNT = STANDARDS.reduce((sum, { criteria }) => sum + criteria, 0);
export const standardOf = (id: string): Standard | null => STANDARDS.find((one) => one.id === id) ?? null;
