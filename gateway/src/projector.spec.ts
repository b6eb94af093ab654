import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import fc from 'fast-check';
import { eventually } from '@zhibu/feed/testing';
import { runs } from '@zhibu/kernel/testing';
import { contentOf } from './rebuild/content.ts';
import { prepareReadModel } from './process/partitions.ts';
import { applyToReadModel } from './projector.ts';
import { readModelMigrations } from './read-model.ts';
import { History } from './testing/history.ts';
import { views } from './views/index.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
const tables = views.flatMap((view) => view.tables);

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('gateway', [fileURLToPath(readModelMigrations)]);
  await prepareReadModel(schema.owner);
});
afterAll(() => database.drop());
const empty = () => schema.owner.query(`TRUNCATE ${tables.join(', ')}`);
beforeEach(empty);

const apply = (events: readonly RecordedEvent[]) =>
  inTransaction(schema.service, (transaction) => applyToReadModel(transaction, events));
const content = () => contentOf(schema.service, 'gateway', tables);

/** A year in the life of a small city: moves, dissolutions, corrections of the past, findings, two schemes. */
function story(): readonly RecordedEvent[] {
  const history = new History().register('P', 'province').register('C', 'work-committee', 'P').edition();
  for (const unit of ['U1', 'U2']) history.register(unit, 'unit', 'C').register(`${unit}-J`, 'organ-committee', unit);
  for (const [branch, parent] of [
    ['B1', 'U1-J'],
    ['B2', 'U1-J'],
    ['B3', 'U2-J'],
    ['B4', 'U2'],
  ] as const) {
    history
      .register(branch, 'branch', { parentId: parent, openedOn: '2010-05-01' })
      .grade(branch, '2021', { grade: 'general', type: 'PriorGradeRecorded' })
      .organization(branch, 'MembershipReported', {
        fullMembers: 2,
        findings: [{ code: 'too-few-members', from: '2020-01-01' }],
      })
      .grade(branch, '2022', { grade: 'advanced' })
      .grade(branch, '2022', { grade: 'good', scheme: 'appraisal' })
      .activity(branch, '2022-03-03', 'party-day');
  }
  history
    .organization('U1-J', 'OrganizationMoved', { parentId: 'U2', effectiveOn: '2022-07-01' })
    .organization('B2', 'OrganizationDissolved', { effectiveOn: '2022-10-01', findings: [], reason: '撤并' })
    .grade('B1', '2021', { grade: 'lagging', type: 'GradeRevised' })
    .closeRound('classification', '2022')
    .organization('B3', 'OrganizationMoved', { parentId: 'U1', effectiveOn: '2021-03-01' })
    .grade('B3', '2022', { grade: 'general', type: 'GradeDetermined', effectiveOn: '2022-06-30' })
    .organization('B4', 'RegistrationCancelled', { reason: '重复登记' });
  return history.events;
}

it('comes to the same content whatever the order between streams, the batches, and what comes twice', async () => {
  const events = story();
  await apply(events);
  const once = await content();
  expect(once.find(({ table }) => table === 'tally')?.rows).not.toBe('0');
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat()), async (random) => {
      await empty();
      const next = (below: number): number => (random.next().value ?? 0) % below;
      const shuffled = interleaved(events, next);
      for (let from = 0; from < shuffled.length;) {
        const to = from + 1 + next(20);
        await apply(shuffled.slice(Math.max(0, from - next(4)), to));
        from = to;
      }
      expect(await content()).toEqual(once);
    }),
    { numRuns: runs(125) },
  );
});

/** Another order of the same events that keeps each stream's own. */
function interleaved(events: readonly RecordedEvent[], next: (below: number) => number): RecordedEvent[] {
  const streams = [...Map.groupBy(events, (event) => event.stream).values()].map((stream) => [...stream]);
  const mixed: RecordedEvent[] = [];
  while (streams.length > 0) {
    const index = next(streams.length);
    const event = streams[index]?.shift();
    if (event) mixed.push(event);
    else streams.splice(index, 1);
  }
  return mixed;
}

it('keeps the tally right when the register and the grades come at the same moment', async () => {
  const events = story();
  await apply(events);
  const once = await content();
  for (let round = 0; round < 5; round += 1) {
    await empty();
    const [register, grades] = [events.filter(isRegister), events.filter((event) => !isRegister(event))];
    await Promise.all([singly(register), singly(grades)]);
    expect(await content()).toEqual(once);
  }
});

it('derives a rating anew for a life that another feed brought in the same moment', async () => {
  const history = new History().register('P', 'province').register('C', 'work-committee', 'P').edition();
  history.register('B', 'branch', 'C').grade('B', '2022', { grade: 'advanced' });
  const decided = history.events.at(-1) as RecordedEvent;
  const before = history.events.filter((event) => event !== decided);
  history.organization('B', 'OrganizationDissolved', { effectiveOn: '2023-10-01', findings: [], reason: '撤并' });
  await apply(history.events);
  const once = await content();
  await empty();
  await apply(before);
  const dissolved = history.events.filter(({ type }) => type === 'OrganizationDissolved');
  const holding = await schema.owner.connect();
  try {
    // Both have written their facts, and neither has committed, before either derives.
    await holding.query("SELECT pg_advisory_lock(hashtext('zhibu derived rows'))");
    const taken = [];
    for (const [index, batch] of [[decided], dissolved].entries()) {
      taken.push(apply(batch));
      await eventually(async () => expect(await waiting()).toBe(index + 1));
    }
    await holding.query("SELECT pg_advisory_unlock(hashtext('zhibu derived rows'))");
    await Promise.all(taken);
  } finally {
    holding.release(true);
  }
  expect(await content()).toEqual(once);
});

/** How many wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await schema.service.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pg_locks
     WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows[0]?.count ?? 0;
}

const isRegister = (event: RecordedEvent): boolean => /^(organization|activity)-/.test(event.stream);

async function singly(events: readonly RecordedEvent[]): Promise<void> {
  for (const event of events) await apply([event]);
}

it('takes many rows of which it knows some as it takes those that are all new', async () => {
  const history = new History()
    .register('P', 'province')
    .register('C', 'work-committee', 'P')
    .register('U', 'unit', 'C');
  for (let index = 0; index < 150; index += 1)
    history.register(`B${index}`, 'branch', 'U').activity(`B${index}`, '2022-03-03', 'party-day');
  await apply(history.events);
  const once = await content();
  await empty();
  await apply(history.events.slice(0, 200));
  await apply(history.events);
  expect(await content()).toEqual(once);
});
