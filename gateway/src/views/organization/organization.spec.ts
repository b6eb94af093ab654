import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import type { Moment } from '../moment.ts';
import { childrenOf, organizationsById } from './organization.lookup.ts';
import { seen, whole } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
let beforeTheMove = '';

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History()
    .register('P', 'province')
    .register('C', 'city', 'P')
    .register('U1', 'unit', 'C')
    .register('U2', 'unit', 'C')
    .register('B', 'branch', { parentId: 'U1', openedOn: '2010-05-01' })
    .organization('B', 'OrganizationRenamed', { name: '新名', effectiveOn: '2022-06-01' });
  beforeTheMove = history.now;
  history
    .wait(1000)
    .organization('B', 'OrganizationMoved', { parentId: 'U2', effectiveOn: '2022-03-01' })
    .organization('U1', 'OrganizationDissolved', { effectiveOn: '2022-09-01', reason: '撤并' })
    .register('X', 'unit', 'C')
    .organization('X', 'RegistrationCancelled', { reason: '重复登记' });
  await under.apply(history.events);
});
afterAll(() => under.drop());

const one = async (id: string, moment: Moment) => (await organizationsById(under.model, [seen(id)], moment))[0];
const children = async (parents: string[], moment: Moment, page = { first: 10 }) =>
  childrenOf(under.model, parents.map(whole), { moment, page });

it('answers organizations in the order asked, and nothing for what is unknown or cancelled', async () => {
  const found = await organizationsById(under.model, ['U2', 'nobody', 'P', 'X', 'U2'].map(seen), {
    asOf: '2023-01-01',
  });
  expect(found.map((row) => row?.id)).toEqual(['U2', undefined, 'P', undefined, 'U2']);
  expect(found[0]).toEqual({
    id: 'U2',
    kind: 'unit',
    name: 'U2组织',
    parentId: 'C',
    sector: null,
    form: 'ordinary',
    openedOn: '2000-01-01',
    dissolvedOn: null,
    dissolutionReason: null,
    dissolutionBasis: null,
  });
});

it('calls an organization by the name of the day', async () => {
  expect((await one('B', { asOf: '2022-05-31' }))?.name).toBe('B组织');
  expect((await one('B', { asOf: '2022-06-01' }))?.name).toBe('新名');
});

it('hangs an organization where it stood on the day, and, asked what was known, where it was thought to stand', async () => {
  expect((await one('B', { asOf: '2022-02-28' }))?.parentId).toBe('U1');
  expect((await one('B', { asOf: '2022-03-01' }))?.parentId).toBe('U2');
  expect((await one('B', { asOf: '2022-03-01', knownAt: beforeTheMove }))?.parentId).toBe('U1');
});

it('does not know an organization before its registration was recorded', async () => {
  expect(await one('B', { asOf: '2022-01-01', knownAt: '2022-12-31T00:00:00.000Z' })).toBeUndefined();
});

it('lists living children only, a page for each parent', async () => {
  expect(await children(['C', 'U1', 'U2', 'nobody'], { asOf: '2022-03-01' })).toEqual([
    { ids: ['U1', 'U2'], hasNext: false, totalCount: 2 },
    { ids: [], hasNext: false, totalCount: 0 },
    { ids: ['B'], hasNext: false, totalCount: 1 },
    { ids: [], hasNext: false, totalCount: 0 },
  ]);
  expect(await children(['C'], { asOf: '2022-09-01' })).toEqual([{ ids: ['U2'], hasNext: false, totalCount: 1 }]);
  expect(await children(['C'], { asOf: '2022-03-01' }, { first: 1 })).toEqual([
    { ids: ['U1'], hasNext: true, totalCount: 2 },
  ]);
  expect(await children(['U1'], { asOf: '2010-04-30' })).toEqual([{ ids: [], hasNext: false, totalCount: 0 }]);
});
