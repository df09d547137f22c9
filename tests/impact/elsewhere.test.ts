import { expect, test } from 'vitest';
import { CHECKLISTS } from '~/committee/coaching/checklists';
import { EXIT_STEPS } from '~/committee/handover/vocabulary';
import { ANSWERED_ELSEWHERE } from '~/impact/standards/elsewhere.server';
import { standardOf } from '~/impact/standards/catalogue';
import { committeeNetwork } from '../support/committee-network';

test('what the standards answer for other lists is a criterion that is, for a point that is', () => {
  const points = new Set([
    ...Object.values(CHECKLISTS).flatMap((list) => list.map(({ code }) => code)),
    ...EXIT_STEPS.map(({ code }) => `sortie.${code}`),
  ]);
  for (const [code, source] of ANSWERED_ELSEWHERE) {
    expect(points.has(code), code).toBe(true);
    if (typeof source === 'object')
      expect(standardOf(source.standard)?.criteria ?? 0, source.standard).toBeGreaterThanOrEqual(
        source.criterion,
      );
  }
});

test('an answer given once is read on the coach’s list and on the exit list', async () => {
  const network = await committeeNetwork('2026-06-01T09:00:00Z');
  const alix = (await network.as('intrapreneur', network.potagers)).browser;
  const coach = (await network.as('coach', network.potagers)).browser;
  const list = '/startups/potagers/accompagnement';
  expect(await coach.text(list)).not.toContain('Selon les standards');
  await alix.post('/startups/potagers/standards', {
    critere: 'l-open-source-et-les-communs-numeriques-sont-privilegies.1',
    reponse: 'oui',
    raison: '',
    preuve: '',
    vu: '0',
  });
  expect(await coach.text(list)).toMatch(/Selon les standards\s: oui, le 1er juin 2026/);
  await alix.post('/startups/potagers/passage-de-relais', { intention: 'ouvrir' });
  expect(await alix.text('/startups/potagers/passage-de-relais')).toMatch(/Selon les standards\s: oui/);
});
