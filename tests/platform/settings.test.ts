import { describe, expect, test } from 'vitest';
import { readSettings, type SettingsError } from '~/platform/settings';

const mistakesOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return (error as SettingsError).mistakes;
  }
};

describe('Settings are checked at start, a sentence per mistake', () => {
  test('without any, it is a demonstration on this machine alone', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      portIsChosen: false,
      host: '127.0.0.1',
      demo: true,
      databaseUrl: null,
    });
  });

  test('every mistake is said at once', () => {
    expect(
      mistakesOf({
        PORT: 'abc',
        DEMO: 'peut-être',
        SECRET: 'court',
        IDENTITE: 'royale',
        SMTP_URL: 'http://x',
      }),
    ).toEqual([
      'PORT doit être un nombre entre 0 et 65535.',
      'DEMO doit valoir 1 (oui) ou 0 (non).',
      'SECRET doit compter au moins 32 caractères.',
      'SMTP_URL doit commencer par smtp:// ou smtps://.',
      'IDENTITE doit valoir neutre ou etat.',
    ]);
  });

  test('a server database asks for the public address, and is real unless said otherwise', () => {
    expect(mistakesOf({ DATABASE_URL: 'postgresql://localhost/jalons' })).toEqual([
      'PUBLIC_URL est nécessaire avec DATABASE_URL : c’est l’adresse à laquelle les personnes ouvrent le service.',
    ]);
    const settings = readSettings({
      DATABASE_URL: 'postgresql://localhost/jalons',
      PUBLIC_URL: 'https://jalons.exemple.fr/chemin',
    });
    expect(settings).toMatchObject({ demo: false, publicUrl: 'https://jalons.exemple.fr', host: '0.0.0.0' });
  });

  test('the three settings of the identity provider come together', () => {
    expect(mistakesOf({ OIDC_ISSUER: 'https://exemple.fr' })).toEqual([
      'OIDC_ISSUER va avec OIDC_CLIENT_ID et OIDC_CLIENT_SECRET : donnez les trois, ou aucune.',
    ]);
  });

  test('an empty setting is an absent one', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null });
  });
});
