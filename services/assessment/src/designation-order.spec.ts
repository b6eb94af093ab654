import { afterAll, beforeAll, expect, it } from '@jest/globals';
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

const basis = { documentNo: '工委〔2021〕1号' };
const about = { programmeId: 'P', organizationId: 'B1' };

const step = fc.record({
  what: fc.constantFrom(
    'dissolve' as const,
    'reinstate' as const,
    'designate' as const,
    'bring' as const,
    'look' as const,
    'inspect' as const,
    'decide' as const,
  ),
  feed: fc.constantFrom(...FEEDS),
  day: fc.integer({ min: 1, max: 5 }),
  outcome: fc.constantFrom('pass' as const, 'rectify' as const, 'fail' as const),
  count: fc.integer({ min: 1, max: 3 }),
  again: fc.nat({ max: 3 }),
});

/** What is known outside the service. */
interface Known {
  readonly isDissolved: boolean;
  /** In the case against it. */
  readonly decided: 'nothing' | 'revoked' | 'overturned';
}

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What each step does; who is dissolved is not dissolved again, who lives is not reinstated, and a case is decided once. */
const does: Readonly<Record<Step['what'], (world: Designating, drawn: Step, known: Known) => Promise<Known>>> = {
  designate: async (world, _drawn, known) => world.take().then(() => known),
  bring: async (world, { feed, count, again }, known) => world.bring(feed, count, again).then(() => known),
  inspect: async (world, { day, outcome }, known) => {
    world.inspect(day, outcome);
    return known;
  },
  look: async (world, _drawn, known) => world.look().then(() => known),
  dissolve: async (world, _drawn, known) => {
    if (!known.isDissolved) world.register.dissolved('B1', '2023-01-15');
    return { ...known, isDissolved: true };
  },
  reinstate: async (world, _drawn, known) => {
    if (known.isDissolved) world.register.reinstated('B1', '2023-01-15');
    return { ...known, isDissolved: false };
  },
  decide: async (world, _drawn, { decided, isDissolved }) => {
    if (decided === 'nothing') world.decide('revocation');
    if (decided === 'revoked') world.decide('appeal');
    return { isDissolved, decided: decided === 'nothing' ? 'revoked' : 'overturned' };
  },
};

async function stateAfter(steps: readonly Step[]) {
  const world = new Designating(pool);
  await world.begin();
  let known: Known = { isDissolved: false, decided: 'nothing' };
  for (const drawn of steps) known = await does[drawn.what](world, drawn, known);
  await world.take();
  await world.bringAll();
  // What is restored on one look may be revoked or expire on the next.
  for (let time = 0; time < 3; time += 1) await world.look();
  const { type = '' } = (await world.last()) ?? {};
  return { known, isInForce: !['DesignationExpired', 'DesignationRevoked'].includes(type) };
}

const RUNS = runs(200);

it(`a designation is in force in the end where its organization lives and no case has revoked it, whichever came first: ${RUNS} times`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { known, isInForce } = await stateAfter(steps);
      expect(isInForce).toBe(!known.isDissolved && known.decided !== 'revoked');
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);

it('is found by the dissolution that ended it, and by the reinstatement that restored it', async () => {
  const world = new Designating(pool);
  await world.begin();
  await world.take();
  world.register.dissolved('B1', '2023-01-15');
  await world.bring('organization', 100, 0);
  expect(await world.last()).toMatchObject({
    type: 'DesignationExpired',
    data: { because: 'organization-dissolved', effectiveOn: '2023-01-15', reason: '撤销' },
    metadata: { causationId: world.register.events().at(-1)?.id, actor: { role: 'system' } },
  });
  world.register.reinstated('B1', '2023-01-15');
  await world.bring('organization', 100, 0);
  await world.look();
  await world.look();
  expect(await world.last()).toMatchObject({
    type: 'DesignationRestored',
    data: { because: 'organization-reinstated', effectiveOn: '2023-01-15' },
    metadata: { causationId: world.register.events().at(-1)?.id },
  });
});

it('goes on until the day of a dissolution that was announced', async () => {
  const world = new Designating(pool);
  await world.begin();
  await world.take();
  world.register.dissolved('B1', '2023-07-01');
  await world.bring('organization', 100, 0);
  world.service.today = '2023-06-30';
  await world.look();
  expect(await world.last()).toMatchObject({ type: 'PriorDesignationRecorded' });
  world.service.today = '2023-07-01';
  await world.look();
  expect(await world.last()).toMatchObject({ type: 'DesignationExpired', data: { effectiveOn: '2023-07-01' } });
});

it('ends with its validity, on that day', async () => {
  const world = new Designating(pool);
  await world.begin();
  await world.service.send('RecordPriorDesignation', {
    ...about,
    since: '2021-07-01',
    until: '2023-07-01',
    basis,
    source: 'register.csv',
  });
  world.service.today = '2023-06-30';
  await world.look();
  expect(await world.last()).toMatchObject({ type: 'PriorDesignationRecorded' });
  world.service.today = '2023-07-03';
  await world.look();
  expect(await world.last()).toMatchObject({
    type: 'DesignationExpired',
    data: { effectiveOn: '2023-07-01', because: 'validity-over' },
  });
});

it('passes to one successor, by what the register says of its organization', async () => {
  const world = new Designating(pool);
  for (const id of ['B2', 'B3']) world.register.branch(id, 'U');
  await world.begin();
  await world.take();
  const succeed = (organizationId: string, predecessorId = 'B1') =>
    world.service.send('ConfirmSuccession', { programmeId: 'P', organizationId, predecessorId, basis });
  const refusedAs = (code: string) => expect.objectContaining({ code });
  await expect(succeed('B2')).rejects.toThrow(refusedAs('NO_SUCCESSION'));
  await expect(succeed('B2', 'B9')).rejects.toThrow(refusedAs('ORGANIZATION_UNKNOWN'));
  world.register.dissolved('B1', '2023-01-15');
  await world.bring('organization', 100, 0);
  world.decide('revocation');
  await world.bring('supervision', 100, 0);
  await expect(succeed('B2')).rejects.toThrow(refusedAs('SUCCESSION_UNSETTLED'));
  world.decide('appeal');
  await world.bring('supervision', 100, 0);
  expect(await succeed('B2')).toMatchObject([{ type: 'DesignationPassed', data: { predecessorId: 'B1' } }]);
  expect(await succeed('B2')).toEqual([]);
  await expect(succeed('B3')).rejects.toThrow(refusedAs('SUCCESSION_CONFIRMED'));
});
