import { AccessLog, openAccess } from '@zhibu/gateway';
import { connect, type Pool } from '@zhibu/database';
import type { Bench, Line } from './line.ts';
import { median, ms, paired, rate, timed, times, whole } from './measure.ts';

const ENTRIES = 40_000;
const ROUNDS = 5;
const A_SECOND = 2_000;
const TICK_MS = 10;
const CLIENTS = 4;
const ROUND_MS = { whole: 4_000, short: 1_500 };
/** What a page of branches costs the database, some milliseconds, without its rows. */
const QUERY = 'SELECT count(*) FROM generate_series(1, 30000) AS n WHERE n % 7 = 3';
const MOST = 1.05;

const entry = {
  person: 'p-1',
  session: 'b7b7c1a4-6f2e-4c64-9d59-0c1b6a3a8f10',
  duty: 'committee-clerk',
  operation: 'query dashboard branches',
  document: 'ab'.repeat(32),
  subjects: ['990100-SZGW', '990100-SZGW-001-B001'],
  rows: 50,
  asOf: '2026-03-01',
  knownAt: null,
  outcome: 'ok',
  address: '192.0.2.1',
  ms: 12,
} as const;

/** The log of accesses: how many entries a process writes, and what 2,000 a second cost the queries beside them. */
export const accessLogBench: Bench = {
  name: 'access-log',
  measure: (ground) =>
    ground.onFresh(async ({ url }) => {
      const access = openAccess(url('access', 'service'));
      const reading = connect(url('gateway', 'service'), { schema: 'gateway', max: CLIENTS });
      const log = new AccessLog({ access, waitingAtMost: Number.POSITIVE_INFINITY });
      try {
        const written = await writing(log);
        const roundMs = ground.short ? ROUND_MS.short : ROUND_MS.whole;
        const beside = await paired(ROUNDS, {
          ours: () => asked(reading, roundMs, log),
          peer: () => asked(reading, roundMs),
        });
        return [written, besideQueries(beside)];
      } finally {
        await log.close();
        await Promise.all([access.end(), reading.end()]);
      }
    }),
};

async function writing(log: AccessLog): Promise<Line> {
  const spent = await timed(async () => {
    for (let index = 0; index < ENTRIES; index += 1) log.write(entry);
    await log.flush();
  });
  const figure = rate(ENTRIES, spent);
  return {
    line: 'accesses logged by one process, batches of 500, chained',
    figure: `${whole(figure)}/s`,
    against: 'none',
    toReach: `≥ ${whole(A_SECOND)}/s`,
    reached: figure >= A_SECOND,
  };
}

/** The queries a second of some clients, 2,000 accesses a second logged by the same process meanwhile, or none. */
async function asked(pool: Pool, forMs: number, log?: AccessLog): Promise<number> {
  const [begun, took] = [performance.now(), [] as number[]];
  let logged = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / 1_000) * A_SECOND;
    for (; log && logged < due; logged += 1) log.write(entry);
  }, TICK_MS);
  const client = async (): Promise<void> => {
    while (performance.now() - begun < forMs) took.push(await timed(() => pool.query(QUERY)));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  clearInterval(timer);
  medians.push(median(took));
  return rate(took.length, performance.now() - begun);
}

const medians: number[] = [];

function besideQueries({ ours, peer, ratio }: Awaited<ReturnType<typeof paired>>): Line {
  const slower = 1 / ratio;
  return {
    line: `queries of ${CLIENTS} clients beside ${whole(A_SECOND)} accesses logged a second`,
    figure: `${whole(ours)}/s, a query ${ms(median(medians))}`,
    against: `${whole(peer)}/s without: ${times(slower)} as slow`,
    toReach: `≤ ${times(MOST)}`,
    reached: slower <= MOST,
  };
}
