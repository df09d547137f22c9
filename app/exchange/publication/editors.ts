import {
  domainLabel,
  MINISTRY_DOMAINS,
  ORGANISATION_KINDS,
  organisationKindLabel,
} from '~/network/portfolio/labels';
import { INCUBATOR_STATE_LABELS } from '~/network/incubator-states';
import type { Choice, Field, Section } from '~/platform/document/fields';
import { STARTUP_SECTIONS } from '~/startup/fiche/sections';
import type { Collection } from '../folder.server';

/** Collections of the network's content that people edit here. */
export const EDITED = [
  '_startups',
  '_incubators',
  '_organisations',
  '_teams',
  'aide',
] as const satisfies Collection[];
export type EditedCollection = (typeof EDITED)[number];

const choices = (labels: readonly string[], label: (value: string) => string): Choice[] =>
  labels.map((value) => ({ value, label: label(value) }));

const oneSection = (about: string, fields: readonly Field[]): Section[] => [
  { code: 'fiche', title: 'Fiche', about, fields },
];

/** How each collection is edited: its sections, and what one of its files is called. */
export const EDITORS: Readonly<Record<EditedCollection, { one: string; sections: readonly Section[] }>> = {
  _startups: { one: 'startup', sections: STARTUP_SECTIONS },
  _incubators: {
    one: 'incubateur',
    sections: oneSection('La page de l’incubateur, telle que tout le monde la lit.', [
      { kind: 'line', key: 'title', label: 'Nom', max: 160, required: true },
      { kind: 'paragraph', key: 'short_description', label: 'En une phrase', max: 600 },
      {
        kind: 'line',
        key: 'contact',
        label: 'Adresse pour écrire à l’incubateur',
        max: 200,
        keptEmpty: true,
      },
      { kind: 'address', key: 'website', label: 'Site', keptEmpty: true },
      { kind: 'address', key: 'github', label: 'Code source', keptEmpty: true },
      { kind: 'paragraph', key: 'address', label: 'Adresse postale', max: 400, keptEmpty: true },
      {
        kind: 'choice',
        key: 'statut',
        label: 'État',
        hint: 'Un incubateur fermé garde sa page et son histoire.',
        choices: choices(
          ['in_creation', 'active', 'operator', 'closed'],
          (state) => INCUBATOR_STATE_LABELS[state as keyof typeof INCUBATOR_STATE_LABELS],
        ),
      },
      {
        kind: 'list',
        key: 'owner',
        label: 'Administration de l’incubateur',
        of: 'organisation',
        prefix: '/organisations/',
        single: true,
      },
      {
        kind: 'yes-no',
        key: 'hidden',
        label: 'Cacher la page',
        hint: 'Oui : l’incubateur quitte les listes et n’a plus de page publique ; ses startups gardent la leur.',
      },
      { kind: 'list', key: 'highlighted_startups', label: 'Startups mises en avant', of: 'startup' },
      { kind: 'markdown', key: 'corps', label: 'Texte de la page', max: 60_000 },
    ]),
  },
  _organisations: {
    one: 'administration',
    sections: oneSection('Une administration qui porte ou finance des startups.', [
      { kind: 'line', key: 'name', label: 'Nom', max: 200, required: true },
      { kind: 'line', key: 'acronym', label: 'Sigle', max: 40, keptEmpty: true },
      {
        kind: 'choice',
        key: 'domaine_ministeriel',
        label: 'Domaine ministériel',
        choices: choices(MINISTRY_DOMAINS, domainLabel),
      },
      {
        kind: 'choice',
        key: 'type',
        label: 'Nature',
        choices: choices(ORGANISATION_KINDS, organisationKindLabel),
      },
      { kind: 'address', key: 'annuaire', label: 'Page dans l’annuaire de l’administration' },
    ]),
  },
  _teams: {
    one: 'équipe transverse',
    sections: oneSection('Une équipe qui sert tout un incubateur.', [
      { kind: 'line', key: 'name', label: 'Nom', max: 160, required: true },
      { kind: 'paragraph', key: 'mission', label: 'Mission', max: 1000 },
      {
        kind: 'list',
        key: 'incubators',
        singleKey: 'incubator',
        label: 'Incubateur',
        of: 'incubator',
        required: true,
      },
    ]),
  },
  aide: {
    one: 'page d’aide',
    sections: oneSection('Une page d’aide, en mots simples.', [
      { kind: 'line', key: 'title', label: 'Titre', max: 160, required: true },
      { kind: 'paragraph', key: 'resume', label: 'En une phrase', max: 400 },
      { kind: 'markdown', key: 'corps', label: 'Texte', max: 60_000 },
    ]),
  },
};

export const sectionOf = (collection: EditedCollection, code: string): Section | null =>
  EDITORS[collection].sections.find((section) => section.code === code) ?? null;

/** The field of a key, with the section where it is edited. */
export function fieldOf(
  collection: EditedCollection,
  key: string,
): { section: Section; field: Field; label: string } | null {
  for (const section of EDITORS[collection].sections) {
    for (const field of section.fields) {
      if (field.key === key || (field.kind === 'list' && field.singleKey === key)) {
        return { section, field, label: field.label };
      }
    }
  }
  return null;
}

/** What a key is called in a history or a conflict: its field's label, or the key itself. */
export const keyLabel = (collection: EditedCollection, key: string): string =>
  fieldOf(collection, key)?.label ?? key;
