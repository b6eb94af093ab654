import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { LogGap } from '../../port.ts';
import { anEvent, firstEvents, someEvents } from '../../testing/index.ts';
import type { LogFault } from './judgement.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

const EVENTS = 24;

/** What a hand can do to a row, and where it must be found. `n` is a position of the log, 1 to EVENTS - 1. */
interface Tampering {
  readonly sql: string;
  readonly found: readonly LogFault['code'][];
  readonly at?: (n: number) => number;
}
const event = (n: number): string => `pos = (SELECT pos FROM log WHERE seq = ${n})`;
const tamperings: Readonly<Record<string, (n: number) => Tampering>> = {
  'data changed': (n) => ({
    sql: `UPDATE events SET data = '{"index":99}' WHERE ${event(n)}`,
    found: ['event-changed'],
  }),
  'white space in data': (n) => ({
    sql: `UPDATE events SET data = (data::text || ' ')::json WHERE ${event(n)}`,
    found: ['event-changed'],
  }),
  'metadata changed': (n) => ({ sql: `UPDATE events SET metadata = '{}' WHERE ${event(n)}`, found: ['event-changed'] }),
  'type changed': (n) => ({ sql: `UPDATE events SET type = 'Other' WHERE ${event(n)}`, found: ['event-changed'] }),
  'id changed': (n) => ({
    sql: `UPDATE events SET id = gen_random_uuid() WHERE ${event(n)}`,
    found: ['event-changed'],
  }),
  'stream changed': (n) => ({ sql: `UPDATE events SET stream = 'other' WHERE ${event(n)}`, found: ['event-changed'] }),
  'hash changed': (n) => ({
    sql: `UPDATE events SET content = sha256('x') WHERE ${event(n)}`,
    found: ['event-changed'],
  }),
  'data and hash changed': (n) => ({
    sql: `UPDATE events e SET data = '{}', content = content_of(stream, revision, first_revision, last_revision, id, type, schema_version, '{}', metadata::text) WHERE ${event(n)}`,
    found: ['log-row-changed'],
  }),
  'event deleted': (n) => ({ sql: `DELETE FROM events WHERE ${event(n)}`, found: ['event-missing'] }),
  'event and its row deleted': (n) => ({
    sql: `WITH gone AS (DELETE FROM log WHERE seq = ${n} RETURNING pos) DELETE FROM events USING gone WHERE events.pos = gone.pos`,
    found: ['log-row-missing'],
  }),
  'row of the log deleted': (n) => ({ sql: `DELETE FROM log WHERE seq = ${n}`, found: ['log-row-missing'] }),
  'last row deleted': () => ({
    sql: `DELETE FROM log WHERE seq = ${EVENTS}`,
    found: ['head-changed'],
    at: () => EVENTS,
  }),
  'instant changed': (n) => ({
    sql: `UPDATE log SET recorded_at = recorded_at - 1 WHERE seq = ${n}`,
    found: ['log-row-changed'],
  }),
  'chain changed': (n) => ({ sql: `UPDATE log SET chain = sha256('x') WHERE seq = ${n}`, found: ['log-row-changed'] }),
  'instant and chain changed': (n) => ({
    sql: `UPDATE log l SET recorded_at = 5, chain = sha256(coalesce((SELECT chain FROM log b WHERE b.seq = l.seq - 1), decode(repeat('00', 32), 'hex'))
      || int8send(seq) || int8send(pos) || int8send(5) || (SELECT content FROM events e WHERE e.pos = l.pos)) WHERE seq = ${n}`,
    found: ['log-row-changed'],
    at: (place) => place + 1,
  }),
  'row of the log moved': (n) => ({
    sql: `UPDATE log SET seq = ${EVENTS + 1} WHERE seq = ${n}`,
    found: ['log-row-missing'],
  }),
  'two events swapped': (n) => ({
    sql: `UPDATE events e SET pos = -pos WHERE pos IN (SELECT pos FROM log WHERE seq IN (${n}, ${n + 1}));
      UPDATE events e SET pos = (SELECT l.pos FROM log l WHERE l.seq IN (${n}, ${n + 1}) AND l.pos <> -e.pos) WHERE pos < 0`,
    found: ['log-row-changed'],
  }),
  'event inserted': () => ({
    sql: `INSERT INTO events (stream, revision, first_revision, last_revision, id, type, schema_version, data, metadata, content)
      VALUES ('inserted', 0, 0, 0, gen_random_uuid(), 'T', 1, '{}', '{}', '')`,
    found: ['event-outside-log'],
  }),
  'row of the log inserted': () => ({
    sql: `INSERT INTO log SELECT ${EVENTS + 1}, 999, recorded_at, chain FROM log WHERE seq = ${EVENTS}`,
    found: ['event-missing', 'head-changed'],
    at: () => EVENTS + 1,
  }),
  'head changed': () => ({ sql: `UPDATE head SET seq = seq - 1`, found: ['head-changed'], at: () => EVENTS }),
  'pending row of a sealed event': (n) => ({
    sql: `INSERT INTO pending SELECT pos, 0 FROM log WHERE seq = ${n}`,
    found: ['pending-changed'],
  }),
};
const found = (fault: LogFault): string => fault.code;

