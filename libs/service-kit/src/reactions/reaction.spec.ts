import { expect, it } from '@jest/globals';
import { isInfrastructureFailure, type Sql } from '@zhibu/database';
import { carriedUnder } from '@zhibu/feed';
import { derivedId, type RecordedEvent, Refusal } from '@zhibu/kernel';
import type { DoorOutcome } from '../doors/command-door.ts';
import { type Door, type Reaction, type ReactionTable, reactingTo, SYSTEM } from './reaction.ts';

const event = (id: string, overrides: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id,
  type: 'BranchGraded',
  schemaVersion: 1,
  data: { branchId: 'B1' },
  stream: 'grading-B1',
  revision: 0,
  position: 1n,
  recordedAt: '2023-01-02T00:00:00.000Z',
  metadata: { commandId: 'c', commandHash: '', correlationId: 'story', actor: { personId: 'P', role: 'operator' } },
  ...overrides,
});

/** Takes commands as any door does, and answers what it is told to. */
class RecordingDoor implements Door {
  readonly taken: unknown[] = [];
  answer: (index: number) => DoorOutcome = () => ({ commandId: 'c', events: [] });

  async handle(requests: readonly unknown[], actor: unknown): Promise<readonly DoorOutcome[]> {
    expect(actor).toEqual(SYSTEM);
    this.taken.push(...requests);
    return requests.map((_, index) => this.answer(index));
  }
}

const named: Reaction<string> = {
  name: 'names',
  whenever: ['BranchGraded'],
  alreadySo: ['DONE'],
  then: (_event, found) => [
    { name: 'Identify', data: { found }, stream: 'problem-1' },
    { name: 'Identify', data: {}, stream: 'problem-2' },
  ],
};
const table = (overrides: Partial<ReactionTable<string>> = {}): ReactionTable<string> => ({
  service: 'assessment',
  startsAt: 'the-beginning',
  reactions: [named],
  ...overrides,
});

/** No reaction touches the transaction: only the checkpoint is in it. */
const untouched: Sql = {
  query: () => {
    throw new Error('the transaction is the checkpoint’s');
  },
};
const apply = (door: Door, events: readonly RecordedEvent[], overrides?: Partial<ReactionTable<string>>) =>
  reactingTo(table(overrides))(door).apply(untouched, events);

it('sends each command under an id of its cause, its name and its stream, in its cause’s story', async () => {
  const door = new RecordingDoor();
  await apply(door, [event('e1'), event('e2', { type: 'PollRecorded' })], {
    find: async () => new Map([['e1', 'looked up']]),
  });
  expect(door.taken).toEqual([
    {
      name: 'Identify',
      data: { found: 'looked up' },
      commandId: derivedId('e1', 'names', 'problem-1'),
      causationId: 'e1',
      correlationId: 'story',
    },
    {
      name: 'Identify',
      data: {},
      commandId: derivedId('e1', 'names', 'problem-2'),
      causationId: 'e1',
      correlationId: 'story',
    },
  ]);
});

it('goes on with the trace of whoever carried its cause', async () => {
  const door = new RecordingDoor();
  const cause = event('e1');
  const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
  carriedUnder(cause, traceparent);
  await apply(door, [cause]);
  expect(door.taken).toMatchObject([{ traceparent }, { traceparent }]);
});

it('is found by another cause where it answers what that one missed', async () => {
  const door = new RecordingDoor();
  const late: Reaction<string> = {
    ...named,
    then: () => [{ name: 'Dismiss', data: {}, stream: 's', cause: { id: 'dissolution', correlationId: 'its story' } }],
  };
  await apply(door, [event('e1')], { reactions: [late] });
  expect(door.taken).toEqual([
    {
      name: 'Dismiss',
      data: {},
      commandId: derivedId('e1', 'names', 's'),
      causationId: 'dissolution',
      correlationId: 'its story',
    },
  ]);
});

it('keeps the facts of all events before any command, those of causes it does not answer too', async () => {
  const door = new RecordingDoor();
  const kept: string[] = [];
  const keep = async (events: readonly RecordedEvent[]): Promise<void> => {
    kept.push(...events.map(({ id }) => `${id} after ${door.taken.length}`));
  };
  await apply(door, [event('e1', { recordedAt: '2022-12-31T23:59:59.999Z' }), event('e2')], {
    keep,
    startsAt: { recordedFrom: '2023-01-01T00:00:00.000Z' },
  });
  expect(kept).toEqual(['e1 after 0', 'e2 after 0']);
  expect(door.taken).toHaveLength(2);
});

it('gives the commands of one reaction before those of the next', async () => {
  const door = new RecordingDoor();
  const one = (name: string): Reaction<string> => ({
    ...named,
    name,
    then: ({ id }) => [{ name, data: { id }, stream: 's' }],
  });
  await apply(door, [event('e1'), event('e2')], { reactions: [one('first'), one('second')] });
  expect(door.taken).toMatchObject(
    [
      ['first', 'e1'],
      ['first', 'e2'],
      ['second', 'e1'],
      ['second', 'e2'],
    ].map(([name, id]) => ({ name, data: { id } })),
  );
});

it('answers a few causes in a transaction, and lets as many events by as there are between them', () => {
  const { portion } = reactingTo(table())(new RecordingDoor());
  const events = (count: number, type: string): readonly RecordedEvent[] =>
    Array.from({ length: count }, (_, index) => event(`${type} ${index}`, { type }));
  expect(
    portion?.([...events(900, 'PollRecorded'), ...events(25, 'BranchGraded'), ...events(70, 'PollRecorded')]),
  ).toBe(995);
  expect(
    portion?.([
      ...events(10, 'PollRecorded'),
      ...events(25, 'BranchGraded'),
      ...events(5, 'PollRecorded'),
      ...events(2, 'BranchGraded'),
    ]),
  ).toBe(40);
  expect(portion?.([])).toBe(0);
});

it('takes a refusal that means "already so" for done, any other for a fault of the event', async () => {
  const door = new RecordingDoor();
  door.answer = () => ({ commandId: 'c', refusal: new Refusal('DONE') });
  await apply(door, [event('e1')]);
  door.answer = (index) =>
    index === 1 ? { commandId: 'c', refusal: new Refusal('OTHER') } : { commandId: 'c', events: [] };
  const fault: unknown = await apply(door, [event('e1')]).catch((error: unknown) => error);
  expect(String(fault)).toMatch(/names on BranchGraded e1: OTHER/);
  expect(isInfrastructureFailure(fault)).toBe(false);
});

it.each([
  ['a service that is away', (): DoorOutcome => ({ commandId: 'c', refusal: new Refusal('SERVICE_UNAVAILABLE') })],
  [
    'a stream that moves on too fast',
    (): DoorOutcome => ({ commandId: 'c', refusal: new Refusal('REVISION_CONFLICT') }),
  ],
])('waits for %s, and parks nothing', async (_what, answer) => {
  const door = new RecordingDoor();
  door.answer = answer;
  const failure: unknown = await apply(door, [event('e1')]).catch((error: unknown) => error);
  expect(isInfrastructureFailure(failure)).toBe(true);
});
