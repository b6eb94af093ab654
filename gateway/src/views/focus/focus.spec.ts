import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { History } from '../../testing/history.ts';
import { readModelUnderTest, type ReadModelUnderTest } from '../../testing/read-model-under-test.ts';
import { focusList } from './focus.lookup.ts';
import { whole } from '../../testing/seen.ts';

let under: ReadModelUnderTest;

beforeAll(async () => {
  under = await readModelUnderTest();
  const history = new History().register('C', 'work-committee').edition();
  for (const id of ['A', 'B', 'D', 'E']) history.register(id, 'branch', 'C');
  history
    .grade('A', '2022', { grade: 'lagging' })
    .grade('A', '2021', { grade: 'lagging', scheme: 'appraisal' })
    .grade('B', '2021', { grade: 'advanced', type: 'PriorGradeRecorded' })
    .grade('D', '2021', { grade: 'lagging' })
    .grade('D', '2022', { grade: 'general' })
    .grade('E', '2022', { grade: 'lagging' })
    .organization('E', 'OrganizationDissolved', { effectiveOn: '2023-01-01', reason: '撤并' });
  await under.apply(history.events);
});
afterAll(() => under.drop());

const focus = (first: number, after?: string) =>
  focusList(under.model, { under: whole('C'), moment: { asOf: '2023-06-01' } }, { first, after });

it('lists the living branches whose last grade its edition marks, and says why for each scheme', async () => {
  expect(await focus(10)).toEqual({
    totalCount: 2,
    hasNext: false,
    entries: [
      {
        branchId: 'A',
        reasons: [
          { zh: '2021年度年度考核：lagging级', en: 'appraisal 2021: lagging (lagging级)' },
          { zh: '2022年度分类定级：lagging级', en: 'classification 2022: lagging (lagging级)' },
        ],
      },
      { branchId: 'B', reasons: [{ zh: '2021年度分类定级：先进', en: 'classification 2021: advanced (先进)' }] },
    ],
  });
});

it('pages by code', async () => {
  expect(await focus(1)).toMatchObject({ totalCount: 2, hasNext: true, entries: [{ branchId: 'A' }] });
  expect(await focus(1, 'A')).toMatchObject({ hasNext: false, entries: [{ branchId: 'B' }] });
});
