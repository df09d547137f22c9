import type { FormAnswer } from '~/design/form/Mistakes';
import { SelectField, TextField } from '~/design/form/Field';
import { MATRIX } from '../matrix';
import {
  CONCEPT_LABELS,
  CONCEPTS,
  DIRECTION_LABELS,
  DIRECTIONS,
  FAMILIES,
  FAMILY_LABELS,
  GATHERING_LABELS,
  GATHERINGS,
  PERIODICITIES,
  PERIODICITY_LABELS,
  QUALITIES,
  QUALITY_LABELS,
  STAGE_LABELS,
  STAGES,
} from '../vocabulary';

/** What the matrix asks to be measured; what it computes is nobody's to enter. */
const ASKED = MATRIX.indicators.filter(({ computed }) => !computed);

const PLACES = [
  { value: 'phare', label: 'La métrique phare, le chiffre qui guide l’équipe' },
  ...CONCEPTS.map((concept) => ({
    value: `phare:${concept}`,
    label: `La métrique phare, aussi « ${CONCEPT_LABELS[concept].label.toLowerCase()} »`,
  })),
  ...ASKED.map(({ code, label }) => ({
    value: `phare-indicateur:${code}`,
    label: `La métrique phare, aussi : ${label.toLowerCase()} (demandé par la matrice)`,
  })),
  ...ASKED.map(({ code, label, concept }) => ({
    value: `indicateur:${code}`,
    label: `${CONCEPT_LABELS[concept].label} : ${label.toLowerCase()} (demandé par la matrice)`,
  })),
  ...CONCEPTS.map((concept) => ({
    value: `notion:${concept}`,
    label: `${CONCEPT_LABELS[concept].label} : une autre mesure`,
  })),
];

const choicesOf = <T extends string | number>(values: readonly T[], labels: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value: String(value), label: labels[value] }));

/** Four fields suffice; the others are folded below, and may wait. */
export function MetricFields({ typed, mistakes, isNew }: FormAnswer & { isNew: boolean }) {
  const folded = [
    'definition',
    'famille',
    'etape',
    'sens',
    'periode',
    'cumul',
    'source',
    'qualite',
    'depuis',
  ];
  /** What a new metric is until somebody says otherwise: the schema's own defaults. */
  const usual: Readonly<Record<string, string>> = { periode: 'month', cumul: 'somme', sens: 'hausse' };
  const field = (name: string) => ({ name, value: typed[name] ?? usual[name], mistake: mistakes[name] });
  return (
    <>
      <TextField
        {...field('nom')}
        label="Nom (nécessaire)"
        hint="Ce que la mesure compte, par exemple « Dossiers traités »."
      />
      <TextField {...field('unite')} label="Unité (nécessaire)" hint="« dossiers », « % », « personnes »…" />
      <SelectField {...field('place')} label="Sa place (nécessaire)" choices={PLACES} empty="Choisir" />
      <SelectField
        {...field('publique')}
        label="Publique (nécessaire)"
        choices={[
          { value: 'oui', label: 'Oui, tout le monde la voit' },
          { value: 'non', label: 'Non, l’équipe et ses incubateurs seulement' },
        ]}
        empty="Choisir"
      />
      <details className="mb-6" open={!isNew || folded.some((name) => mistakes[name])}>
        <summary className="lien cursor-pointer">
          Préciser : définition, période, sens, source, qualité
        </summary>
        <div className="mt-4">
          <TextField
            {...field('definition')}
            label="Définition"
            hint="Ce qui compte et ce qui ne compte pas. La changer marque une rupture dans la courbe."
          />
          <SelectField
            {...field('periode')}
            label="Période d’une valeur"
            choices={choicesOf(PERIODICITIES, PERIODICITY_LABELS)}
          />
          <SelectField
            {...field('cumul')}
            label="Plusieurs valeurs dans un mois"
            choices={choicesOf(GATHERINGS, GATHERING_LABELS)}
          />
          <SelectField {...field('sens')} label="Sens" choices={choicesOf(DIRECTIONS, DIRECTION_LABELS)} />
          <SelectField
            {...field('famille')}
            label="Famille"
            choices={choicesOf(FAMILIES, FAMILY_LABELS)}
            empty="Selon sa place"
          />
          <SelectField
            {...field('etape')}
            label="Étape AARRI"
            choices={choicesOf(STAGES, STAGE_LABELS)}
            empty="Aucune"
          />
          <TextField
            {...field('source')}
            label="Source"
            hint="D’où vient le chiffre : « Matomo », « base de production »…"
          />
          <SelectField
            {...field('qualite')}
            label="Qualité"
            choices={choicesOf(QUALITIES, QUALITY_LABELS)}
            empty="Non dite"
          />
          {!isNew && (
            <TextField
              {...field('depuis')}
              type="date"
              label="Nouvelle définition à partir du"
              hint="Compte si le nom, l’unité ou la définition change ; aujourd’hui sinon."
            />
          )}
        </div>
      </details>
    </>
  );
}
