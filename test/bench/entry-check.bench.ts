import { connect } from '@zhibu/database';
import { Access, branchesUnder, lockedModel, type ReadModel, readModelOn, seenByOperator } from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import { cityOf } from './country.ts';
import { numbers } from './facts.ts';
import { fillReadModel } from './filling.ts';
import type { Bench, Line } from './line.ts';
import { median, percentile, timed, whole } from './measure.ts';

const CITY = cityOf(3);
const LIMIT_MS = 1;
const ROUNDS = { whole: 300, short: 60, warmUp: 20 };
const SIZES = { 'a dashboard': 1, 'a page of 50 branches': 50, 'a page of 200 branches': 200 };
const TODAY = '2026-11-28';
const random = numbers(13);

/** What it costs to ask whether somebody may see what a query is about: the one organization of a dashboard, the branches of a page. */
export const entryCheckBench: Bench = {
  name: 'entry-check',
  measure: async (ground) => {
    const name = `country-${ground.branches}`;
    await ground.filled(name, (connections) => fillReadModel(connections, ground.branches));
    const rounds = ground.short ? ROUNDS.short : ROUNDS.whole;
    return ground.on(name, (connections) => measured(connections, ground.branches, rounds));
  },
};

async function measured(connections: Connections, branches: number, rounds: number): Promise<readonly Line[]> {
  const reader = connect(connections.url('gateway', 'reader'), { schema: 'gateway' });
  try {
    const model = lockedModel(readModelOn(reader), [CITY]);
    const lines: Line[] = [];
    for (const [name, size] of Object.entries(SIZES)) {
      const took = await checked(model, size, rounds);
      const middle = median(took);
      lines.push({
        line: `the check at the entry of ${name}, ${whole(branches)} branches`,
        figure: `${middle.toFixed(2)} ms; p99 ${percentile(took, 99).toFixed(2)} ms`,
        against: 'no check',
        toReach: `≤ ${LIMIT_MS} ms`,
        reached: middle <= LIMIT_MS,
      });
    }
    return lines;
  } finally {
    await reader.end();
  }
}

/** Milliseconds of each check; his duties are held in memory, and each request asks anew. */
async function checked(model: ReadModel, size: number, rounds: number): Promise<readonly number[]> {
  const duties = async () => [{ duty: 'city-office', organizationId: CITY } as const];
  const took: number[] = [];
  for (let round = -ROUNDS.warmUp; round < rounds; round += 1) {
    const ids = size === 1 ? [CITY] : await pageOf(model, size);
    const access = new Access({ personId: 'p', duties, model, today: () => TODAY });
    const milliseconds = await timed(() => access.see(ids, { asOf: TODAY }));
    if (round >= 0) took.push(milliseconds);
  }
  return took;
}

async function pageOf(model: ReadModel, first: number): Promise<readonly string[]> {
  const after = `${CITY}-SZGW-00${String(Math.floor(random() * 10)).padStart(3, '0')}`;
  const under = { id: seenByOperator(CITY) };
  return (await branchesUnder(model, { under }, { moment: { asOf: TODAY }, page: { first, after } })).ids;
}
