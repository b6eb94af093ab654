import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ActivityCommand, type ActivityEvent, type CommandContract, commandContract } from '@zhibu/contracts';
import { temporaryDatabase } from '@zhibu/database/testing';
import { type Decider, type Decision, Refusal } from '@zhibu/kernel';
import fc from 'fast-check';
import { setImmediate as others } from 'node:timers/promises';
import { InMemoryEventStore } from './adapters/in-memory/in-memory.adapter.ts';
import { PostgresEventStore } from './adapters/postgres/postgres.adapter.ts';
import type { Aggregate, CommandEnvelope, CommandOutcome } from './envelope.ts';
import { CommandHandler, type CommandStore } from './handle-command.ts';
import { eventStoreMigrations } from './migrations.ts';
import { type EventStore, RevisionConflict } from './port.ts';

interface Meetings extends Decision {
  readonly command: Extract<ActivityCommand, { readonly name: 'RecordActivity' }>;
  readonly state: ReadonlySet<string>;
  readonly event: Extract<ActivityEvent, { readonly type: 'ActivityRecorded' }>;
  readonly facts: object;
}

/** `after-N` is refused until N is held; `twice-N` is two events; a topic that is held already is nothing to do. */
const decider: Decider<Meetings> = {
  initialState: new Set(),
  decide: ({ data }, held) => {
    const { externalId } = data;
    if (externalId.startsWith('after-') && !held.has(externalId.slice(6))) throw new Refusal('NOT_YET');
    if (held.has(externalId)) return [];
    const event = { type: 'ActivityRecorded', data } as const;
    if (!externalId.startsWith('twice-')) return [event];
    return [event, { ...event, data: { ...data, externalId: externalId.slice(6) } }];
  },
  evolve: (held, { data }) => new Set([...held, data.externalId]),
};
function recordActivity(): CommandContract {
  const contract = commandContract('RecordActivity');
  if (contract) return contract;
  throw new Error('no such command');
}
const contract = recordActivity();

const aggregate: Aggregate<Meetings> = {
  decider,
  facts: async (command) => {
    await others();
    if (command.data.externalId === 'broken') throw new TypeError('nobody foresaw it');
    return {};
  },
};
let sent = 0;
function command(externalId: string, overrides: Partial<CommandEnvelope> = {}, branchId = 'B'): CommandEnvelope {
  sent += 1;
  return {
    commandId: `c-${sent}`,
    contract,
    correlationId: 'c',
    actor: { personId: 'p-1', role: 'operator' },
    data: { branchId, externalId, kind: 'party-day', heldOn: '2022-05-01', attendance: 0 },
    ...overrides,
  };
}

/** What the outcome is, in a word or by the numbers of its events. */
const saying = (outcome: CommandOutcome | undefined): unknown => {
  if (!outcome) return 'none';
  if ('refusal' in outcome) return [outcome.refusal.code, outcome.refusal.details['current']];
  return outcome.events.map(({ revision, data }) => [revision, Object(data).externalId]);
};

/** The store as a process sees it, with its reads and appends counted. */
function counted(store: EventStore): {
  readonly store: CommandStore;
  readonly count: { reads: number; appends: number };
} {
  const count = { reads: 0, appends: 0 };
  return {
    count,
    store: {
      readStream: (stream, from) => {
        count.reads += 1;
        return store.readStream(stream, from);
      },
      append: (stream, expected, events) => {
        count.appends += 1;
        return store.append(stream, expected, events);
      },
      recorded: (stream, revisions) => store.recorded(stream, revisions),
    },
  };
}

const stores: InMemoryEventStore[] = [];
function inMemory(): InMemoryEventStore {
  const store = new InMemoryEventStore();
  stores.push(store);
  return store;
}
afterEach(async () => {
  jest.useRealTimers();
  for (const store of stores.splice(0)) await store.close();
});

