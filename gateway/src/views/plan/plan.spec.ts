import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import { conclusion, priorInspection, scheduleInspection, stepOfInspection } from '../../testing/inspections.ts';
import { adoptPlan, planItem, stepOfPlan } from '../../testing/plans.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
const basis = { documentNo: '示例督查〔2023〕5号' };

// The city C and the work committee W under it plan 2023; W has units U (branches B1, B2) and V (branch B3).
beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  const history = register();
  const comprehensive = planItem('ZH', { units: ['W'] });
  adoptPlan(history, ['C', '2023'], [comprehensive]);
  const items = [
    comprehensive,
    planItem('ZH-2', { months: [12], units: ['V'], basis }),
    planItem('SJ', { scope: 'special', modes: ['random-survey'], drawUnder: 'W' }),
  ];
  stepOfPlan(history, ['C', '2023'], 'PlanAmended', { basis, items, reason: '增加一项', effectiveOn: '2023-03-01' });
  const joined = planItem('G', { months: [6], units: ['U'] });
  const ofCommittee = [
    joined,
    planItem('NEAR', { scope: 'special', months: [6], units: ['B1'] }),
    planItem('FAR', { scope: 'special', months: [8], units: ['U'] }),
  ];
  adoptPlan(history, ['W', '2023'], ofCommittee);
  adoptPlan(history, ['W', '2024'], [planItem('NEXT', { months: [1], units: ['V'] })]);
  const other = (bodyId: string, item: object) => ({ bodyId, year: '2023', ...item });
  const joining = { effectiveOn: '2023-04-01' };
  stepOfPlan(history, ['C', '2023'], 'PlanItemsJoined', { itemId: 'ZH', other: other('W', joined), ...joining });
  stepOfPlan(history, ['W', '2023'], 'PlanItemsJoined', { itemId: 'G', other: other('C', comprehensive), ...joining });

  const visit = (id: string, branch: string, more: object = {}) =>
    scheduleInspection(history, [id, branch, 'C'], { planItem: 'ZH', ...more });
  visit('I1', 'B1');
  stepOfInspection(history, ['I1', 'B1', 'C'], 'InspectionConcluded', {
    ...conclusion,
    outcome: 'pass',
    counts: { minor: 0, major: 0, grave: 0 },
    findings: [],
    designations: [],
  });
  visit('I2', 'B2', { mode: 'remote' });
  visit('I3', 'B3');
  const cancelled = { because: 'body-decided', reason: '调整', team: ['p-1', 'p-2'], effectiveOn: '2023-05-11' };
  stepOfInspection(history, ['I3', 'B3', 'C'], 'InspectionCancelled', cancelled);
  // Of the next year, of another body, and of another item.
  visit('I4', 'B1', { visitOn: '2024-05-18' });
  scheduleInspection(history, ['I5', 'B1', 'W'], { planItem: 'ZH', scope: 'special' });
  visit('I6', 'B1', { planItem: 'SJ', scope: 'special', mode: 'random-survey' });
  priorInspection(history, ['I0', 'B3', 'C']);
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

async function asked(query: string): Promise<unknown> {
  const { data, errors } = Object(JSON.parse(await gateway.ask({ query }, { 'accept-language': 'zh' })));
  expect(errors).toBeUndefined();
  return data;
}

it('tells a plan as it stands, with its items, its budget, and the inspections under each', async () => {
  const listed = '{ totalCount edges { node { id } } }';
  const fields = `body { code } year status statusLabel since adoptedOn documentNo reason budget { scope { code label } used budget }
    items { id theme scope { label } modes { label } months units { code } drawUnder { code } documentNo scheduled ${listed} concluded ${listed} }
    steps { says reason }`;
  const ids = (...found: string[]) => ({ totalCount: found.length, edges: found.map((id) => ({ node: { id } })) });
  const none = { scheduled: ids(), concluded: ids() };
  expect(await asked(`{ plan(bodyId: "C", year: "2023") { ${fields} } }`)).toMatchObject({
    plan: {
      body: { code: 'C' },
      year: '2023',
      status: 'amended',
      statusLabel: '已调整',
      since: '2023-03-01',
      adoptedOn: '2023-01-10',
      documentNo: basis.documentNo,
      reason: '增加一项',
      budget: { scope: { code: 'comprehensive', label: '综合督查' }, used: 2, budget: 1 },
      items: [
        {
          id: 'ZH',
          theme: '支部建设督查',
          scope: { label: '综合督查' },
          modes: [{ label: '实地检查' }, { label: '远程抽查' }],
          months: [5],
          units: [{ code: 'W' }],
          drawUnder: null,
          documentNo: null,
          scheduled: ids('I2'),
          concluded: ids('I1'),
        },
        { id: 'ZH-2', documentNo: basis.documentNo, ...none },
        { id: 'SJ', units: [], drawUnder: { code: 'W' }, scheduled: ids('I6'), concluded: ids() },
      ],
      steps: [{ says: '通过督查计划' }, { says: '调整督查计划', reason: '增加一项' }, { says: '合并督查事项' }],
    },
  });
});

