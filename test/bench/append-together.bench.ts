import { connect, type Pool } from '@zhibu/database';
import { type EventStore, PostgresEventStore, Sealer } from '@zhibu/event-store';
import type { NewEvent } from '@zhibu/kernel';
import { storeAppender } from './append.bench.ts';
import type { FreshDatabase } from './ground.ts';
import type { Bench, Line } from './line.ts';
import { concurrently, median, ms, paired, percentile, rate, timed, times, whole } from './measure.ts';
import { type Appender, plainInserts } from './peers.ts';
import { sampleEvents } from './sample.ts';

const CLIENTS = 16;
const ROUNDS = 7;
const APPENDS_A_ROUND = 12_000;
const REVISIONS_A_STREAM = 20;
const LONE_ROUNDS = 5;
const LONE_APPENDS = 1_000;

/**
 * Appends of 16 clients to different streams, one event each, the sealer running: against one row a transaction inserted
 * plainly by as many. And an append that nothing waits beside: against the bare statement that it is.
 */
export const appendTogetherBench: Bench = {
  name: 'append-together',
  measure: (ground) =>
    ground.onFresh(async (database) => {
      const url = database.url('organization', 'service');
      const store = await PostgresEventStore.open({ url, schema: 'organization', max: CLIENTS });
      const owner = database.owner('organization');
      const plain = await plainInserts(owner, database.url('organization', 'owner'), CLIENTS);
      const statements = connect(url, { schema: 'organization', max: 1 });
      const sealer = new Sealer({ url, schema: 'organization' });
      await sealer.start();
      try {
        await owner.query('ANALYZE');
        const ours = storeAppender(store);
        const together = await paired(ROUNDS, { ours: rounds(ours), peer: rounds(plain) });
        const unsealed = await unsealedIn(database, store);
        const [store99, statement99] = [percentiles(ours), percentiles(bareStatement(statements, sealer))];
        const lone = await paired(LONE_ROUNDS, { ours: store99.round, peer: statement99.round });
        return lines({ together, unsealed, lone, medians: [median(store99.all), median(statement99.all)] });
      } finally {
        await Promise.all([store.close(), plain.close(), sealer.stop(), statements.end()]);
      }
    }),
};

let streams = 0;

/** Streams that grow to twenty events, each client on its own; the events are made before. */
function rounds(appender: Appender): () => Promise<number> {
  return async () => {
    const events = sampleEvents(APPENDS_A_ROUND).map((event) => [event]);
    streams += 1;
    const stream = `activity-${streams}`;
    const spent = await timed(() =>
      concurrently(APPENDS_A_ROUND / REVISIONS_A_STREAM, CLIENTS, async (index) => {
        for (let revision = 0; revision < REVISIONS_A_STREAM; revision += 1) {
          const place = { stream: `${stream}-${index}`, revision };
          await appender.append(place, events[index * REVISIONS_A_STREAM + revision] ?? []);
        }
      }),
    );
    return rate(APPENDS_A_ROUND, spent);
  };
}

/** Rounds of one client that answer the p99 of its appends in milliseconds, and all that were measured. */
function percentiles(appender: Appender): { readonly round: () => Promise<number>; readonly all: number[] } {
  const all: number[] = [];
  const round = async (): Promise<number> => {
    const spent: number[] = [];
    const events = sampleEvents(LONE_APPENDS).map((event) => [event]);
    streams += 1;
    for (const [index, event] of events.entries()) {
      const place = {
        stream: `lone-${streams}-${Math.floor(index / REVISIONS_A_STREAM)}`,
        revision: index % REVISIONS_A_STREAM,
      };
      spent.push(await timed(() => appender.append(place, event)));
    }
    all.push(...spent);
    return percentile(spent, 99);
  };
  return { round, all };
}

/** What an append of one event is to the server, sent by nobody's store, and a sealer told of it as the store tells its own. */
function bareStatement(pool: Pool, sealer: Sealer): Appender {
  return {
    append: async ({ stream, revision }, [event]: readonly NewEvent[]) => {
      await pool.query({
        name: 'append-one',
        text: 'SELECT append_one($1, $2, $3, $4, $5, $6, $7)',
        values: [
          stream,
          revision - 1,
          event?.id,
          event?.type,
          event?.schemaVersion,
          JSON.stringify(event?.data),
          JSON.stringify(event?.metadata),
        ],
      });
      sealer.nudge();
    },
    close: () => pool.end(),
  };
}

/** How many events are not in the log yet, right after the last round. */
async function unsealedIn(database: FreshDatabase, store: EventStore): Promise<number> {
  const { rows } = await database
    .owner('organization')
    .query<{ count: string }>('SELECT count(*) AS count FROM events');
  return Number(rows[0]?.count ?? 0) - Number((await store.head())?.position ?? 0n);
}

interface Measured {
  readonly together: Awaited<ReturnType<typeof paired>>;
  readonly unsealed: number;
  readonly lone: Awaited<ReturnType<typeof paired>>;
  readonly medians: readonly [number, number];
}

function lines({ together, unsealed, lone, medians: [ours, bare] }: Measured): readonly Line[] {
  return [
    {
      line: 'append, one event each, 16 clients, sealer running',
      figure: `${whole(together.ours)}/s (${whole(unsealed)} not yet sealed at the end)`,
      against: `plain insert, one row a transaction, ${whole(together.peer)}/s: ${times(together.ratio)}`,
      toReach: '≥ 1.5 ×',
      reached: together.ratio >= 1.5,
    },
    {
      line: 'a lone append, sealer running',
      figure: `p99 ${ms(lone.ours)}, median ${ms(ours)}`,
      against: `its bare statement p99 ${ms(lone.peer)}, median ${ms(bare)}: ${times(lone.ratio)}`,
      toReach: 'p99 ≤ 1.1 ×',
      reached: lone.ratio <= 1.1,
    },
  ];
}