describe('whatever is tampered with by hand', () => {
  let database: TemporaryDatabase;
  let schema: SchemaUnderTest;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await temporaryDatabase();
    schema = await database.schema('sample', [eventStoreMigrations]);
    store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'sample', max: 2 });
    for (let stream = 0; stream < EVENTS / 6; stream += 1) {
      await store.append(`sample-${stream}`, 'no-stream', [
        anEvent({ data: { index: 100, 名: '支部' } }),
        ...someEvents(2),
      ]);
      for (const revision of [2, 3, 4]) await store.append(`sample-${stream}`, revision, someEvents(1));
      await store.recorded(`sample-${stream}`, { from: 0, to: 5 });
    }
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('is found nowhere in a log that nobody touched, from wherever one looks', async () => {
    expect(await store.verifyLog()).toMatchObject({
      intact: true,
      faults: [],
      rows: EVENTS,
      head: { position: BigInt(EVENTS) },
    });
    expect(await store.verifyLog(10n)).toMatchObject({ intact: true, rows: EVENTS - 9 });
    for (let stream = 0; stream < EVENTS / 6; stream += 1)
      expect(await store.verifyStream(`sample-${stream}`)).toEqual({ intact: true });
    expect(await store.verifyStream('nobody')).toEqual({ intact: true });
  });

  it('is found with its position (any one change, anywhere)', async () => {
    const one = fc.record({
      kind: fc.constantFrom(...Object.keys(tamperings)),
      n: fc.integer({ min: 1, max: EVENTS - 1 }),
    });
    await fc.assert(
      fc.asyncProperty(one, async ({ kind, n }) => {
        const tampering = tamperings[kind]?.(n);
        if (!tampering) throw new Error(kind);
        const faults = await afterwards(tampering.sql, () => store.verifyLog());
        expect(faults.intact).toBe(false);
        expect(faults.faults.map(found)).toEqual(expect.arrayContaining([...tampering.found]));
        const [first] = faults.faults;
        if (first?.position !== undefined) expect(Number(first.position)).toBe(tampering.at?.(n) ?? n);
      }),
      { numRuns: runs(225), examples: Object.keys(tamperings).map((kind) => [{ kind, n: 7 }]) },
    );
  });

  it('is found several at once, each at its place', async () => {
    const sql = [3, 9, 17].map((n) => tamperings['data changed']?.(n).sql).join(';');
    const { faults } = await afterwards(sql, () => store.verifyLog());
    expect(faults.map((fault) => fault.position)).toEqual([3n, 9n, 17n]);
  });

  it.each([
    'data changed',
    'data and hash changed',
    'event deleted',
    'instant changed',
    'chain changed',
    'two events swapped',
    'row of the log deleted',
  ])('is found by the replay of its stream: %s', async (kind) => {
    const verified = await afterwards(tamperings[kind]?.(9).sql ?? '', () => store.verifyStream('sample-1'));
    expect(verified).toEqual({ intact: false, fault: expect.any(String) });
  });

  it('is found by the replay when the last event of a stream is gone', async () => {
    expect(
      await afterwards(`DELETE FROM events WHERE stream = 'sample-2' AND revision = 5`, () =>
        store.verifyStream('sample-2'),
      ),
    ).toEqual({ intact: false, fault: expect.stringMatching(/position 18/) });
  });

  it('alarms a reader when the log jumps', async () => {
    const reading = afterwards('DELETE FROM log WHERE seq = 9', () => firstEvents(store, EVENTS));
    await expect(reading).rejects.toBeInstanceOf(LogGap);
  });

  /** Tampers as the owner, looks, and puts everything back: tables of such a size are copied in no time. */
  async function afterwards<Result>(sql: string, look: () => Promise<Result>): Promise<Result> {
    const tables = ['events', 'log', 'pending', 'head'];
    await schema.owner.query(tables.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`).join(';'));
    await schema.owner.query(sql);
    try {
      return await look();
    } finally {
      await schema.owner.query(
        tables
          .map((table) => `DELETE FROM ${table}; INSERT INTO ${table} TABLE kept_${table}; DROP TABLE kept_${table}`)
          .join(';'),
      );
    }
  }
});
