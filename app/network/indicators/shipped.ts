/** What is known elsewhere of an indicator in one year, as the program ships it; the network may say otherwise. */
export interface KnownYear {
  target: number | null;
  published: number | null;
  source: string;
  /** Why it differs from our count, where that is known. */
  explanation: string;
}

type Line = [
  code: string,
  year: number,
  target: number | null,
  published: number | null,
  source: string,
  why?: string,
];

const REPORT = (year: number): string => `bilan ${year} du programme`;
const PART_WHY = 'cette base peut ne tenir qu’une partie du réseau';
const STOCK_WHY = `Le bilan ne dit pas sa règle, et ${PART_WHY}.`;
const SESSIONS_WHY = 'Les sessions d’avant Jalons ne comptent ici que si quelqu’un les a notées.';
const RATE_WHY = `Le bilan ne dit pas comment il compte deux phases du même jour, et ${PART_WHY}.`;
const LABEL_WHY =
  'Les années de label sont déduites du jour de l’événement quand la page ne les dit pas ; celles de 2024 portent un jour de 2025.';

/** Facts of the yearly reports and of the DINUM's activity report, retold. Amounts in cents, shares in percent. */
const LINES: readonly Line[] = [
  ['fast-soutenus', 2022, null, 10, REPORT(2023), 'Le bilan ne dit pas quelles éditions il compte.'],
  [
    'fast-soutenus',
    2023,
    12,
    18,
    REPORT(2023),
    'Le nombre publié est celui des éditions 13 et 14 ; ici, les éditions annoncées dans l’année, 12 et 13.',
  ],
  [
    'fast-soutenus',
    2024,
    15,
    16,
    REPORT(2024),
    'Éditions 14 et 15, huit lauréats chacune. Deux lauréats de l’édition 15 manquent quand une page ne garde que le dernier financement.',
  ],
  ['fast-soutenus', 2025, null, 13, REPORT(2025), 'Éditions 16 et 17, cinq et huit lauréats.'],
  [
    'fast-montant',
    2023,
    null,
    416_000_000,
    'rapport d’activité 2023 de la DINUM',
    'Le montant publié est celui des produits des éditions 12 et 13, sans l’incubateur lauréat de l’édition 12.',
  ],
  ['fast-cibles', 2025, 80, 77, REPORT(2025), 'Les résultats d’avant Jalons ne sont pas connus ici.'],
  [
    'lancements-dinum',
    2022,
    null,
    8,
    REPORT(2023),
    'L’incubateur d’une startup n’est pas daté : c’est celui d’aujourd’hui.',
  ],
  [
    'lancements-dinum',
    2023,
    8,
    7,
    REPORT(2023),
    'L’incubateur d’une startup n’est pas daté : c’est celui d’aujourd’hui.',
  ],
  [
    'lancements-dinum',
    2024,
    8,
    11,
    REPORT(2024),
    'L’incubateur d’une startup n’est pas daté : c’est celui d’aujourd’hui.',
  ],
  [
    'lancements-dinum',
    2025,
    8,
    11,
    REPORT(2025),
    'La ligne publiée répète celle de l’année d’avant : elle n’a sans doute pas été mise à jour.',
  ],
  ['lancements', 2021, null, 50, 'manuel du réseau', 'Le manuel arrondit et ne dit pas sa règle.'],
  ['accompagnes-perennises', 2023, null, 213, REPORT(2023), STOCK_WHY],
  ['accompagnes-perennises', 2024, null, 248, REPORT(2024), STOCK_WHY],
  [
    'accompagnes-perennises',
    2025,
    null,
    280,
    REPORT(2025),
    'Le bilan compte 217 startups accompagnées et 63 pérennisées : il ne retient pas toutes les transférées.',
  ],
  ['investigations', 2023, null, 36, REPORT(2023), STOCK_WHY],
  ['investigations', 2024, null, 35, REPORT(2024), STOCK_WHY],
  ['investigations', 2025, null, 24, REPORT(2025), STOCK_WHY],
  ['impact-national', 2022, null, 6, REPORT(2023), LABEL_WHY],
  ['impact-national', 2023, 6, 6, REPORT(2023), LABEL_WHY],
  ['impact-national', 2024, 7, 7, REPORT(2024), LABEL_WHY],
  ['impact-national', 2025, 5, 6, REPORT(2025), LABEL_WHY],
  [
    'impact-national-cumul',
    2023,
    null,
    24,
    REPORT(2023),
    'La somme des années publiées fait 24 ; le livre blanc dit 23.',
  ],
  [
    'impact-national-cumul',
    2024,
    null,
    30,
    REPORT(2024),
    'La somme des années publiées fait 31 : le bilan dit 30.',
  ],
  ['impact-national-cumul', 2025, null, 36, REPORT(2025), STOCK_WHY],
  ['nouveaux-agents', 2022, null, 165, REPORT(2023)],
  ['nouveaux-agents', 2023, 210, 154, REPORT(2023)],
  ['nouveaux-agents', 2024, 220, 217, REPORT(2024)],
  ['part-des-femmes', 2022, null, 47, REPORT(2023)],
  ['part-des-femmes', 2023, 50, 53, REPORT(2023)],
  ['part-des-femmes', 2024, 50, 45, REPORT(2024)],
  ['membres', 2025, null, 1342, REPORT(2025), 'Seules comptent ici les missions connues de cette base.'],
  ['certifications', 2025, null, 13, REPORT(2025), SESSIONS_WHY],
  ['certifications-cumul', 2023, null, 68, REPORT(2023), SESSIONS_WHY],
  ['certifications-cumul', 2025, null, 92, REPORT(2025), SESSIONS_WHY],
  [
    'incubateurs-actifs',
    2023,
    null,
    17,
    REPORT(2023),
    'Le bilan compte les incubateurs partenaires, sans ceux de la DINUM.',
  ],
  [
    'incubateurs-actifs',
    2025,
    null,
    19,
    REPORT(2025),
    'Un incubateur que le réseau ne liste plus n’est pas compté ici.',
  ],
  ['incubateurs-en-creation', 2023, null, 4, 'rapport d’activité 2023 de la DINUM'],
  ['arrets-investigation', 2025, null, 34, REPORT(2025), RATE_WHY],
  ['arrets-construction', 2025, null, 22, REPORT(2025), RATE_WHY],
  ['arrets-acceleration', 2025, null, 13, REPORT(2025), RATE_WHY],
  ['arrets-consolidation', 2025, null, 17, REPORT(2025), RATE_WHY],
];

export const SHIPPED: ReadonlyMap<string, KnownYear> = new Map(
  LINES.map(([code, year, target, published, source, explanation = '']) => [
    `${code}/${year}`,
    { target, published, source, explanation },
  ]),
);

/** The BETA indicators of the TECH.GOUV roadmap, 2018–2022: their series ended, so they are history and no target. */
export const TECH_GOUV = {
  source: 'feuille de route TECH.GOUV 2019-2022, édition de mi-2020',
  columns: ['2018', '2019', 'projection fin 2020', 'cible fin 2022'],
  rows: [
    ['Problèmes investigués', '0', '46', '60', '200 *'],
    ['Startups d’État et de territoires lancées chaque année', '15', '32', '30', '50 *'],
    ['Sortie dans les douze mois du cycle (y compris arrêt)', 'non mesuré', 'non mesuré', '30 %', '90 % *'],
    ['Startup à impact national majeur', '1', '1', '2', '5 *'],
    ['Projets conduits par la brigade d’intervention numérique', '0', '0', '0', '2 *'],
  ],
  note: 'Le document ne dit ni ce que veut dire l’astérisque, ni depuis quelle date courent les douze mois.',
} as const;
