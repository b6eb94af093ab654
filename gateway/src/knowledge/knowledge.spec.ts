import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Pool } from '@zhibu/database';
import { city } from '../testing/city.ts';
import { History } from '../testing/history.ts';
import { dig, platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

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

const query = `query ($k: DateTime!) { branches(under: "P", asOf: "2026-06-30", knownAt: $k, first: 200) { totalCount edges { node { organization { code name } } } }
  dashboard(under: "P", asOf: "2026-06-30", knownAt: $k) { branches byChild(scheme: "classification") { branches grades { count } } } }`;
const asKnown = (instant: string): Promise<unknown> => platform.ask(query, { k: instant });

/** Registers a branch in a transaction that takes its time before it commits. */
async function registerSlowly(id: string, milliseconds: number): Promise<void> {
  const [event] = new History().register(id, 'branch', 'U000').events;
  if (!event) throw new Error('no event');
  const client = await organizationDatabase.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT append($1, -1, $2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[])', [
      event.stream, [event.id], [event.type], [1], [JSON.stringify(event.data)], [JSON.stringify(event.metadata)],
    ]);
    await wait(milliseconds);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

describe('an answer for an instant', () => {
  it('never changes, whatever commits late', async () => {
    const writers = Promise.all(Array.from({ length: 12 }, (_, index) => wait(index * 60).then(() => registerSlowly(`S${index}`, 30 + (index % 4) * 120))));
    const asked: { readonly instant: string; readonly answer: unknown }[] = [];
    const until = Date.now() + 1500;
    while (Date.now() < until) {
      const instant = new Date().toISOString();
      asked.push({ instant, answer: await asKnown(instant) });
      await wait(20);
    }
    await writers;
    await platform.record(new History());
    const totals = asked.map(({ answer }) => dig(answer, 'data', 'branches', 'totalCount'));
    expect(new Set(totals).size).toBeGreaterThan(3);
    for (const { instant, answer } of asked) expect([instant, await asKnown(instant)]).toEqual([instant, answer]);
    expect(dig(await asKnown(new Date().toISOString()), 'data', 'branches', 'totalCount')).toBe(17);
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
    expect(dig(answer, 'errors', 0, 'extensions')).toMatchObject({ code: 'KNOWN_AT_NOT_READ', field: 'knownAt', service: 'organization' });
  });
});
