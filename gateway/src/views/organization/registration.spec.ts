import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { findingsOf } from '../finding/finding.lookup.ts';
import type { Moment } from '../moment.ts';
import { organizationHistories } from './history.lookup.ts';
import { childrenOf, organizationsById } from './organization.lookup.ts';
import { organizationStates, organizationsUnder } from './state.lookup.ts';
import { seen, whole } from '../../testing/seen.ts';

const basis = { documentNo: '组〔2022〕1号' };
const reasoned = { reason: '录入有误', basis };

let under: ReadModelUnderTest;
const known: Record<'first' | 'cancelled' | 'again' | 'corrected' | 'dissolved', string> = {
  first: '',
  cancelled: '',
  again: '',
  corrected: '',
  dissolved: '',
};

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History().register('C', 'work-committee');
  for (const unit of ['U1', 'U2']) history.register(unit, 'unit', 'C');
  history
    .register('B', 'branch', { parentId: 'U1', openedOn: '2010-05-01' })
    .organization('B', 'OrganizationRenamed', { name: '旧名', effectiveOn: '2015-01-01' })
    .organization('B', 'MembershipReported', { effectiveOn: '2016-01-01', fullMembers: 9, probationaryMembers: 1 })
    .organization('B', 'OrganizationMoved', { parentId: 'U2', effectiveOn: '2017-01-01' });
  known.first = history.now;
  known.cancelled = history.wait(1000).organization('B', 'RegistrationCancelled', { reason: '重复登记' }).now;
  known.again = history.wait(1000).register('B', 'branch', { parentId: 'U1', openedOn: '2020-03-01' }).now;
  known.corrected = history
    .wait(1000)
    .organization('B', 'RegistrationCorrected', {
      kind: 'general-branch',
      name: '更正名',
      sector: 'school',
      openedOn: '2019-03-01',
      ...reasoned,
    }).now;
  known.dissolved = history
    .wait(1000)
    .organization('B', 'OrganizationDissolved', { effectiveOn: '2021-01-01', ...reasoned }).now;
  history.wait(1000).organization('B', 'OrganizationReinstated', { effectiveOn: '2021-02-01', ...reasoned });
  await under.apply(history.events);
});
afterAll(() => under.drop());

const one = async (moment: Moment) => (await organizationsById(under.model, [seen('B')], moment))[0];
const stands = async (parent: string, moment: Moment) =>
  (await childrenOf(under.model, [whole(parent)], { moment, page: { first: 10 } }))[0]?.ids.includes(seen('B'));

it('shows a code that was cancelled and registered again, with nothing carried over', async () => {
  const moment = { asOf: '2020-03-01', knownAt: known.again };
  expect(await one(moment)).toMatchObject({ name: 'B组织', parentId: 'U1', openedOn: '2020-03-01', kind: 'branch' });
  expect([await stands('U1', moment), await stands('U2', moment)]).toEqual([true, false]);
  expect(await stands('U1', { ...moment, asOf: '2020-02-29' })).toBe(false);
  const [state] = await organizationStates(under.model, [seen('B')], moment);
  expect(state).toMatchObject({ fullMembers: null, probationaryMembers: null });
  const [history] = await organizationHistories(under.model, [seen('B')], moment);
  expect(history?.names).toEqual([{ value: 'B组织', from: null, to: null, basis: null }]);
  const listed = await organizationsUnder(under.model, whole('U1'), { moment, page: { first: 10 } });
  expect(listed.ids).toEqual(['B', 'U1']);
});

it('answers as known before the cancellation what it answered then, and nothing between', async () => {
  const moment = { asOf: '2018-01-01', knownAt: known.first };
  expect(await one(moment)).toMatchObject({ name: '旧名', parentId: 'U2', openedOn: '2010-05-01' });
  expect(await stands('U2', moment)).toBe(true);
  expect(await one({ ...moment, knownAt: known.cancelled })).toBeUndefined();
  expect(await stands('U2', { ...moment, knownAt: known.cancelled })).toBe(false);
});

it('has what was corrected from the start on, once the correction is known', async () => {
  const moment = { asOf: '2019-03-01', knownAt: known.corrected };
  expect(await one(moment)).toMatchObject({
    kind: 'general-branch',
    name: '更正名',
    sector: 'school',
    openedOn: '2019-03-01',
  });
  expect([await stands('U1', moment), await stands('U1', { ...moment, asOf: '2019-02-28' })]).toEqual([true, false]);
  expect(await one({ ...moment, knownAt: known.again })).toMatchObject({ kind: 'branch', sector: null });
});

it('shows a dissolution with its reason and document until it is known to have been an error', async () => {
  const moment = { asOf: '2022-01-01', knownAt: known.dissolved };
  expect(await one(moment)).toMatchObject({
    dissolvedOn: '2021-01-01',
    dissolutionReason: '录入有误',
    dissolutionBasis: basis.documentNo,
  });
  expect(await stands('U1', moment)).toBe(false);
  expect(await one({ asOf: '2022-01-01' })).toMatchObject({ dissolvedOn: null, dissolutionReason: null });
  expect(await stands('U1', { asOf: '2022-01-01' })).toBe(true);
});

