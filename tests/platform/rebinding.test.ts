import { expect, test, vi } from 'vitest';
import { serve } from '../support/loopback';

/** What the name leads to, answer after answer: nobody can make a real resolver change its mind on cue. */
const answers = vi.hoisted(() => ({ next: [] as string[], asked: 0 }));
vi.mock('node:dns/promises', () => ({
  lookup: () => {
    answers.asked += 1;
    return Promise.resolve([{ address: answers.next.shift() ?? '10.0.0.1', family: 4 }]);
  },
}));

const { askOutside } = await import('~/platform/http/outgoing.server');
const LIMITS = { bytes: 1000, milliseconds: 2000, allowLoopback: true };

test('a name that leads elsewhere once it was judged changes nothing: it is looked up once, and the request goes there', async () => {
  const hosts: string[] = [];
  const origin = await serve((request, response) => {
    hosts.push(request.headers.host!);
    response.end('{}');
  });
  const { port } = new URL(origin);
  Object.assign(answers, { next: ['127.0.0.1', '10.0.0.1'], asked: 0 });
  const answer = await askOutside(`http://statistiques.exemple:${port}/`, { method: 'GET' }, LIMITS);
  expect([answer.status, answers.asked]).toEqual([200, 1]);
  expect(hosts).toEqual([`statistiques.exemple:${port}`]);
});

test('each address of a redirection is judged anew', async () => {
  const origin = await serve((_, response) => response.writeHead(302, { Location: '/encore' }).end());
  const { port } = new URL(origin);
  Object.assign(answers, { next: ['127.0.0.1', '10.0.0.1'], asked: 0 });
  await expect(askOutside(`http://statistiques.exemple:${port}/`, { method: 'GET' }, LIMITS)).rejects.toThrow(
    /réseau privé/,
  );
  expect(answers.asked).toBe(2);
});
