import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connect, type Pool } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventStoreMigrations } from '../../migrations.ts';
import { anEvent, someEvents } from '../../testing/index.ts';
import { GroupCommit } from './group-commit.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let pool: Pool;
let statements: number;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('sample', [eventStoreMigrations]);
  pool = connect(schema.serviceUrl, { schema: 'sample', max: 6 });
  pool.on('acquire', () => {
    statements += 1;
  });
});
beforeEach(() => {
  statements = 0;
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
const stream = (): string => `sample-${randomUUID()}`;
const standing = async (streams: readonly string[]): Promise<number> => {
  const found = await schema.service.query<{ count: string }>(
    'SELECT count(*) FROM events WHERE stream = ANY ($1::text[])',
    [streams],
  );
  return Number(found.rows[0]?.count);
};

it('takes what waits in one statement: at most 500 events and 512 KiB of it', async () => {
  const commits = new GroupCommit(pool);
  await Promise.all(Array.from({ length: 100 }, () => commits.append(stream(), 'no-stream', someEvents(1))));
  expect(statements).toBe(1);
  await Promise.all(Array.from({ length: 12 }, () => commits.append(stream(), 'no-stream', someEvents(100))));
  expect(statements).toBe(4);
  const large = () => anEvent({ data: { text: 'x'.repeat(200_000) } });
  await Promise.all(Array.from({ length: 6 }, () => commits.append(stream(), 'no-stream', [large()])));
  expect(statements).toBe(7);
});

it('sends an append that nothing waits beside at once, and lingers what comes while two commits are under way', async () => {
  const commits = new GroupCommit(pool);
  const lock = await schema.owner.connect();
  await lock.query('BEGIN; LOCK TABLE events IN EXCLUSIVE MODE');
  const appends: Promise<unknown>[] = [];
  for (let index = 0; index < 10; index += 1) {
    appends.push(commits.append(stream(), 'no-stream', someEvents(1)));
    await pause(5);
  }
  expect(statements).toBe(2);
  await lock.query('COMMIT');
  lock.release();
  await Promise.all(appends);
  expect(statements).toBe(3);
});

it('loses nothing and keeps nothing by halves when its connection is cut while a group is committed', async () => {
  const commits = new GroupCommit(pool);
  const lock = await schema.owner.connect();
  await lock.query('BEGIN; LOCK TABLE pending IN EXCLUSIVE MODE');
  const appends = Array.from({ length: 20 }, (_, index) => ({ name: stream(), events: someEvents(1 + (index % 3)) }));
  const names = appends.map(({ name }) => name);
  const cut = Promise.allSettled(appends.map(({ name, events }) => commits.append(name, 'no-stream', events)));
  await pause(50);
  await schema.service.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%append(%' AND datname = current_database()`,
  );
  expect((await cut).map(({ status }) => status)).toEqual(appends.map(() => 'rejected'));
  await lock.query('COMMIT');
  lock.release();
  expect(await standing(names)).toBe(0);
  await Promise.all(appends.map(({ name, events }) => commits.append(name, 'no-stream', events)));
  expect(await standing(names)).toBe(appends.flatMap(({ events }) => events).length);
});

it('lets the others through when a row of one of them is taken in the same moment', async () => {
  const commits = new GroupCommit(pool);
  const [contested, events] = [stream(), someEvents(1)];
  const slow = await schema.service.connect();
  await slow.query('BEGIN');
  await slow.query(`SELECT append_one($1, -1, gen_random_uuid(), 'T', 1, '{}', '{}')`, [contested]);
  const others = Array.from({ length: 9 }, () => stream());
  const [conflict, ...good] = [
    commits.append(contested, 'no-stream', events).catch((error: unknown) => error),
    ...others.map((name) => commits.append(name, 'no-stream', someEvents(2))),
  ];
  await pause(50);
  await slow.query('COMMIT');
  slow.release();
  await Promise.all(good);
  expect(await conflict).toMatchObject({ name: 'RevisionConflict', current: 0 });
  expect(await standing(others)).toBe(18);
});
