import { type ServiceName, services } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { PostgresEventStore, verifyLog } from '@zhibu/event-store';
import { readModelSchemas, rebuild, rebuildGiveUpBack, unitsOf } from '@zhibu/gateway';
import { derivedId, type RecordedEvent } from '@zhibu/kernel';
import type { Ledger } from '../support/ledger.ts';
import { type Logs, logOf } from './logs.ts';
import type { Scene } from './scene.ts';
import { caughtUp, type Databases, parkedStreams, wordsOf } from './standings.ts';
import type { Stream } from './stream.ts';
import { topicFaults } from './topic-content.ts';

/** What was counted from the outside after a fault, against what was acknowledged. */
export interface Reckoning {
  readonly commands: number;
  readonly events: number;
  /** Acknowledged events that are not in the log. */
  readonly lost: number;
  /** Commands and events that are there more than once. */
  readonly repeated: number;
  /** Everything that is not as it should be, in sentences. */
  readonly wrong: readonly string[];
}

/** What a line leaves out, where its fault makes it meaningless. */
export interface Expectation {
  /** Streams that the line made corrupt: nothing is decided on them any more. */
  readonly corrupt?: ReadonlySet<string>;
  /** Command ids of events that the line wrote past every command. */
  readonly smuggled?: ReadonlySet<string>;
  /** False where a corrupt event keeps the read model from being built anew. */
  readonly rebuilds?: boolean;
}

/** Whose events are counted. */
export interface Reckoned extends Pick<Scene, 'ledger' | 'load' | 'chance'> {
  readonly cluster: Databases & Logs;
  /** Undefined with feeds from the stores. */
  readonly kafka: Pick<Stream, 'client'> | undefined;
}

const AT_REST_WITHIN_MS = 120_000;
const REPEATS = 150;
const REPEATS_AT_ONCE = 8;

/** Waits until all is at rest, then counts everything. */
export async function reckon(scene: Reckoned, expectation: Expectation = {}): Promise<Reckoning> {
  const { cluster, ledger } = scene;
  const behind = await caughtUp(
    cluster,
    AT_REST_WITHIN_MS,
    ({ group }) => scene.kafka !== undefined || group !== 'relay',
  );
  const logs = new Map<ServiceName, readonly RecordedEvent[]>();
  for (const service of services) logs.set(service, await logOf(cluster, service));
  const recorded = [...logs.values()].flat();
  const { lost, repeated, wrong } = compared(ledger, recorded, expectation.smuggled);
  const left = ledger.all.filter((entry) => entry.acknowledged === undefined && entry.refused === undefined);
  const parked = await parkedStreams(cluster);
  return {
    commands: ledger.acknowledged.length,
    events: recorded.length,
    lost,
    repeated,
    wrong: [
      ...behind.map((place) => `not caught up: ${wordsOf(place)}`),
      ...left.map(({ name, id }) => `nobody ever said what became of ${name} ${id}`),
      ...wrong,
      ...[...logs].flatMap(([service, events]) => orderFaults(service, events)),
      ...(await chainFaults(cluster)),
      ...parked.map(({ schema, stream, error }) => `${schema} has parked ${stream}: ${error}`),
      ...(await topicFaults(scene, logs)),
      ...(await repeatFaults(scene, expectation.corrupt)),
      ...(expectation.rebuilds === false ? [] : await readModelFaults(cluster)),
    ],
  };
}

function compared(
  ledger: Ledger,
  recorded: readonly RecordedEvent[],
  smuggled: ReadonlySet<string> = new Set(),
): Omit<Reckoning, 'commands' | 'events'> {
  const wrong = unasked(ledger, recorded)
    .filter(({ metadata }) => !smuggled.has(metadata.commandId))
    .map(
      ({ type, stream, revision, metadata }) =>
        `nobody asked for ${type} ${stream}@${revision} (command ${metadata.commandId})`,
    );
  const byCommand = Map.groupBy(recorded, ({ metadata }) => metadata.commandId);
  const ids = new Set(recorded.map(({ id }) => id));
  let lost = 0;
  let repeated = recorded.length - ids.size;
  for (const entry of ledger.acknowledged) {
    const events = byCommand.get(entry.id) ?? [];
    const found = new Set(events.map(faceOf));
    const missing = entry.acknowledged.filter((event) => !found.has(faceOf(event)));
    const more = events.length - (entry.acknowledged.length - missing.length);
    lost += missing.length;
    repeated += more;
    if (missing.length + more > 0)
      wrong.push(
        `${entry.name} ${entry.id}: ${entry.acknowledged.length} events acknowledged, ${events.length} in the log`,
      );
  }
  return { lost, repeated, wrong };
}

