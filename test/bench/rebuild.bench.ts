import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@zhibu/database';
import type { Connections } from '@zhibu/infra';
import { PlatformUnderTest, program } from '../support/platform.ts';
import { type CrowdOptions, crowd, type Question } from './asking.ts';
import { PROVINCE } from './facts.ts';
import type { Bench, Line } from './line.ts';
import { ms, percentile, seconds, timed, times, whole } from './measure.ts';
import { project } from './projection.bench.ts';
import { fillStores, services, storedIn } from './stored.ts';

const IDLE_MS = 20_000;
const LIMIT_MS = 40_000;
const COMMITTEE = `${PROVINCE}01-SZGW`;

/** The whole read model rebuilt by `npm run rebuild` while twenty clients ask the platform five questions a second each. */
export const rebuildBench: Bench = {
  name: 'rebuild',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    await ground.on(stored, project);
    const data = ground.folder(stored);
    const platform = await PlatformUnderTest.start({ data, args: ['--empty'] });
    try {
      await ground.on(stored, caughtUp);
      const asking: CrowdOptions = { url: platform.url, clients: 20, aSecond: 5, question };
      await crowd(asking, sleep(IDLE_MS / 4));
      const idle = await crowd(asking, sleep(IDLE_MS));
      const rebuilding = program('rebuild', ['all', '--data', data]);
      const [busy, took] = await Promise.all([crowd(asking, rebuilding.ended), timed(() => rebuilding.ended)]);
      const { code, stdout, stderr } = await rebuilding.ended;
      if (code !== 0) throw new Error(`the rebuild ended with ${code}: ${stdout}${stderr}`);
      await program('rebuild', ['all', '--give-up-back', '--data', data]).ended;
      return lines(ground.events, {
        idle: idle.spent,
        busy: busy.spent,
        failures: [...idle.failures, ...busy.failures],
        took,
      });
    } finally {
      await platform.stop();
    }
  },
};

/** The services read their own log of a million events too, when they start on it for the first time. */
async function caughtUp(connections: Connections): Promise<void> {
  const admin = connect(connections.adminUrl, { schema: 'public', max: 1 });
  const behind = [...services, 'gateway']
    .flatMap((reader) =>
      services.map(
        (service) =>
          `SELECT FROM ${reader}.feed_checkpoint c JOIN ${service}.head h ON h.seq > c.position WHERE c.service = '${service}'`,
      ),
    )
    .join(' UNION ALL ');
  while ((await admin.query(behind)).rowCount !== 0) await sleep(500);
  await admin.query('VACUUM ANALYZE');
  await admin.end();
}

const DASHBOARD =
  'query ($under: ID!, $asOf: Date) { dashboard(under: $under, asOf: $asOf) { branches ungraded(scheme: "classification") grades(scheme: "classification") { grade count } } }';
const BRANCHES = `query ($under: ID!, $filter: BranchFilter) { branches(under: $under, filter: $filter, first: 20) {
  totalCount edges { node { organization { code name } rating(scheme: "classification") { grade score } } } } }`;
const HISTORY =
  'query ($id: ID!) { ratingHistory(branchId: $id, scheme: "classification") { period grade label effectiveFrom confirmed } }';

function question(index: number): Question {
  const unit = `${COMMITTEE}-${String((index * 7) % 1500).padStart(5, '0')}`;
  switch (index % 3) {
    case 0:
      return { query: DASHBOARD, variables: { under: index % 2 ? COMMITTEE : unit, asOf: '2023-06-01' } };
    case 1:
      return {
        query: BRANCHES,
        variables: {
          under: COMMITTEE,
          filter: { scheme: 'classification', grade: index % 2 ? 'lagging' : 'advanced' },
        },
      };
    case 2:
      return { query: HISTORY, variables: { id: `${unit}-B${String(index % 14).padStart(3, '0')}` } };
  }
  throw new RangeError(`${index} is no whole number`);
}

interface Measured {
  readonly idle: readonly number[];
  readonly busy: readonly number[];
  readonly failures: readonly string[];
  readonly took: number;
}

function lines(events: number, { idle, busy, failures, took }: Measured): readonly Line[] {
  const [p99Idle, p99] = [percentile(idle, 99), percentile(busy, 99)];
  const line = `rebuild of ${whole(events)} events while 20 clients ask 5 queries a second each`;
  return [
    {
      line,
      figure: seconds(took),
      against: 'the command from start to end',
      toReach: '≤ 40 s',
      reached: took <= LIMIT_MS,
    },
    {
      line: 'the same: failed queries',
      figure: String(failures.length),
      against: `${busy.length} asked${failures[0] ? `; ${failures[0].slice(0, 120)}` : ''}`,
      toReach: '0',
      reached: failures.length === 0,
    },
    {
      line: 'the same: p99 of the queries',
      figure: ms(p99),
      against: `idle ${ms(p99Idle)}: ${times(p99 / p99Idle)}`,
      toReach: '< 2 ×',
      reached: p99 < 2 * p99Idle,
    },
  ];
}
