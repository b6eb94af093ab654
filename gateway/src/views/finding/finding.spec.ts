import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FindingCode } from '@zhibu/contracts';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { findingCounts, findingsOf, organizationsWithFinding } from './finding.lookup.ts';
import { seen, whole } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
let beforeTheReport = '';

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History().register('C', 'work-committee');
  for (const unit of ['U1', 'U2', 'U3']) history.register(unit, 'unit', 'C');
  history
    .register('B1', 'branch', 'U1')
    .register('B2', 'branch', 'U1')
    .register('G', 'general-branch', 'U2')
    .register('B3', 'branch', 'G');
  beforeTheReport = history.now;
  history
    .wait(1000)
    .organization('B1', 'MembershipReported', { effectiveOn: '2022-01-01', fullMembers: 40, probationaryMembers: 5 })
    .organization('B2', 'MembershipReported', {
      effectiveOn: '2022-02-01',
      fullMembers: 2,
      probationaryMembers: 8,
      findings: [{ code: 'too-few-members', from: '2022-02-01', to: '2022-08-01' }],
    })
    .organization('B3', 'MembershipReported', { effectiveOn: '2022-01-01', fullMembers: 60, probationaryMembers: 0 })
    .organization('B3', 'MembershipReported', { effectiveOn: '2022-05-01', fullMembers: 90, probationaryMembers: 10 })
    .organization('G', 'OrganizationDissolved', { effectiveOn: '2022-07-01', reason: '撤并' });
  await under.apply(history.events);
});
afterAll(() => under.drop());

const findings = async (id: string, asOf: string, knownAt?: string): Promise<readonly FindingCode[]> =>
  (await findingsOf(under.model, [seen(id)], { asOf, knownAt }))[0] ?? [];

it('shows a finding from its first day until it ends', async () => {
  expect(await findings('B2', '2022-01-31')).toEqual([]);
  expect(await findings('B2', '2022-02-01')).toEqual(['too-few-members']);
  expect(await findings('B2', '2022-07-31')).toEqual(['too-few-members']);
  expect(await findings('B2', '2022-08-01')).toEqual([]);
  expect(await findings('B2', '2022-02-01', beforeTheReport)).toEqual([]);
});

it('finds 50 to 99 members of a unit without a general branch, probationary ones included', async () => {
  expect(await findings('U1', '2022-01-31')).toEqual([]);
  expect(await findings('U1', '2022-02-01')).toEqual(['general-branch-missing']);
  expect(await findings('U2', '2022-01-01')).toEqual([]);
});

it('finds 100 members or more without an organ committee', async () => {
  expect(await findings('U2', '2022-04-30')).toEqual([]);
  expect(await findings('U2', '2022-05-01')).toEqual(['organ-committee-missing']);
});

it('finds a living organization under a dissolved one', async () => {
  expect(await findings('B3', '2022-06-30')).toEqual([]);
  expect(await findings('B3', '2022-07-01')).toEqual(['parent-dissolved']);
});

it('lists who has a finding under an organization, by code, with the total', async () => {
  const who = (code: FindingCode, asOf: string, page = { first: 10 }) =>
    organizationsWithFinding(under.model, { under: whole('C'), code }, { moment: { asOf }, page });
  expect(await who('too-few-members', '2022-03-01')).toEqual({ ids: ['B2'], hasNext: false, totalCount: 1 });
  expect(await who('general-branch-missing', '2022-03-01')).toEqual({ ids: ['U1'], hasNext: false, totalCount: 1 });
  expect(await who('parent-dissolved', '2022-07-01')).toEqual({ ids: ['B3'], hasNext: false, totalCount: 1 });
  expect(await who('secretary-vacant', '2022-07-01')).toEqual({ ids: [], hasNext: false, totalCount: 0 });
});

it('counts who has which finding under an organization, each once, in the order of the vocabulary', async () => {
  const counted = (id: string, asOf: string) => findingCounts(under.model, seen(id), { asOf });
  expect(await counted('C', '2022-03-01')).toEqual([
    { code: 'too-few-members', organizations: 1 },
    { code: 'general-branch-missing', organizations: 1 },
  ]);
  expect(await counted('U2', '2022-03-01')).toEqual([]);
  expect(await counted('C', '2021-12-31')).toEqual([]);
});

it('finds what other streams show: a parent not open yet, a secretary of two, a sector that no edition grades', async () => {
  const model = await readModelUnderTest();
  const history = new History().edition().register('C', 'work-committee');
  history
    .register('U1', 'unit', { parentId: 'C', openedOn: '2022-03-01' })
    .register('B1', 'branch', { parentId: 'U1', openedOn: '2022-01-01' })
    .register('B2', 'branch', 'U1')
    .organization('B1', 'SectorSet', { sector: 'organ', effectiveOn: '2022-01-01' })
    .organization('B2', 'SectorSet', { sector: 'school', effectiveOn: '2022-04-01' })
    .organization('B1', 'SecretaryConfirmed', { personId: 'P-1', effectiveOn: '2022-01-01' })
    .organization('B2', 'SecretaryConfirmed', { personId: 'P-1', effectiveOn: '2022-05-01' })
    .organization('B2', 'SecretaryVacated', { effectiveOn: '2022-06-01' })
    .organization('B2', 'FormSet', { form: 'temporary', effectiveOn: '2022-07-01' });
  await model.apply(history.events);
  const on = async (asOf: string) => findingsOf(model.model, [seen('B1'), seen('B2')], { asOf });
  expect(await on('2022-02-28')).toEqual([['parent-not-open'], ['parent-not-open']]);
  expect(await on('2022-03-01')).toEqual([[], []]);
  expect(await on('2022-04-01')).toEqual([[], ['graded-by-nobody']]);
  expect(await on('2022-05-01')).toEqual([['secretary-of-two'], ['secretary-of-two', 'graded-by-nobody']]);
  expect(await on('2022-06-01')).toEqual([[], ['graded-by-nobody']]);
  expect(await on('2022-07-01')).toEqual([[], []]);
  await model.drop();
});

it('counts members of a unit without those of the units under it and of temporary branches; a basic committee will do', async () => {
  const model = await readModelUnderTest();
  const history = new History()
    .register('C', 'work-committee')
    .register('U1', 'unit', 'C')
    .register('U2', 'unit', 'U1');
  for (const [id, unit] of [
    ['B1', 'U1'],
    ['B2', 'U2'],
    ['B3', 'U1'],
  ] as const) {
    history
      .register(id, 'branch', unit)
      .organization(id, 'MembershipReported', { effectiveOn: '2022-01-01', fullMembers: 50, probationaryMembers: 0 });
  }
  history
    .organization('B3', 'FormSet', { form: 'temporary', effectiveOn: '2022-02-01' })
    .register('J', 'basic-committee', { parentId: 'U1', openedOn: '2022-03-01' });
  await model.apply(history.events);
  const on = async (asOf: string) => findingsOf(model.model, [seen('U1'), seen('U2')], { asOf });
  expect(await on('2022-01-31')).toEqual([['organ-committee-missing'], ['general-branch-missing']]);
  expect(await on('2022-02-01')).toEqual([['general-branch-missing'], ['general-branch-missing']]);
  expect(await on('2022-03-01')).toEqual([[], ['general-branch-missing']]);
  await model.drop();
});
