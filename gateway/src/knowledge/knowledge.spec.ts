import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Pool } from '@zhibu/database';
import { city } from '../testing/city.ts';
import { History } from '../testing/history.ts';
import { dig } from '../testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

let platform: PlatformUnderTest;
let organizationDatabase: Pool;
beforeAll(async () => {
  platform = await platformUnderTest();
  organizationDatabase = connect(platform.urlFor('organization_service'), { schema: 'organization', max: 4 });
  await platform.record(city(5));
});
afterAll(async () => {
  await organizationDatabase.end();
  await platform.stop();
});

const query = `query ($k: DateTime!) { branches(under: "P", asOf: "2026-06-30", knownAt: $k, first: 50) { totalCount edges { node { organization { code name } } } }
  dashboard(under: "P", asOf: "2026-06-30", knownAt: $k) { branches byChild(scheme: "classification") { branches grades { count } } } }`;
const asKnown = (instant: string): Promise<unknown> => platform.ask(query, { k: instant });

/** Registers a branch in a transaction that takes its time before it commits. */
async function registerSlowly(id: string, milliseconds: number): Promise<void> {
  const [event] = new History().register(id, 'branch', 'U000').events;
  if (!event) throw new Error('no event');
  const client = await organizationDatabase.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT append_one($1, -1, $2, $3, 1, $4, $5)', [
      event.stream,
      event.id,
      event.type,
      JSON.stringify(event.data),
      JSON.stringify(event.metadata),
    ]);
    await wait(milliseconds);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** One slow registration after another, until told to end; how many they were. */
async function registerOn(writing: { on: boolean }, writer: number): Promise<number> {
  let count = 0;
  for (; writing.on; count += 1)
    await registerSlowly(`S${writer}-${String(count).padStart(4, '0')}`, 20 + (count % 4) * 80);
  return count;
}

describe('an answer for an instant', () => {
  it('never changes, whatever commits late', async () => {
    const writing = { on: true };
    const writers = [0, 1, 2].map((writer) => registerOn(writing, writer));
    const asked: { readonly instant: string; readonly answer: unknown }[] = [];
    const totals = new Set<unknown>();
    while (totals.size < 6) {
      const instant = new Date().toISOString();
      const answer = await asKnown(instant);
      asked.push({ instant, answer });
      totals.add(dig(answer, 'data', 'branches', 'totalCount'));
    }
    writing.on = false;
    const registered = (await Promise.all(writers)).reduce((sum, each) => sum + each, 0);
    await platform.record(new History().register('LAST', 'unit', 'C'));
    for (const { instant, answer } of asked) expect([instant, await asKnown(instant)]).toEqual([instant, answer]);
    expect(dig(await asKnown(new Date().toISOString()), 'data', 'branches', 'totalCount')).toBe(5 + registered);
  });

  it('is the same when asked finer than a millisecond', async () => {
    const instant = new Date().toISOString();
    const answer = await asKnown(instant);
    expect(await asKnown(instant.replace('Z', '999Z'))).toEqual(answer);
  });

  it('is refused while what was recorded by then is not read', async () => {
    const holding = await platform.readModel.connect();
    await holding.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('zhibu read model'))");
    await registerSlowly('HELD', 0);
    await platform.stores.organization.recorded('organization-HELD', { from: 0, to: 0 });
    const answer = await asKnown(new Date().toISOString());
    await holding.query('ROLLBACK');
    holding.release();
    expect(dig(answer, 'errors', 0, 'extensions')).toMatchObject({
      code: 'KNOWN_AT_NOT_READ',
      field: 'knownAt',
      service: 'organization',
    });
  });
});
