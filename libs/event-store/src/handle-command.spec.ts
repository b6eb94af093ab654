import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ActivityCommand, type ActivityEvent, activityEvents, commandContract } from '@zhibu/contracts';
import { temporaryDatabase } from '@zhibu/database/testing';
import { type Decider, type Decision, type NewEvent, Refusal } from '@zhibu/kernel';
import { setImmediate as others } from 'node:timers/promises';
import { InMemoryEventStore } from './adapters/in-memory/in-memory.adapter.ts';
import { PostgresEventStore } from './adapters/postgres/postgres.adapter.ts';
import type { Aggregate, CommandEnvelope, CommandOutcome } from './envelope.ts';
import { handleCommand, handleCommands } from './handle-command.ts';
import { eventStoreMigrations } from './migrations.ts';
import { type Appended, type EventStore, type ExpectedRevision, StoreDamaged } from './port.ts';
import { anEvent } from './testing/index.ts';

interface Meetings extends Decision {
  readonly command: Extract<ActivityCommand, { readonly name: 'RecordActivity' }>;
  readonly state: ReadonlySet<string>;
  readonly event: Extract<ActivityEvent, { readonly type: 'ActivityRecorded' }>;
  /** Attendance is looked up: so two decisions on one command need not agree. */
  readonly facts: { readonly attendance: number };
}

const decider: Decider<Meetings> = {
  initialState: new Set(),
  decide: ({ data }, held, { attendance }) => {
    if (data.externalId.startsWith('forbidden')) throw new Refusal('FORBIDDEN');
    if (held.has(data.externalId)) return [];
    if (data.externalId.startsWith('huge'))
      return [{ type: 'ActivityRecorded', data: { ...data, externalId: 'x'.repeat(300_000) } }];
    return [{ type: 'ActivityRecorded', data: { ...data, attendance } }];
  },
  evolve: (held, { data }) => new Set([...held, data.externalId]),
};

let looked = 0;
const aggregate: Aggregate<Meetings> = {
  decider,
  facts: async () => {
    await others();
    looked += 1;
    return { attendance: looked };
  },
};

const contract = commandContract('RecordActivity');
if (!contract) throw new Error('no such command');

let branches = 0;
const aBranch = (): string => {
  branches += 1;
  return `B-${branches}`;
};

const command = (branchId: string, number: string, overrides: Partial<CommandEnvelope> = {}): CommandEnvelope => ({
  commandId: `${branchId}-${number}`,
  contract,
  correlationId: 'import-1',
  actor: { personId: 'p-1', role: 'operator' },
  data: { branchId, externalId: number, kind: 'party-day', heldOn: '2022-05-01', attendance: 0 },
  ...overrides,
});
const streamOf = (branchId: string): string => `activity-${branchId}:2022`;
const idsOf = (outcomes: readonly CommandOutcome[]): readonly string[] =>
  outcomes.flatMap((outcome) => ('events' in outcome ? outcome.events.map((event) => event.id) : outcome.refusal.code));

/** The store as seen by a process that dies after its append, before the answer is heard; or before the append. */
function dying(store: EventStore, dies: 'before' | 'after'): EventStore {
  const append = async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> => {
    if (dies === 'after') await store.append(stream, expected, events);
    throw new Error('died');
  };
  return new Proxy(store, {
    get: (whole, name) => (name === 'append' ? append : Reflect.get(whole, name).bind(whole)),
  });
}

const stores: readonly [string, () => Promise<{ store: EventStore; dispose: () => Promise<void> }>][] = [
  [
    'in memory',
    async () => {
      const store = new InMemoryEventStore();
      return { store, dispose: () => store.close() };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const database = await temporaryDatabase();
      const { serviceUrl } = await database.schema('sample', [eventStoreMigrations]);
      const store = await PostgresEventStore.open({ url: serviceUrl, schema: 'sample' });
      return {
        store,
        dispose: async () => {
          await store.close();
          await database.drop();
        },
      };
    },
  ],
];

