import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { OrganizationEvent } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { committeeOf as committeeAt, kindOf, placeOf } from '@zhibu/register';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { assessmentService } from './assessment.module.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import type { Round } from './round/round.state.ts';
import { scopeOf as scopeIn } from './scope.lookup.ts';
import { aStandard, published, roundEditionOf } from './testing/examples.ts';
import { deliver, Register } from './testing/facts.ts';

let database: TemporaryDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('assessment', assessmentService.migrations)).service;
});
afterAll(() => database.drop());
beforeEach(() => pool.query('DELETE FROM register_fact'));

const city = () =>
  new Register()
    .registered('C', 'city')
    .registered('W', 'work-committee', { parentId: 'C' })
    .registered('V', 'work-committee', { parentId: 'C' })
    .registered('U', 'unit', { parentId: 'W' })
    .registered('T', 'unit', { parentId: 'V' });
const committeeOf = async (branchId: string, day: string) => {
  const place = await placeOf(pool, branchId, day);
  return place && committeeAt(place);
};
const aRound = (workCommitteeId: string, overrides: Partial<Round> = {}): Round => ({
  roundId: 'r',
  workCommitteeId,
  scheme: 's',
  period: '2022',
  openedOn: '2023-01-01',
  editions: [roundEditionOf(published(aStandard()))],
  steps: new Set(),
  exempt: new Map(),
  reviews: new Map(),
  notice: null,
  objections: new Map(),
  late: new Map(),
  ...overrides,
});
const scopeOf = async (workCommitteeId: string, period: string) => {
  const { branches } = await scopeIn(pool, aRound(workCommitteeId, { period }), '2023-02-01');
  return branches.map(({ branchId }) => branchId);
};

it('counts a branch in the periods on whose last day it lives', async () => {
  await deliver(
    pool,
    organizationsLookup,
    city().branch('B', 'U', { effectiveOn: '2022-12-31' }).dissolved('B', '2024-12-31').events(),
  );
  expect([
    await scopeOf('W', '2021'),
    await scopeOf('W', '2022'),
    await scopeOf('W', '2023'),
    await scopeOf('W', '2024'),
  ]).toEqual([[], ['B'], ['B'], []]);
});

it('counts no branch of another sector or without one, and no organization of another kind', async () => {
  const register = city()
    .branch('B', 'U')
    .branch('A', 'U', { sector: 'school' })
    .registered('J', 'organ-committee', { parentId: 'U', sector: 'organ' });
  await deliver(
    pool,
    organizationsLookup,
    register.registered('D', 'branch', { parentId: 'J' }).branch('E', 'J').events(),
  );
  expect(await scopeOf('W', '2022')).toEqual(['B', 'E']);
});

it('goes by the sector and the form of the period’s last day: a temporary branch is in no round', async () => {
  const formed = (form: 'temporary' | 'ordinary', effectiveOn: string): OrganizationEvent => ({
    type: 'FormSet',
    data: { organizationId: 'B', form, effectiveOn, findings: [] },
  });
  const register = city()
    .branch('B', 'U')
    .branch('A', 'U')
    .add(formed('temporary', '2022-12-31'))
    .add(formed('ordinary', '2024-01-01'))
    .add({
      type: 'SectorSet',
      data: { organizationId: 'A', sector: 'school', effectiveOn: '2023-12-31', findings: [] },
    });
  await deliver(pool, organizationsLookup, register.events());
  expect([
    await scopeOf('W', '2021'),
    await scopeOf('W', '2022'),
    await scopeOf('W', '2023'),
    await scopeOf('W', '2024'),
  ]).toEqual([['A', 'B'], ['A'], [], ['B']]);
});

it('has a branch registered again, or reinstated, in scope', async () => {
  const about = { effectiveOn: '2022-06-01', findings: [], reason: '误录' };
  const reinstated = { ...about, organizationId: 'A', basis: { documentNo: '组〔2022〕1号' } };
  const register = city()
    .branch('B', 'U')
    .add({ type: 'RegistrationCancelled', data: { ...about, organizationId: 'B' } })
    .branch('B', 'U', { effectiveOn: '2022-03-01' })
    .branch('A', 'U')
    .dissolved('A', '2022-05-01')
    .add({ type: 'OrganizationReinstated', data: reinstated });
  await deliver(pool, organizationsLookup, register.events());
  expect([await scopeOf('W', '2021'), await scopeOf('W', '2022')]).toEqual([['A'], ['A', 'B']]);
});

