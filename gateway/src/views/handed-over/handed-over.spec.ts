import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gradingStream } from '@zhibu/contracts';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { handedOver, type HandedOverAsked } from './handed-over.lookup.ts';
import { seen } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
let beforeWithdrawal = '';
const of2022 = { branchId: 'A', scheme: 'classification', period: '2022' };
const stream = gradingStream('A', 'classification', '2022');

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History()
    .record(stream, 'VetoRecorded', { ...of2022, veto: 'V1' })
    .record(stream, 'VetoRecorded', { ...of2022, veto: 'V2' })
    .activity('A', '2022-03-01', 'party-day')
    .grade('A', '2021', { grade: 'general', type: 'PriorGradeRecorded' })
    .grade('A', '2021', { grade: 'advanced', type: 'PriorGradeCorrected' });
  beforeWithdrawal = history.now;
  history.record(stream, 'VetoWithdrawn', { ...of2022, veto: 'V1', reason: '查无实据' });
  const source = { file: 'activities-2022.csv', sha256: '0'.repeat(64), rows: [2] };
  await under.apply(
    history.events.map((event) =>
      event.type === 'ActivityRecorded' ? { ...event, metadata: { ...event.metadata, source } } : event,
    ),
  );
});
afterAll(() => under.drop());

const codes = async (asked: Partial<HandedOverAsked>, knownAt?: string): Promise<readonly string[]> => {
  const key: HandedOverAsked = { branchId: seen('A'), kind: 'veto', period: '2022', ...asked };
  const [rows = []] = await handedOver(under.model, [key], { asOf: '2022-12-31', knownAt });
  return rows.filter(({ stands }) => stands).map(({ code }) => code);
};

it('shows a veto until it is withdrawn, and of what was known before then both', async () => {
  expect(await codes({})).toEqual(['V2']);
  expect(await codes({}, beforeWithdrawal)).toEqual(['V1', 'V2']);
});

it('shows of grades of a scheme and year the last that was recorded, of any year where none is named', async () => {
  expect(await codes({ kind: 'prior-grade', period: null })).toEqual(['advanced']);
  expect(await codes({ kind: 'prior-grade', period: '2020' })).toEqual([]);
});

it('answers many keys in their order, and has nothing for a branch without facts', async () => {
  const asked = ['B', 'A', 'B'].map((id) => ({ branchId: seen(id), kind: 'activity', period: '2022' }) as const);
  const found = await handedOver(under.model, asked, { asOf: '2022-12-31' });
  expect(found.map((rows) => rows.length)).toEqual([0, 1, 0]);
});

it('names the file that a fact was taken in from, and none of one that was entered', async () => {
  const asked = (['activity', 'prior-grade'] as const).map((kind) => ({ branchId: seen('A'), kind, period: null }));
  const found = await handedOver(under.model, asked, { asOf: '2022-12-31' });
  expect(found).toEqual([
    [
      {
        scheme: null,
        period: '2022',
        code: '2',
        stands: true,
        recordedAt: expect.any(String),
        revision: 0,
        file: 'activities-2022.csv',
        content: 'party-day 2022-03-01 5',
      },
    ],
    [
      {
        scheme: 'classification',
        period: '2021',
        code: 'advanced',
        stands: true,
        recordedAt: expect.any(String),
        revision: 1,
        file: null,
        content: null,
      },
    ],
  ]);
});

it('shows an activity as withdrawn once it is', async () => {
  const model = await readModelUnderTest();
  const history = new History().activity('D', '2022-03-01', 'party-day').activity('D', '2022-04-01', 'party-day');
  const withdrawn = { branchId: 'D', externalId: '0', year: '2022', reason: '误录' };
  history.record('activity-D:2022', 'ActivityWithdrawn', withdrawn);
  await model.apply(history.events);
  const [rows = []] = await handedOver(model.model, [{ branchId: seen('D'), kind: 'activity', period: '2022' }], {
    asOf: '2022-12-31',
  });
  expect(rows.map(({ code, stands, revision }) => [code, stands, revision])).toEqual([
    ['0', false, 2],
    ['1', true, 1],
  ]);
  await model.drop();
});