it('tells of a past day what stood then, and null of a year without a plan', async () => {
  const on = (day: string) =>
    asked(
      `{ plan(bodyId: "C", year: "2023", asOf: "${day}") { status reason budget { used } items { id joinedWith { id } } } }`,
    );
  expect(await on('2023-02-01')).toEqual({
    plan: { status: 'adopted', reason: null, budget: { used: 1 }, items: [{ id: 'ZH', joinedWith: [] }] },
  });
  expect(await on('2023-01-09')).toEqual({ plan: null });
  expect(await asked('{ plan(bodyId: "C", year: "2022") { year } }')).toEqual({ plan: null });
});

it('lists the plans under an organization, of a year or of all', async () => {
  const listed = (args: string) =>
    asked(`{ plans(under: "P"${args}) { totalCount edges { node { body { code } year } } } }`);
  const [city, committee, next] = [
    { node: { body: { code: 'C' }, year: '2023' } },
    { node: { body: { code: 'W' }, year: '2023' } },
    { node: { body: { code: 'W' }, year: '2024' } },
  ];
  expect(await listed('')).toEqual({ plans: { totalCount: 3, edges: [city, committee, next] } });
  expect(await listed(', year: "2023"')).toEqual({ plans: { totalCount: 2, edges: [city, committee] } });
});

it('offers items of other bodies that are near and of the same units; those joined are told on both sides', async () => {
  const items = (body: string, year = '2023', at = '') =>
    asked(
      `{ plan(bodyId: "${body}", year: "${year}"${at}) { items { id joinedWith { body { code } id months units { code } }
        offers { body { code } year id scope { code } } } } }`,
    );
  const [joined, nothing] = [
    { months: [6], units: [{ code: 'U' }] },
    { joinedWith: [], offers: [] },
  ];
  const offer = (code: string, year: string, id: string) => expect.objectContaining({ body: { code }, year, id });
  expect(await items('C')).toEqual({
    plan: {
      items: [
        // G is joined already, and August too late.
        { id: 'ZH', joinedWith: [{ body: { code: 'W' }, id: 'G', ...joined }], offers: [offer('W', '2023', 'NEAR')] },
        { id: 'ZH-2', joinedWith: [], offers: [offer('W', '2024', 'NEXT')] },
        // By a draw nobody is named yet.
        { id: 'SJ', ...nothing },
      ],
    },
  });
  expect(await items('W')).toMatchObject({
    plan: {
      items: [
        { id: 'G', joinedWith: [{ body: { code: 'C' }, id: 'ZH', months: [5], units: [{ code: 'W' }] }], offers: [] },
        { id: 'NEAR', joinedWith: [], offers: [offer('C', '2023', 'ZH')] },
        { id: 'FAR', ...nothing },
      ],
    },
  });
  // When a year is over nothing is joined any more.
  expect(await items('W', '2023', ', asOf: "2024-01-01"')).toMatchObject({
    plan: { items: [{}, { id: 'NEAR', offers: [] }, {}] },
  });
});

it('tells how much of its budget of a year a branch has used, over all bodies together', async () => {
  const used = async (branch: string, year: string) =>
    asked(`{ branch(id: "${branch}") { inspectionBudget(year: ${year}) { scope { code } used budget } } }`);
  const budget = (comprehensive: number, special: number) => ({
    branch: {
      inspectionBudget: [
        { scope: { code: 'comprehensive' }, used: comprehensive, budget: 1 },
        { scope: { code: 'special' }, used: special, budget: 2 },
      ],
    },
  });
  // A random survey uses none.
  expect(await used('B1', '2023')).toEqual(budget(1, 1));
  expect(await used('B1', '2024')).toEqual(budget(1, 0));
  // What is cancelled uses none.
  expect(await used('B3', '2023')).toEqual(budget(0, 0));
});

it('tells how much of the budgets of its branches a unit, or whoever stands above it, has used', async () => {
  const used = async (id: string, year: string, at = '') =>
    asked(`{ dashboard(under: "${id}"${at}) { inspectionBudget(year: ${year}) { scope { code } used budget } } }`);
  const budget = (branches: number, comprehensive: number, special: number) => ({
    dashboard: {
      inspectionBudget: [
        { scope: { code: 'comprehensive' }, used: comprehensive, budget: branches },
        { scope: { code: 'special' }, used: special, budget: 2 * branches },
      ],
    },
  });
  expect(await used('U', '2023')).toEqual(budget(2, 2, 1));
  expect(await used('V', '2023')).toEqual(budget(1, 0, 0));
  expect(await used('W', '2023')).toEqual(budget(3, 2, 1));
  expect(await used('W', '2024')).toEqual(budget(3, 1, 0));
  expect(await used('B1', '2023')).toEqual(budget(1, 1, 1));
  // From before the platform, on the day that it was.
  expect(await used('V', '2022', ', asOf: "2022-09-01"')).toEqual(budget(1, 1, 0));
  expect(await used('V', '2022', ', asOf: "2022-08-31"')).toEqual(budget(1, 0, 0));
  // Before they were scheduled, and before the third was cancelled.
  expect(await used('W', '2023', ', asOf: "2023-05-09"')).toEqual(budget(3, 0, 0));
  expect(await used('V', '2023', ', asOf: "2023-05-10"')).toEqual(budget(1, 1, 0));
});

it('refuses what is no year by the argument', async () => {
  for (const query of [
    '{ plan(bodyId: "C", year: "23") { year } }',
    '{ plans(under: "C", year: "23") { totalCount } }',
  ]) {
    const { errors } = Object(JSON.parse(await gateway.ask({ query }, {})));
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INPUT_INVALID' });
  }
});