it('an act ahead acts on its day: until then the old name, parent and life go on', async () => {
  const ahead = await readModelUnderTest();
  const history = new History().register('C', 'work-committee').register('U1', 'unit', 'C').register('U2', 'unit', 'C');
  history
    .register('B', 'branch', 'U1')
    .organization('B', 'OrganizationRenamed', { name: '新名', effectiveOn: '2030-01-01', basis })
    .organization('B', 'OrganizationMoved', { parentId: 'U2', effectiveOn: '2030-02-01', basis })
    .organization('B', 'OrganizationDissolved', { effectiveOn: '2030-03-01', reason: '撤并' });
  await ahead.apply(history.events);
  const on = async (asOf: string) => {
    const [row] = await organizationsById(ahead.model, [seen('B')], { asOf });
    const [page] = await childrenOf(ahead.model, [whole('U2')], { moment: { asOf }, page: { first: 10 } });
    return [row?.name, row?.parentId, page?.ids];
  };
  expect(await on('2029-12-31')).toEqual(['B组织', 'U1', []]);
  expect(await on('2030-01-01')).toEqual(['新名', 'U1', []]);
  expect(await on('2030-02-01')).toEqual(['新名', 'U2', ['B']]);
  expect(await on('2030-03-01')).toEqual(['新名', 'U2', []]);
  const [found] = await organizationHistories(ahead.model, [seen('B')], { asOf: '2029-12-31' });
  expect(found).toMatchObject({
    names: [
      { value: 'B组织', from: null, to: '2030-01-01', basis: null },
      { value: '新名', from: '2030-01-01', to: null, basis: basis.documentNo },
    ],
    parents: [
      { value: 'U1', from: null, to: '2030-02-01' },
      { value: 'U2', from: '2030-02-01', to: null, basis: basis.documentNo },
    ],
  });
  expect(await findingsOf(ahead.model, [seen('B')], { asOf: '2029-12-31' })).toEqual([[]]);
  await ahead.drop();
});

it('shows committee, cells, the term with its extensions and the result confirmed, and the units of a joint branch', async () => {
  const model = await readModelUnderTest();
  const history = new History().register('C', 'work-committee').register('U1', 'unit', 'C').register('U2', 'unit', 'C');
  history
    .register('B', 'branch', 'U1')
    .organization('B', 'ElectionHeld', { effectiveOn: '2020-05-01', termYears: 3, committeeSize: 5 })
    .organization('B', 'ElectionResultConfirmed', { heldOn: '2020-05-01', effectiveOn: '2020-05-20', basis })
    .organization('B', 'TermExtended', { effectiveOn: '2023-04-01', until: '2023-11-01', ...reasoned })
    .organization('B', 'CommitteeSet', {
      effectiveOn: '2021-01-01',
      posts: [{ post: 'secretary', personId: 'P-1' }, { post: 'publicity' }, { post: 'member', personId: 'P-2' }],
    })
    .record('organization-B', 'CellsSet', { organizationId: 'B', effectiveOn: '2021-01-01', findings: [], cells: 3 })
    .organization('B', 'FormSet', { effectiveOn: '2022-01-01', form: 'joint' })
    .organization('B', 'JointUnitsSet', { effectiveOn: '2022-01-01', unitIds: ['U1', 'U2'] });
  await model.apply(history.events);
  const state = async (asOf: string) => (await organizationStates(model.model, [seen('B')], { asOf }))[0];
  expect(await state('2020-12-31')).toMatchObject({
    committeeSize: 5,
    cells: null,
    secretary: null,
    resultConfirmedOn: '2020-05-20',
  });
  expect(await state('2020-05-19')).toMatchObject({ resultConfirmedOn: null });
  expect(await state('2023-03-31')).toMatchObject({
    committeeSize: 3,
    cells: 3,
    secretary: 'P-1',
    termEndsOn: '2023-05-01',
  });
  expect(await state('2023-04-01')).toMatchObject({ termEndsOn: '2023-11-01' });
  const histories = async (asOf: string) => organizationHistories(model.model, [seen('B'), seen('U2')], { asOf });
  expect(await histories('2022-01-01')).toMatchObject([
    {
      unitIds: ['U1', 'U2'],
      committee: [{ post: 'secretary' }, { post: 'publicity' }, { post: 'member' }],
      extensions: [{ from: '2023-04-01', until: '2023-11-01', basis: basis.documentNo }],
    },
    { jointBranchIds: ['B'] },
  ]);
  expect(await histories('2021-12-31')).toMatchObject([{ unitIds: [] }, { jointBranchIds: [] }]);
  await model.drop();
});