it('names who stands outside with the reason, and leaves out who is exempt', async () => {
  const register = city()
    .branch('B', 'U')
    .branch('S', 'U', { sector: 'school' })
    .branch('P', 'U', { sector: 'private' })
    .registered('N', 'branch', { parentId: 'U' })
    .registered('G', 'general-branch', { parentId: 'U', sector: 'organ' })
    .branch('X', 'U')
    .branch('T', 'U')
    .add({
      type: 'FormSet',
      data: { organizationId: 'T', form: 'temporary', effectiveOn: '2022-12-31', findings: [] },
    });
  await deliver(pool, organizationsLookup, register.events());
  const school = roundEditionOf(published(aStandard({ sector: 'school', subjects: ['branch', 'general-branch'] })));
  const editions = [...aRound('W').editions, school];
  const exempt = new Map([['X', { branchId: 'X', because: 'lived-less' as const }]]);
  const scope = await scopeIn(pool, aRound('W', { editions, exempt }), '2023-02-01');
  expect(scope.branches.map(({ branchId }) => branchId)).toEqual(['B', 'S']);
  expect(scope.outside).toEqual([
    { branchId: 'G', reason: 'kind-of-no-edition' },
    { branchId: 'N', reason: 'sector-missing' },
    { branchId: 'P', reason: 'sector-of-no-edition' },
  ]);
});

it('counts a branch under its unit, and one without a unit under what stands below the committee', async () => {
  const register = city()
    .registered('J', 'organ-committee', { parentId: 'U' })
    .branch('B', 'J')
    .registered('K', 'organ-committee', { parentId: 'W' })
    .registered('L', 'general-branch', { parentId: 'K' })
    .branch('C', 'L')
    .branch('D', 'W');
  await deliver(pool, organizationsLookup, register.events());
  const { branches } = await scopeIn(pool, aRound('W'), '2023-02-01');
  expect(branches.map(({ branchId, unitId }) => [branchId, unitId])).toEqual([
    ['B', 'U'],
    ['C', 'K'],
    ['D', 'D'],
  ]);
});

it('forgets a cancelled registration, and takes in a new one of the same code', async () => {
  const register = city()
    .branch('B', 'U')
    .add({
      type: 'RegistrationCancelled',
      data: { organizationId: 'B', effectiveOn: '2022-01-01', reason: '误录', findings: [] },
    });
  await deliver(pool, organizationsLookup, register.events());
  expect([await kindOf(pool, 'B'), await placeOf(pool, 'B', '2022-12-31'), await scopeOf('W', '2022')]).toEqual([
    null,
    null,
    [],
  ]);
  await deliver(pool, organizationsLookup, register.branch('B', 'T').events().slice(-1));
  expect([await committeeOf('B', '2022-12-31'), await scopeOf('W', '2022'), await scopeOf('V', '2022')]).toEqual([
    'V',
    [],
    ['B'],
  ]);
});

const moves = fc.array(
  fc.record({
    child: fc.constantFrom('U', 'T', 'B1', 'B2', 'B3'),
    month: fc.integer({ min: 1, max: 9 }),
    to: fc.nat(1),
  }),
  { maxLength: 12 },
);

function moved(history: readonly { readonly child: string; readonly month: number; readonly to: number }[]): Register {
  const register = city().branch('B1', 'U').branch('B2', 'T').branch('B3', 'U');
  for (const { child, month, to } of history) {
    register.moved(child, (child.startsWith('B') ? ['U', 'T'] : ['W', 'V'])[to] ?? '', `202${month}-06-01`);
  }
  return register;
}

it('finds going down what it finds climbing up, however facts are batched and however often they arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      moves,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      async (history, month, size) => {
        await pool.query('DELETE FROM register_fact');
        const events = moved(history).events();
        for (let from = 0; from < events.length; from += size)
          await deliver(pool, organizationsLookup, events.slice(from, from + size));
        const [period, day] = [`202${month}`, `202${month}-12-31`];
        const down = [await scopeOf('W', period), await scopeOf('V', period)];
        const up = await Promise.all(['B1', 'B2', 'B3'].map(async (id) => [id, await committeeOf(id, day)] as const));
        expect(down).toEqual(['W', 'V'].map((committee) => up.filter(([, at]) => at === committee).map(([id]) => id)));
        await deliver(pool, organizationsLookup, events);
        expect([await scopeOf('W', period), await scopeOf('V', period)]).toEqual(down);
      },
    ),
    { numRuns: runs(150) },
  );
});
