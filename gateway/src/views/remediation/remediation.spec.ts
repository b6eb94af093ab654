import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { keyInList } from '../../process/standing.lookup.ts';
import { Duties, register } from '../../testing/duties.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { listed, remediation } from './remediation.view.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

const opened = { effectiveOn: '2022-12-31', grounds: [{ scheme: 'classification', roundId: 'W-classification-2022' }] };
const withdrawn = { effectiveOn: '2023-03-15', because: 'grade-changed', reason: '更正' };

it('shows where a remediation stands, on any day and as known then', async () => {
  const duties = new Duties(register()).remediation('B1', 'RemediationOpened', opened);
  const before = duties.history.now;
  duties.remediation('B1', 'RemediationWithdrawn', withdrawn);
  await under.apply(duties.history.events);
  const shown = async (asOf: string, knownAt?: string) =>
    (await remediation.ofBranch({ model: under.model, moment: { asOf, knownAt } }).load('B1')).map(
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
    (await remediation.under(under.model, { under: id, where: listed({ year, status }) }, at)).ids.map(keyInList);
  expect(await list('P', null, null)).toEqual(['B1 2022', 'B2 2022', 'B3 2022']);
  expect(await list('U', '2022', 'open')).toEqual(['B1 2022']);
  expect(await list('P', '2021', null)).toEqual([]);
});
