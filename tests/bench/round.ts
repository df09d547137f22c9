import { startSession } from '~/person/session.server';
import type { Database } from '~/platform/database/open.server';
import { newId } from '~/platform/identifier';
import { COOKIES } from '~/platform/http/cookies';
import { largeCall } from '../support/large-call';
import type { Report } from './measure';

const TIMES = 9;
/** Answers before those that count: the list was asked for hundreds of times by then, the ranking never. */
const UNTIMED = 20;

/** The ranking of 500 applications by 15 jurors on 9 lines, against the list of startups, both drawn anew. */
export async function measureRound(
  database: Database,
  report: Report,
  url: string,
  files: number,
): Promise<void> {
  const call = await largeCall(database, files);
  const personId = newId();
  await database.pool.query(
    `INSERT INTO person (id, public_id, full_name, fictional) VALUES ('${personId}', 'banc', 'Banc', true);
     INSERT INTO mission (id, person_id, role, version) VALUES ('${newId()}', '${personId}', 'animation', 1)`,
  );
  const token = await database.transaction((tx) =>
    startSession(tx, new Date(), { personId, method: 'lien', device: 'banc', replaces: null }),
  );
  const ask = async (path: string): Promise<{ first: number; median: number }> => {
    let first = 0;
    const spent: number[] = [];
    for (let turn = 0; turn < UNTIMED + TIMES; turn += 1) {
      const begun = performance.now();
      const answer = await fetch(url + path, { headers: { Cookie: `${COOKIES.session}=${token}` } });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      const took = performance.now() - begun;
      if (turn === 0) first = took;
      if (turn >= UNTIMED) spent.push(took);
    }
    return { first, median: spent.sort((a, b) => a - b)[Math.floor(TIMES / 2)]! };
  };
  const list = await ask('/startups?situation=toutes');
  const ranking = await ask(`/appels/${call}/deliberation`);
  report.line(`\n# classement de ${files} candidatures, 15 personnes, 9 critères`);
  // Marks stay in memory until one changes: the first asking after a change reads them all.
  report.line(
    `  premier classement après un changement : ${ranking.first.toFixed(0)} ms, les suivants ${ranking.median.toFixed(0)} ms`,
  );
  report.ratio('classement ÷ liste des startups', ranking.median / list.median, { atMost: 2 });
}
