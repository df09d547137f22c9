import { capitalised } from '~/design/formats';
import { LIFECYCLE, isPhaseCode, STAGE_LABELS, type Stage, type Stop } from '~/startup/rules';
import type { Network } from '../facts';
import { PUBLISHED_LABELS, SITUATIONS, type Published } from './choices';
import type { FacetLabels } from './portfolio';

const DOMAINS: Readonly<Record<string, string>> = {
  'affaires-etrangeres': 'Affaires étrangères',
  agriculture: 'Agriculture',
  armees: 'Armées',
  autres: 'Autres',
  bercy: 'Économie et finances',
  culture: 'Culture',
  education: 'Éducation nationale',
  'enseignement-sup': 'Enseignement supérieur',
  environnement: 'Environnement',
  interieur: 'Intérieur',
  justice: 'Justice',
  'solidarite-sante': 'Solidarité et santé',
  spm: 'Services de la Première ministre ou du Premier ministre',
  sport: 'Sport',
  territoires: 'Territoires',
  travail: 'Travail',
};

const AUDIENCES: Readonly<Record<string, string>> = {
  association: 'Associations',
  'collectivite-territoriale': 'Collectivités territoriales',
  entreprise: 'Entreprises',
  'etablissement-scolaire': 'Établissements scolaires',
  etat: 'Services de l’État',
  particulier: 'Particuliers',
};

const KINDS: Readonly<Record<string, string>> = {
  'administration-centrale': 'Administration centrale',
  autre: 'Autre',
  'collectivite-territoriale': 'Collectivité territoriale',
  operateur: 'Opérateur',
  'securite-sociale': 'Sécurité sociale',
  'service-deconcentre': 'Service déconcentré',
};

/** The label of a code, or the code itself: it may be any word that somebody wrote. */
const labelIn = (labels: Readonly<Record<string, string>>, code: string): string =>
  (Object.hasOwn(labels, code) ? labels[code] : undefined) ?? capitalised(code);

export const MINISTRY_DOMAINS = Object.keys(DOMAINS);
export const ORGANISATION_KINDS = Object.keys(KINDS);

export const domainLabel = (domain: string): string => labelIn(DOMAINS, domain);
export const audienceLabel = (audience: string): string => labelIn(AUDIENCES, audience);
export const organisationKindLabel = (kind: string): string => labelIn(KINDS, kind);

export const facetLabels = (network: Network): FacetLabels => ({
  labelOf(name, value) {
    switch (name) {
      case 'situation':
        return SITUATIONS[value as keyof typeof SITUATIONS] ?? value;
      case 'etape':
        return STAGE_LABELS[value as Stage | Stop] ?? value;
      case 'phase':
        return isPhaseCode(value) ? LIFECYCLE[value].label : value;
      case 'incubateur':
        return network.incubatorById.get(value)?.title ?? value;
      case 'organisation':
        return network.organisationById.get(value)?.name ?? value;
      case 'domaine':
        return domainLabel(value);
      case 'public':
        return audienceLabel(value);
      case 'theme':
        return value;
      case 'publie':
        return PUBLISHED_LABELS[value as Published] ?? value;
      case 'finance':
        return 'Financées par le FAST';
      case 'national':
        return 'Impact national reconnu';
    }
  },
});
