import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import type { FreshDatabase } from './ground.ts';
import type { Bench, Line } from './line.ts';
import { concurrently, paired, rate, timed, times, whole } from './measure.ts';
import { type Appender, emmett, plainInserts } from './peers.ts';
import { sampleEvents } from './sample.ts';

const CLIENTS = 16;
const ROUNDS = 7;
const APPENDS_A_ROUND = 12_000;
const REVISIONS_A_STREAM = 20;

/** One event a transaction, 16 clients, the sealer running: against the plain insert, and against Emmett. */
export const appendBench: Bench = {
  name: 'append',
  measure: (ground) =>
    ground.onFresh(async (database) => {
      const store = await PostgresEventStore.open({
        url: database.url('organization', 'service'),
        schema: 'organization',
        max: CLIENTS,
      });
      const owner = database.owner('organization');
      const plain = await plainInserts(owner, database.url('organization', 'owner'), CLIENTS);
      const other = await emmett(database.adminUrl, CLIENTS);
      try {
        await owner.query('ANALYZE');
        const ours = storeAppender(store);
        const toPlain = await paired(ROUNDS, { ours: rounds(ours), peer: rounds(plain) });
        const toEmmett = await paired(ROUNDS, { ours: rounds(ours), peer: rounds(other) });
        const readable = await other.readable();
        return lines({ toPlain, toEmmett, readable, pace: await sealed(database, store) });
      } finally {
        await Promise.all([store.close(), plain.close(), other.close()]);
      }
    }),
};

export function storeAppender(store: EventStore): Appender {
  return {
    append: ({ stream, revision }, events) => store.append(stream, revision === 0 ? 'no-stream' : revision - 1, events),
    close: () => store.close(),
  };
}

let streams = 0;

/** Appends to streams that grow to twenty events, each client to its own; the events are made before. */
function rounds(appender: Appender): () => Promise<number> {
  return async () => {
    const events = sampleEvents(APPENDS_A_ROUND).map((event) => [event]);
    streams += 1;
    const stream = `activity-${streams}`;
    const spent = await timed(() =>
      concurrently(APPENDS_A_ROUND / REVISIONS_A_STREAM, CLIENTS, async (index) => {
        for (let revision = 0; revision < REVISIONS_A_STREAM; revision += 1) {
          await appender.append(
            { stream: `${stream}-${index}`, revision },
            events[index * REVISIONS_A_STREAM + revision] ?? [],
          );
        }
      }),
    );
    return rate(APPENDS_A_ROUND, spent);
  };
}

/** How many events are not in the log yet, right after the last round. */
async function sealed(database: FreshDatabase, store: EventStore): Promise<number> {
  const committed = await database
    .owner('organization')
    .query<{ count: string }>('SELECT count(*) AS count FROM events');
  return Number(committed.rows[0]?.count ?? 0) - Number((await store.head())?.position ?? 0n);
}

interface Measured {
  readonly toPlain: Awaited<ReturnType<typeof paired>>;
  readonly toEmmett: Awaited<ReturnType<typeof paired>>;
  readonly readable: number;
  readonly pace: number;
}

function lines({ toPlain, toEmmett, readable, pace }: Measured): readonly Line[] {
  const line = 'append, one event a transaction, 16 clients, sealer running';
  return [
    {
      line,
      figure: `${whole(toPlain.ours)}/s (${whole(pace)} not yet sealed at the end)`,
      against: `plain insert ${whole(toPlain.peer)}/s: ${times(toPlain.ratio)}`,
      toReach: '≥ 0.65 ×',
      reached: toPlain.ratio >= 0.65,
    },
    {
      line,
      figure: `${whole(toEmmett.ours)}/s`,
      against: `emmett-postgresql ${whole(toEmmett.peer)}/s, of ${whole(APPENDS_A_ROUND * (ROUNDS + 1))} its consumer read ${whole(readable)}: ${times(toEmmett.ratio)}`,
      toReach: '≥ 1.5 ×',
      reached: toEmmett.ratio >= 1.5 && readable > 0,
    },
  ];
}