describe('the commands of one stream in one process', () => {
  it('of 50 clients are none refused, kept in order, and each answered with its own events', async () => {
    const { store, count } = counted(inMemory());
    const handler = new CommandHandler(store);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, client) => handler.handle(aggregate, [command(`${client}`)])),
    );
    expect(answers.map(([outcome]) => saying(outcome))).toEqual(
      Array.from({ length: 50 }, (_, client) => [[client, `${client}`]]),
    );
    expect(count).toEqual({ reads: 1, appends: 2 });
  });

  it('are not failed by one that is refused, one that nobody foresaw, or a batch that it is in', async () => {
    const handler = new CommandHandler(inMemory());
    const handled = (...numbers: readonly string[]) =>
      handler.handle(
        aggregate,
        numbers.map((number) => command(number)),
      );
    const [one, refused, broken, batch, last] = await Promise.allSettled([
      handled('1'),
      handled('after-9', '2'),
      handled('broken'),
      handled('3', 'broken', '4'),
      handled('5'),
    ]);
    expect(one).toMatchObject({ value: [{ events: [{ revision: 0 }] }] });
    expect(refused).toMatchObject({ value: [{ refusal: { code: 'NOT_YET' } }, { events: [{ revision: 1 }] }] });
    expect(broken).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
    expect(batch).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
    // 3 stands, 4 is not decided without what came before it.
    expect(last).toMatchObject({ value: [{ events: [{ revision: 3 }] }] });
  });

  it('are checked against the revision that each meets', async () => {
    const handler = new CommandHandler(inMemory());
    const handled = (number: string, expectedRevision?: number) =>
      handler.handle(aggregate, [command(number, { expectedRevision })]);
    const answers = await Promise.all([
      handled('0'),
      handled('1', -1),
      handled('1', 0),
      handled('2', 0),
      handled('2'),
      handled('3', 2),
    ]);
    expect(answers.map(([outcome]) => saying(outcome))).toEqual([
      [[0, '0']],
      ['REVISION_CONFLICT', 0],
      [[1, '1']],
      ['REVISION_CONFLICT', 1],
      [[2, '2']],
      [[3, '3']],
    ]);
  });

  it('are answered once under one id, also within a turn, and refused with another body', async () => {
    const handler = new CommandHandler(inMemory());
    const first = command('1');
    const answers = await Promise.all(
      [first, first, { ...first, data: command('2').data }, first].map((one) => handler.handle(aggregate, [one])),
    );
    expect(answers.map(([outcome]) => saying(outcome))).toEqual([
      [[0, '1']],
      [[0, '1']],
      ['COMMAND_ID_REUSED', undefined],
      [[0, '1']],
    ]);
  });

  it('are more than an append takes: turn follows on turn', async () => {
    const { store, count } = counted(inMemory());
    const handler = new CommandHandler(store);
    const batches = Array.from({ length: 4 }, (_, batch) =>
      Array.from({ length: 400 }, (_unused, index) => command(`${batch * 400 + index}`)),
    );
    const answers = (await Promise.all(batches.map((batch) => handler.handle(aggregate, batch)))).flat();
    expect(answers.map(saying)).toEqual(answers.map((_, index) => [[index, `${index}`]]));
    expect(count).toEqual({ reads: 1, appends: 4 });
  });

  it('that would be too many wait for nobody: they are refused for now, and the others are served', async () => {
    const handler = new CommandHandler(inMemory());
    const many = (from: number) =>
      handler.handle(
        aggregate,
        Array.from({ length: 1_000 }, (_, index) => command(`${from + index}`)),
        { answersEvents: false },
      );
    const [one, two, three, elsewhere] = await Promise.all([
      many(0),
      many(1_000),
      many(2_000),
      handler.handle(aggregate, [command('1', {}, 'C')]),
    ]);
    expect([...(one ?? []), ...(two ?? [])].filter((outcome) => 'refusal' in outcome)).toEqual([]);
    expect(three?.every((outcome) => 'refusal' in outcome && outcome.refusal.code === 'SERVICE_UNAVAILABLE')).toBe(
      true,
    );
    expect(saying(elsewhere?.[0])).toEqual([[0, '1']]);
    expect(saying((await handler.handle(aggregate, [command('x')]))[0])).toEqual([[2_000, 'x']]);
  });

  it('come out as if handled one after the other, whatever they are and whoever sends them', async () => {
    const number = fc.constantFrom('1', '2', '3', '4', 'after-2', 'after-4', 'twice-3', 'twice-5');
    const one = fc.record({ number, expected: fc.option(fc.integer({ min: -1, max: 6 }), { nil: undefined }) });
    const calls = fc.array(fc.array(one, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(calls, fc.array(fc.nat(7), { maxLength: 3 }), async (asked, repeats) => {
        const envelopes = asked.map((call) =>
          call.map(({ number, expected }) => command(number, { expectedRevision: expected })),
        );
        envelopes.push(...repeats.flatMap((index) => (envelopes[index] ? [envelopes[index]] : [])));
        const [together, apart] = [new CommandHandler(inMemory()), new CommandHandler(inMemory())];
        const found = await Promise.all(envelopes.map((call) => together.handle(aggregate, call)));
        const expected: unknown[] = [];
        for (const envelope of envelopes.flat())
          expected.push(...(await apart.handle(aggregate, [envelope])).map(saying));
        expect(found.flat().map(saying)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe('two processes on one stream', () => {
  it('ask the store for news before a refusal that rests on a kept stream', async () => {
    const store = inMemory();
    const other = new CommandHandler(store);
    let appended = 0;
    const seen: CommandStore = {
      readStream: (stream, from) => store.readStream(stream, from),
      recorded: (stream, revisions) => store.recorded(stream, revisions),
      append: async (stream, expected, events) => {
        const answer = await store.append(stream, expected, events);
        appended += 1;
        if (appended === 1) await other.handle(aggregate, [command('2')]);
        return answer;
      },
    };
    const handler = new CommandHandler(seen);
    const [, after] = await Promise.all([
      handler.handle(aggregate, [command('1')]),
      handler.handle(aggregate, [command('after-2')]),
    ]);
    expect(saying(after?.[0])).toEqual([[2, 'after-2']]);
  });

  it('that are in the way until the deadline leave a refusal that may pass', async () => {
    const store = inMemory();
    let attempts = 0;
    const handler = new CommandHandler({
      readStream: (stream, from) => store.readStream(stream, from),
      recorded: (stream, revisions) => store.recorded(stream, revisions),
      append: async (stream, expected) => {
        attempts += 1;
        if (attempts === 3) jest.setSystemTime(Date.now() + 60_000);
        throw new RevisionConflict(stream, expected, 7);
      },
    });
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
    const [outcome] = await handler.handle(aggregate, [command('1')]);
    expect(saying(outcome)).toEqual(['SERVICE_UNAVAILABLE', undefined]);
    expect(attempts).toBe(3);
  });

  describe('in PostgreSQL', () => {
    let opened: { readonly stores: readonly PostgresEventStore[]; readonly dispose: () => Promise<void> };
    beforeAll(async () => {
      const database = await temporaryDatabase();
      const { serviceUrl } = await database.schema('sample', [eventStoreMigrations]);
      const open = () => PostgresEventStore.open({ url: serviceUrl, schema: 'sample', max: 4 });
      const both = [await open(), await open()];
      const dispose = async (): Promise<void> => {
        for (const store of both) await store.close();
        await database.drop();
      };
      opened = { stores: both, dispose };
    });
    afterAll(() => opened.dispose());

    it('both get through, refused nothing, each client in its order', async () => {
      const clients = opened.stores.flatMap((store) => {
        const handler = new CommandHandler(store);
        return Array.from({ length: 8 }, () => handler);
      });
      const answers = await Promise.all(
        clients.map(async (handler, client) => {
          const revisions: number[] = [];
          for (let round = 0; round < 5; round += 1) {
            const [outcome] = await handler.handle(aggregate, [command(`${client}-${round}`)]);
            expect(saying(outcome)).toEqual([[expect.any(Number), `${client}-${round}`]]);
            if (outcome && 'events' in outcome) revisions.push(...outcome.events.map(({ revision }) => revision));
          }
          expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
          return revisions;
        }),
      );
      expect(answers.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, index) => index));
      expect(await opened.stores[0]?.readStream(contract.streamOf(command('').data))).toHaveLength(80);
    });
  });
});