/** Events that are neither of a command that was sent and not refused, nor answer another event, nor are the timetable's. */
function unasked(ledger: Ledger, recorded: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const ids = new Set(recorded.map(({ id }) => id));
  return recorded.filter((event) => {
    const { commandId, actor, causationId } = event.metadata;
    const entry = ledger.get(commandId);
    if (entry) return entry.refused !== undefined;
    return actor.role !== 'system' || !(ids.has(causationId ?? '') || isOfTimetable(event));
  });
}

/** What the organization service's timetable asks for by itself at a first start: the calendar of a year that ships. */
const isOfTimetable = ({ type, data, metadata }: RecordedEvent): boolean =>
  type === 'WorkingDaysPublished' && 'year' in data && metadata.commandId === derivedId('calendar', String(data.year));

const faceOf = ({
  id,
  stream,
  revision,
  type,
  position,
}: {
  id: string;
  stream: string;
  revision: number;
  type: string;
  position: bigint | string;
}): string => `${id} ${stream}@${revision} ${type} ${position}`;

/** Positions without a hole from 1 on, and each stream's revisions without a hole from 0 on. */
function orderFaults(service: ServiceName, events: readonly RecordedEvent[]): readonly string[] {
  const holes = events.flatMap(({ position }, index) =>
    position === BigInt(index + 1) ? [] : [`${service}: position ${position} where ${index + 1} is due`],
  );
  const jumps = [...Map.groupBy(events, ({ stream }) => stream)].flatMap(([stream, of]) =>
    of.flatMap(({ revision }, index) =>
      revision === index ? [] : [`${service}: ${stream}@${revision} where ${index} is due`],
    ),
  );
  return [...holes.slice(0, 5), ...jumps.slice(0, 5)];
}

async function chainFaults(cluster: Databases): Promise<readonly string[]> {
  const found = await Promise.all(
    services.map(async (service) => {
      const pool = connect(cluster.database.connections.url(service, 'service'), {
        schema: service,
        max: 1,
        name: 'zhibu-faults',
      });
      try {
        const { faults } = await verifyLog(pool);
        return faults.map(
          (fault) =>
            `${service}: the log is not as it was recorded: ${JSON.stringify(fault, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
        );
      } finally {
        await pool.end();
      }
    }),
  );
  return found.flat();
}

/** Sends again what was acknowledged: first what had to be sent more than once, then any. */
async function repeatFaults(
  { ledger, load, chance }: Reckoned,
  corrupt: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const acknowledged = ledger.acknowledged.filter((entry) =>
    entry.acknowledged.some(({ stream }) => !corrupt.has(stream)),
  );
  const tried = acknowledged.filter(({ failures }) => failures > 0).slice(-REPEATS);
  const chosen = [
    ...tried,
    ...Array.from({ length: Math.min(30, acknowledged.length) }, () => chance.of(acknowledged)),
  ].values();
  const faults: string[] = [];
  await Promise.all(
    Array.from({ length: REPEATS_AT_ONCE }, async () => {
      for (const entry of chosen) {
        const fault = await load.repeat(entry);
        if (fault !== undefined) faults.push(fault);
      }
    }),
  );
  return faults;
}

/** Builds the read model anew from the services' logs, and compares. */
export async function readModelFaults({
  database: {
    connections: { url },
  },
}: Databases): Promise<readonly string[]> {
  const owner = connect(url(readModelSchemas.live, 'owner'), {
    schema: readModelSchemas.live,
    max: 4,
    name: 'zhibu-faults',
  });
  const opened = await Promise.all(
    services.map(
      async (service) =>
        [
          service,
          await PostgresEventStore.open({ url: url(service, 'service'), schema: service, max: 2, seal: false }),
        ] as const,
    ),
  );
  try {
    const rebuilding = { owner, logs: Object.fromEntries(opened), tell: () => undefined };
    const units = unitsOf('all');
    const { switched, differences } = await rebuild(rebuilding, units);
    if (switched) for (const unit of units) await rebuildGiveUpBack(rebuilding, unit);
    return differences.map(
      ({ table, liveRows, builtRows, onlyLive, onlyBuilt }) =>
        `${table}: ${liveRows} rows live, ${builtRows} in a clean rebuild; only live ${onlyLive.join(' ')}; only built ${onlyBuilt.join(' ')}`,
    );
  } finally {
    await Promise.all([owner.end(), ...opened.map(([, store]) => store.close())]);
  }
}
