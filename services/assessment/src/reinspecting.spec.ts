import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { designationStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { assessmentService } from './assessment.module.ts';
import { Designating, FEEDS } from './testing/designation/world.ts';

let database: TemporaryDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('assessment', assessmentService.migrations)).service;
});
afterAll(() => database.drop());

const RUNS = runs(200);

const looks = fc.record({
  concluded: fc.array(
    fc.record({
      day: fc.integer({ min: 1, max: 5 }),
      outcome: fc.constantFrom('pass' as const, 'rectify' as const, 'fail' as const),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  /** After how many of the turns the designation is taken in. */
  taken: fc.nat({ max: 5 }),
  turns: fc.array(
    fc.record({ feed: fc.constantFrom(...FEEDS), count: fc.nat({ max: 2 }), again: fc.nat({ max: 3 }) }),
    { maxLength: 6 },
  ),
});

/** Where it stands after the visits in their order; a second conditional one fails. */
function standsAfter(concluded: readonly { readonly day: number; readonly outcome: string }[]): string {
  let type = 'PriorDesignationRecorded';
  for (const { outcome } of concluded.toSorted((a, b) => a.day - b.day)) {
    if (type === 'ReinspectionFailed') return type;
    const isGraceUsed = outcome === 'rectify' && type === 'ReinspectionConditional';
    if (outcome === 'pass') type = 'ReinspectionPassed';
    else type = outcome === 'fail' || isGraceUsed ? 'ReinspectionFailed' : 'ReinspectionConditional';
  }
  return type;
}

it(`a designation stands in the end as its inspections went, whichever came first: ${RUNS} times`, async () => {
  await fc.assert(
    fc.asyncProperty(looks, async ({ concluded, taken, turns }) => {
      const world = new Designating(pool);
      await world.begin();
      for (const { day, outcome } of concluded) world.inspect(day, outcome);
      for (const [index, { feed, count, again }] of turns.entries()) {
        if (index === taken) await world.take();
        await world.bring(feed, count, again);
      }
      await world.take();
      await world.bringAll();
      expect((await world.last())?.type).toBe(standsAfter(concluded));
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);

it('is found by the inspection that was concluded, also before the designation was known, and told once', async () => {
  const world = new Designating(pool);
  await world.begin();
  world.inspect(3, 'rectify');
  await world.bring('supervision', 100, 0);
  await world.take();
  for (let time = 0; time < 10; time += 1) await world.bringAll();
  const [, looked, ...others] = await world.service.store.readStream(designationStream('P', 'B1'));
  expect(looked).toMatchObject({
    type: 'ReinspectionConditional',
    data: { inspectionId: 'I1', inspectedOn: '2022-05-03', problems: ['场所被占用'], graceUntil: '2022-06-02' },
    metadata: { causationId: world.supervision[0]?.id, actor: { role: 'system' } },
  });
  expect(others).toEqual([]);
});
