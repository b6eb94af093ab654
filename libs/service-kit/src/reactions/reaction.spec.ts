import { expect, it } from '@jest/globals';
import { type Answer, gradingEvents, problemStream, type RefusalCode, reactionsWith } from '@zhibu/contracts';
import { isInfrastructureFailure, type Sql } from '@zhibu/database';
import { carriedUnder } from '@zhibu/feed';
import { derivedId, type RecordedEvent, Refusal } from '@zhibu/kernel';
import type { DoorOutcome } from '../doors/command-door.ts';
import type { ServiceContext } from '../process/context.ts';
import { type Door, reactionConsumers, type Reactions, SYSTEM } from './reaction.ts';

const event = (id: string, overrides: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id,
  type: 'BranchGraded',
  schemaVersion: gradingEvents.BranchGraded.schemaVersion,
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

const refused = (code: RefusalCode): Refusal => new Refusal(code);
const FIRST = '00000000-0000-5000-8000-000000000001';
const SECOND = '00000000-0000-5000-8000-000000000002';
const dismiss = (problemId: string, reason = '更正'): Answer => ({
  name: 'DismissProblem',
  data: { problemId, because: 'not-a-problem', reason },
});
const idOf = (cause: string, problemId: string) => derivedId(cause, 'names', problemStream(problemId));

const facts = {
  reason: async (_sources: unknown, events: readonly RecordedEvent[]): Promise<ReadonlyMap<string, string>> =>
    new Map(events.map(({ id }) => [id, `looked up for ${id}`])),
};
const whenever = reactionsWith<typeof facts>();
const two = whenever('BranchGraded').then(() => [dismiss(FIRST), dismiss(SECOND)]);
const table = { names: two.done('PROBLEM_CLOSED') };

/** No reaction touches the transaction: only the checkpoint is in it. */
const untouched: Sql = {
  query: () => {
    throw new Error('the transaction is the checkpoint’s');
  },
};
// Nothing is kept in these, and their facts ask nobody.
const context = {} as ServiceContext;
const consumerOf = (door: Door, reactions: Partial<Reactions> = {}) => {
  const [consumer] = reactionConsumers({ table, facts, ...reactions }, { service: 'rectification', context, door });
  if (!consumer) throw new Error('nothing is answered');
  return consumer;
};
const apply = (door: Door, events: readonly RecordedEvent[], reactions?: Partial<Reactions>) =>
  consumerOf(door, reactions).apply(untouched, events);

it('sends each command under an id of its cause, its name and the stream of its contract, in its cause’s story', async () => {
  const door = new RecordingDoor();
  await apply(door, [event('e1'), event('e2', { type: 'PollRecorded' })]);
  expect(door.taken).toEqual(
    [FIRST, SECOND].map((problemId) => ({
      ...dismiss(problemId),
      commandId: idOf('e1', problemId),
      causationId: 'e1',
      correlationId: 'story',
    })),
  );
});

it('gives each reaction what was found for its events, by a look-up that is asked about its events alone', async () => {
  const door = new RecordingDoor();
  await apply(door, [event('e1'), event('e2', { type: 'GradingOpened' })], {
    table: {
      plain: whenever('GradingOpened')
        .then(() => [dismiss(SECOND)])
        .done(),
      informed: whenever('BranchGraded')
        .finding('reason')
        .then((_event, reason) => [dismiss(FIRST, reason)])
        .done(),
    },
  });
  expect(door.taken).toMatchObject([dismiss(SECOND), dismiss(FIRST, 'looked up for e1')]);
});

it('refuses a table that is finding what nobody looks up', () => {
  const informed = whenever('BranchGraded')
    .finding('reason')
    .then(() => [])
    .done();
  expect(() => consumerOf(new RecordingDoor(), { table: { informed }, facts: {} })).toThrow(
    'informed is finding reason, which nobody looks up',
  );
});

it('takes of each feed what is answered or kept, and nothing of others', () => {
  const keep = async (): Promise<void> => undefined;
  const consumers = reactionConsumers(
    {
      table: {
        ...table,
        ends: whenever('ProblemIdentified')
          .then(() => [])
          .done(),
      },
      keeps: { RoundClosed: keep, OrganizationDissolved: keep },
    },
    { service: 'rectification', context, door: new RecordingDoor() },
  );
  expect(consumers.map(({ service, takes, lingers }) => [service, [...(takes ?? [])], lingers])).toEqual([
    ['assessment', ['BranchGraded', 'RoundClosed'], false],
    ['rectification', ['ProblemIdentified'], true],
    ['organization', ['OrganizationDissolved'], false],
  ]);
});

it('tells commands to one stream apart by the key that they come with', async () => {
  const door = new RecordingDoor();
  const both = whenever('BranchGraded').then(() => [dismiss(FIRST), { ...dismiss(FIRST), key: 'again' }]);
  await apply(door, [event('e1')], { table: { names: both.done() } });
  const again = derivedId('e1', 'names', problemStream(FIRST), 'again');
  expect(door.taken).toMatchObject([{ commandId: idOf('e1', FIRST) }, { commandId: again }]);
  expect(door.taken[1]).not.toHaveProperty('key');
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
  const cause = { id: 'dissolution', correlationId: 'its story' };
  const late = whenever('BranchGraded').then(() => [{ ...dismiss(FIRST), cause }]);
  await apply(door, [event('e1')], { table: { names: late.done() } });
  expect(door.taken).toEqual([
    { ...dismiss(FIRST), commandId: idOf('e1', FIRST), causationId: 'dissolution', correlationId: 'its story' },
  ]);
});

it('answers no cause from before a reaction was there', async () => {
  const door = new RecordingDoor();
  await apply(
    door,
    [event('e1', { recordedAt: '2022-12-31T23:59:59.999Z' }), event('e2', { recordedAt: '2023-01-01T00:00:00.000Z' })],
    {
      table: {
        new: whenever('BranchGraded')
          .recordedFrom('2023-01-01T00:00:00.000Z')
          .then(({ id }) => [dismiss(FIRST, id)])
          .done(),
      },
    },
  );
  expect(door.taken).toMatchObject([dismiss(FIRST, 'e2')]);
});

it('gives the commands of one reaction before those of the next', async () => {
  const door = new RecordingDoor();
  const one = (problemId: string) =>
    whenever('BranchGraded')
      .then(({ id }) => [dismiss(problemId, id)])
      .done();
  await apply(door, [event('e1'), event('e2')], { table: { first: one(FIRST), second: one(SECOND) } });
  expect(door.taken).toMatchObject([
    dismiss(FIRST, 'e1'),
    dismiss(FIRST, 'e2'),
    dismiss(SECOND, 'e1'),
    dismiss(SECOND, 'e2'),
  ]);
});

it('answers a few causes in a transaction, and lets as many events by as there are between them', () => {
  const { portion } = consumerOf(new RecordingDoor());
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

it('heeds a stop between two batches of what one cause leads to, and carries out the rest when it comes again', async () => {
  const many = Array.from({ length: 1_200 }, (_, index) =>
    dismiss(`00000000-0000-5000-8000-${String(index).padStart(12, '0')}`),
  );
  const names = whenever('BranchGraded').then(() => many);
  const door = new RecordingDoor();
  const ending = new AbortController();
  door.answer = () => {
    if (door.taken.length > 500) ending.abort();
    return { commandId: 'c', events: [] };
  };
  const consumer = consumerOf(door, { table: { names: names.done() } });
  const stopped: unknown = await consumer
    .apply(untouched, [event('e1')], ending.signal)
    .catch((error: unknown) => error);
  expect([isInfrastructureFailure(stopped), door.taken.length]).toEqual([true, 1_000]);
  await consumer.apply(untouched, [event('e1')], new AbortController().signal);
  expect(new Set(door.taken.map((command) => JSON.stringify(command))).size).toBe(1_200);
});

it('takes a refusal that means "already so" for done, any other for a fault of the event', async () => {
  const door = new RecordingDoor();
  door.answer = () => ({ commandId: 'c', refusal: refused('PROBLEM_CLOSED') });
  await apply(door, [event('e1')]);
  door.answer = (index) =>
    index === 1 ? { commandId: 'c', refusal: refused('PROBLEM_UNKNOWN') } : { commandId: 'c', events: [] };
  const fault: unknown = await apply(door, [event('e1')]).catch((error: unknown) => error);
  expect(String(fault)).toMatch(/names on BranchGraded e1: PROBLEM_UNKNOWN/);
  expect(isInfrastructureFailure(fault)).toBe(false);
});

it.each([
  ['a service that is away', (): DoorOutcome => ({ commandId: 'c', refusal: refused('SERVICE_UNAVAILABLE') })],
  ['a stream that moves on too fast', (): DoorOutcome => ({ commandId: 'c', refusal: refused('REVISION_CONFLICT') })],
])('waits for %s, and parks nothing', async (_what, answer) => {
  const door = new RecordingDoor();
  door.answer = answer;
  const failure: unknown = await apply(door, [event('e1')]).catch((error: unknown) => error);
  expect(isInfrastructureFailure(failure)).toBe(true);
});
