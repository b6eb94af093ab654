import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { keyInList } from '../../process/list.lookup.ts';
import { Duties, register } from '../../testing/duties.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { remediationIn } from './remediation.rules.ts';
import { listed, remediation } from './remediation.view.ts';
import { seen, whole } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

const opened = {
  effectiveOn: '2022-12-31',
  grounds: [{ scheme: 'classification', roundId: 'W-classification-2022' }],
  owes: 'plan',
  dueOn: '2023-01-15',
  dueVersion: 1,
};
const withdrawn = { effectiveOn: '2023-03-15', because: 'grade-changed', reason: '更正' };

it('shows where a remediation stands, on any day and as known then', async () => {
  const duties = new Duties(register()).remediation('B1', 'RemediationOpened', opened);
  const before = duties.history.now;
  duties.remediation('B1', 'RemediationWithdrawn', withdrawn);
  await under.apply(duties.history.events);
  const shown = async (asOf: string, knownAt?: string) =>
    (await remediation.ofBranch({ model: under.model, moment: { asOf, knownAt } }).load(seen('B1'))).map(
      ({ status, since }) => [status, since],
    );
  expect(await shown('2022-12-30')).toEqual([]);
  expect(await shown('2023-03-14')).toEqual([['open', '2022-12-31']]);
  expect(await shown('2023-03-15')).toEqual([['withdrawn', '2023-03-15']]);
  expect(await shown('2023-03-15', before)).toEqual([['open', '2022-12-31']]);
});

it('lists those under an organization by branch code, of a year and a status', async () => {
  const duties = new Duties(register())
    .remediation('B3', 'RemediationOpened', opened)
    .remediation('B1', 'RemediationOpened', opened)
    .remediation('B2', 'RemediationOpened', opened)
    .remediation('B2', 'RemediationWithdrawn', withdrawn);
  await under.apply(duties.history.events);
  const at = { moment: { asOf: '2023-06-01' }, page: { first: 10 } };
  const list = async (id: string, year: string | null, status: string | null) =>
    (await remediation.under(under.model, { under: whole(id), where: listed({ year, status }) }, at)).ids.map(
      keyInList,
    );
  expect(await list('P', null, null)).toEqual(['B1 2022', 'B2 2022', 'B3 2022']);
  expect(await list('U', '2022', 'open')).toEqual(['B1 2022']);
  expect(await list('P', '2021', null)).toEqual([]);
});

it('tells what it rests on, who helps until when, what is owed, and who was told that it is missing', async () => {
  const owed = { owes: 'report', dueOn: '2023-03-01', dueVersion: 2 };
  const duties = new Duties(register())
    .remediation('B1', 'RemediationOpened', opened)
    .remediation('B1', 'RemediationEscalated', {
      owes: 'plan',
      dueOn: '2023-01-15',
      dueVersion: 1,
      effectiveOn: '2023-01-16',
      level: 'branch-secretary',
    })
    .remediation('B1', 'RemediationPlanned', {
      ...owed,
      effectiveOn: '2023-02-01',
      helperId: 'P-5',
      measures: '逐项',
      until: '2023-08-01',
    })
    .remediation('B1', 'RemediationEscalated', { ...owed, effectiveOn: '2023-03-02', level: 'branch-secretary' })
    .remediation('B1', 'RemediationEscalated', {
      owes: 'acceptance',
      dueOn: '2023-04-30',
      dueVersion: 2,
      effectiveOn: '2023-05-01',
      level: 'superior',
      answeringId: 'C',
    })
    .remediation('B1', 'RemediationAccepted', { effectiveOn: '2023-06-01', inspectionId: 'HF-1' });
  await under.apply(duties.history.events);
  const on = async (asOf: string) => {
    const [found] = await remediation.ofBranch({ model: under.model, moment: { asOf } }).load(seen('B1'));
    return found && remediationIn(found);
  };
  expect(await on('2023-01-20')).toMatchObject({
    grounds: opened.grounds,
    helperId: null,
    owes: 'plan',
    dueOn: '2023-01-15',
    answering: [{ level: 'branch-secretary', since: '2023-01-16' }],
  });
  expect(await on('2023-02-01')).toMatchObject({ helperId: 'P-5', until: '2023-08-01', owes: 'report', answering: [] });
  expect(await on('2023-03-02')).toMatchObject({ answering: [{ level: 'branch-secretary', since: '2023-03-02' }] });
  expect(await on('2023-05-01')).toMatchObject({
    owes: 'report',
    dueOn: '2023-03-01',
    answering: [{ level: 'branch-secretary' }, { level: 'superior', organizationId: 'C', since: '2023-05-01' }],
  });
  expect(await on('2023-06-01')).toMatchObject({ owes: null, dueOn: null, answering: [] });
});