describe.each(stores)('the command protocol on a store %s', (_, open) => {
  let store: EventStore;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    ({ store, dispose } = await open());
  });
  afterAll(() => dispose());
  const send = (envelope: CommandEnvelope) => handleCommand(store, aggregate, envelope);

  it('answers the events recorded, with who and why', async () => {
    const branch = aBranch();
    const [event] = await send(
      command(branch, '1', { causationId: 'cause', source: { file: 'a.csv', sha256: '0'.repeat(64), rows: [2] } }),
    );
    expect(event).toMatchObject({
      type: 'ActivityRecorded',
      stream: streamOf(branch),
      revision: 0,
      schemaVersion: activityEvents.ActivityRecorded.schemaVersion,
      data: { externalId: '1' },
      metadata: {
        commandId: `${branch}-1`,
        correlationId: 'import-1',
        causationId: 'cause',
        source: { rows: [2] },
        actor: { personId: 'p-1' },
      },
    });
    expect(await store.recorded(streamOf(branch), { from: 0, to: 0 })).toEqual([event]);
  });

  it('answers the same events to a command repeated after a crash, before or after its append', async () => {
    for (const dies of ['before', 'after'] as const) {
      const branch = aBranch();
      await expect(handleCommand(dying(store, dies), aggregate, command(branch, '1'))).rejects.toThrow('died');
      const events = await send(command(branch, '1'));
      expect(events).toHaveLength(1);
      expect(await send(command(branch, '1'))).toEqual(events);
      expect(await store.readStream(streamOf(branch))).toHaveLength(1);
    }
  });

  it('answers the same events to a command repeated after the state moved on', async () => {
    const branch = aBranch();
    const first = await send(command(branch, '1'));
    for (const number of ['2', '3', '4']) await send(command(branch, number));
    expect(await send(command(branch, '1', { expectedRevision: -1 }))).toEqual(first);
    expect(await store.readStream(streamOf(branch))).toHaveLength(4);
  });

  it('answers the same events to a command sent twice at the same moment, though it was decided on other facts', async () => {
    const branch = aBranch();
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(command(branch, '1'))));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await store.readStream(streamOf(branch))).toHaveLength(1);
  });

  it('answers the same events to two batches that share commands, sent at the same moment', async () => {
    const branch = aBranch();
    const all = ['1', '2', '3', '4'].map((number) => command(branch, number));
    const [whole, part] = await Promise.all([
      handleCommands(store, aggregate, all),
      handleCommands(store, aggregate, all.slice(1, 3)),
    ]);
    expect(idsOf(part)).toEqual(idsOf(whole).slice(1, 3));
    expect(await store.readStream(streamOf(branch))).toHaveLength(4);
  });

  it('refuses a known command id with another body', async () => {
    const branch = aBranch();
    await send(command(branch, '1'));
    await expect(
      send(command(branch, '1', { data: { ...command(branch, '1').data, attendance: 9 } })),
    ).rejects.toMatchObject({ code: 'COMMAND_ID_REUSED', details: { field: 'commandId' } });
  });

  it('records nothing where there is nothing to do, and decides again', async () => {
    const branch = aBranch();
    await send(command(branch, '1'));
    expect(await send(command(branch, '1', { commandId: 'another' }))).toEqual([]);
    expect(await send(command(branch, '1', { commandId: 'another' }))).toEqual([]);
  });

  it('handles a batch of 1,200 on one stream in order, each with its own outcome', async () => {
    const branch = aBranch();
    const numbers = Array.from({ length: 1200 }, (_unused, index) =>
      index % 400 === 7 ? `forbidden-${index}` : String(index),
    );
    const outcomes = await handleCommands(
      store,
      aggregate,
      numbers.map((number) => command(branch, number)),
    );
    expect(outcomes).toHaveLength(1200);
    expect(
      outcomes.flatMap((outcome, index) => ('refusal' in outcome ? [`${index} ${outcome.refusal.code}`] : [])),
    ).toEqual(['7 FORBIDDEN', '407 FORBIDDEN', '807 FORBIDDEN']);
    expect(
      outcomes.flatMap((outcome) => ('events' in outcome ? outcome.events.map((event) => event.revision) : [])),
    ).toEqual(Array.from({ length: 1197 }, (_unused, index) => index));
    expect(
      idsOf(
        await handleCommands(
          store,
          aggregate,
          numbers.map((number) => command(branch, number)),
        ),
      ),
    ).toEqual(idsOf(outcomes));
  });

  it('refuses events over the limit, and goes on with the batch', async () => {
    const branch = aBranch();
    const outcomes = await handleCommands(
      store,
      aggregate,
      ['1', 'huge', '2'].map((number) => command(branch, number)),
    );
    expect(outcomes[1]).toMatchObject({ refusal: { code: 'EVENT_TOO_LARGE', details: { limit: 262_144 } } });
    expect((await store.readStream(streamOf(branch))).map((event) => event.revision)).toEqual([0, 1]);
  });

  it('refuses another revision than the sender has seen, and takes the right one', async () => {
    const branch = aBranch();
    await expect(send(command(branch, '1', { expectedRevision: 0 }))).rejects.toMatchObject({
      code: 'REVISION_CONFLICT',
      details: { expected: 0, current: -1 },
    });
    await send(command(branch, '1', { expectedRevision: -1 }));
    await expect(send(command(branch, '2', { expectedRevision: 4 }))).rejects.toMatchObject({
      code: 'REVISION_CONFLICT',
      details: { current: 0 },
    });
    await expect(send(command(branch, '2', { expectedRevision: 0 }))).resolves.toHaveLength(1);
  });

  it('stops a stream whose history is corrupt, by name, and no other', async () => {
    const branch = aBranch();
    await store.append(streamOf(branch), 'no-stream', [anEvent({ type: 'ActivityRecorded', data: { nothing: true } })]);
    await expect(send(command(branch, '1'))).rejects.toMatchObject({
      code: 'STREAM_CORRUPT',
      details: { stream: streamOf(branch), fault: expect.stringContaining(`${streamOf(branch)}@0`) },
    });
    await expect(send(command(aBranch(), '1'))).resolves.toHaveLength(1);
  });

  it('refuses what rests on a stream that was taken away, before it is decided and after, and nothing else of the batch', async () => {
    const gone = new StoreDamaged('stream gone: it was deleted', { stream: 'gone' });
    const refused = { refusal: { code: 'STREAM_DAMAGED', details: { stream: 'gone', fault: gone.message } } };
    const [branch, other] = [aBranch(), aBranch()];
    const taken: Pick<EventStore, 'readStream' | 'append' | 'recorded'> = {
      readStream: (stream, from) =>
        stream === streamOf(branch) ? Promise.reject(gone) : store.readStream(stream, from),
      append: (stream, expected, events) => store.append(stream, expected, events),
      recorded: (stream, revisions) =>
        stream === streamOf(other) ? Promise.reject(gone) : store.recorded(stream, revisions),
    };
    expect(await handleCommands(taken, aggregate, [command(branch, '1'), command(branch, '2')])).toMatchObject([
      refused,
      refused,
    ]);
    expect(await handleCommands(taken, aggregate, [command(other, '1')])).toMatchObject([refused]);
    const resting: Aggregate<Meetings> = {
      ...aggregate,
      facts: async (asked, ...rest) => {
        if (asked.data.externalId === 'resting') throw gone;
        return aggregate.facts(asked, ...rest);
      },
    };
    const third = aBranch();
    const outcomes = await handleCommands(
      taken,
      resting,
      ['1', 'resting', '2'].map((number) => command(third, number)),
    );
    expect(outcomes).toMatchObject([{ events: [{ revision: 0 }] }, refused, { events: [{ revision: 1 }] }]);
  });
});
