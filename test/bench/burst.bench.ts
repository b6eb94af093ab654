import { connect } from '@zhibu/database';
import { PostgresEventStore, Sealer } from '@zhibu/event-store';
import type { Connections } from '@zhibu/infra';
import { storeAppender } from './append.bench.ts';
import type { Bench, Line } from './line.ts';
import { concurrently, median, paired, rate, timed, times, whole } from './measure.ts';
import { type Appender, plainInserts } from './peers.ts';
import { sampleEvents } from './sample.ts';

const CLIENTS = 16;
const ROUNDS = 7;
const EVENTS_AN_APPEND = 100;
const APPENDS_A_ROUND = 300;
const SEALED_A_ROUND = 100_000;

/** A hundred events a transaction, 16 clients, the sealer running; then the sealer alone on what waits. */
export const burstBench: Bench = {
  name: 'burst',
  measure: async (ground) => [
    await ground.onFresh(async (database) => {
      const store = await PostgresEventStore.open({
        url: database.url('organization', 'service'),
        schema: 'organization',
        max: CLIENTS,
      });
      const owner = database.owner('organization');
      const plain = await plainInserts(owner, database.url('organization', 'owner'), CLIENTS);
      try {
        await owner.query('ANALYZE');
        return appendLine(await paired(ROUNDS, { ours: burst(storeAppender(store)), peer: burst(plain) }));
      } finally {
        await Promise.all([store.close(), plain.close()]);
      }
    }),
    await ground.onFresh(async (database) => paceLine(await sealing(database))),
  ],
};

let bursts = 0;

function burst(appender: Appender, appends = APPENDS_A_ROUND): () => Promise<number> {
  return async () => {
    const events = Array.from({ length: appends }, () => sampleEvents(EVENTS_AN_APPEND));
    bursts += 1;
    const name = `activity-${bursts}`;
    const spent = await timed(() =>
      concurrently(appends, CLIENTS, (index) =>
        appender.append({ stream: `${name}-${index}`, revision: 0 }, events[index] ?? []),
      ),
    );
    return rate(appends * EVENTS_AN_APPEND, spent);
  };
}

/** Events a second that the sealer alone takes into the log, round by round. */
async function sealing(database: Connections): Promise<readonly number[]> {
  const [url, schema] = [database.url('organization', 'service'), 'organization'];
  const store = await PostgresEventStore.open({ url, schema, max: CLIENTS, seal: false });
  const pool = connect(url, { schema, max: 1 });
  const waiting = async (): Promise<boolean> => (await pool.query('SELECT FROM pending LIMIT 1')).rowCount !== 0;
  const paces: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      await burst(storeAppender(store), SEALED_A_ROUND / EVENTS_AN_APPEND)();
      const sealer = new Sealer({ url, schema });
      const spent = await timed(async () => {
        await sealer.start();
        while (await waiting())
          await new Promise((resolve) => {
            setTimeout(resolve, 10);
          });
      });
      await sealer.stop();
      if (round > 0) paces.push(rate(SEALED_A_ROUND, spent));
    }
    return paces;
  } finally {
    await Promise.all([store.close(), pool.end()]);
  }
}

function appendLine({ ours, peer, ratio }: Awaited<ReturnType<typeof paired>>): Line {
  return {
    line: 'append, 100 events a transaction, 16 clients, sealer running',
    figure: `${whole(ours)}/s`,
    against: `plain insert ${whole(peer)}/s: ${times(ratio)}`,
    toReach: '≥ 0.7 ×',
    reached: ratio >= 0.7,
  };
}

function paceLine(paces: readonly number[]): Line {
  return {
    line: "the sealer's own pace",
    figure: `${whole(median(paces))}/s`,
    against: `slowest round ${whole(Math.min(...paces))}/s`,
    toReach: '≥ 40,000/s',
    reached: median(paces) >= 40_000,
  };
}
