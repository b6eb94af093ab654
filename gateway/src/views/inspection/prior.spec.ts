import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import { priorInspection, scheduleInspection, stepOfInspection } from '../../testing/inspections.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
const FOUND = '00000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  const found = { findingId: FOUND, aspect: 'venue-building', item: '6.1', says: '活动场所被占用', severity: 'major' };
  const history = priorInspection(register(), ['P1', 'B1', 'W'], {
    findings: [found],
    teamSize: 3,
    note: '随年度督查开展',
  });
  priorInspection(history, ['P2', 'B2', 'C'], { outcome: 'pass', mode: 'remote' });
  const error = { because: 'recorded-in-error', reason: '与档案不符', team: [], effectiveOn: '2022-09-01' };
  stepOfInspection(history, ['P2', 'B2', 'C'], 'InspectionCancelled', error);
  scheduleInspection(history, ['I1', 'B1', 'C']);
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

it('tells of a visit from before the platform what its paper tells, and that it is one', async () => {
  const fields = `prior status statusLabel since scheduledOn visitOn visitedOn planItem drawId documentNo body { code }
    scope { code } mode { label } purpose { label } outcome { label } team { personId } teamSize note source warnings concludeBy late
    designations { programme } findings { id item severity { label } foundOn withdrawn } spotChecks { id }
    notice { dueOn } causedBy { type } steps { says }`;
  expect(await asked(`{ inspection(id: "P1") { ${fields} } }`)).toEqual({
    inspection: {
      prior: true,
      status: 'prior',
      statusLabel: '以往督查',
      since: '2022-09-01',
      scheduledOn: null,
      visitOn: '2022-09-01',
      visitedOn: '2022-09-01',
      planItem: null,
      drawId: null,
      documentNo: '市督〔2022〕3号',
      body: { code: 'W' },
      scope: { code: 'comprehensive' },
      mode: { label: '实地检查' },
      purpose: { label: '日常督查' },
      outcome: { label: '限期整改' },
      team: [],
      teamSize: 3,
      note: '随年度督查开展',
      source: 'inspections-2022.csv',
      warnings: [],
      concludeBy: null,
      late: false,
      designations: [],
      findings: [{ id: FOUND, item: '6.1', severity: { label: '较重' }, foundOn: '2022-09-01', withdrawn: false }],
      spotChecks: [],
      notice: null,
      causedBy: null,
      steps: [{ says: '登记以往督查' }],
    },
  });
  expect(await asked('{ inspection(id: "P1", asOf: "2022-08-31") { id } }')).toEqual({ inspection: null });
});

it('lists it among the others, by its status and all else that a filter asks', async () => {
  const listed = async (filter: string) =>
    asked(`{ inspections(under: "P", filter: { ${filter} }) { edges { node { id prior } } } }`);
  const [prior, scheduled, error] = [
    { node: { id: 'P1', prior: true } },
    { node: { id: 'I1', prior: false } },
    { node: { id: 'P2', prior: true } },
  ];
  expect(await listed('status: "prior"')).toEqual({ inspections: { edges: [prior] } });
  expect(await listed('body: "W"')).toEqual({ inspections: { edges: [prior] } });
  expect(await listed('mode: "on-site"')).toEqual({ inspections: { edges: [scheduled, prior] } });
  expect(await listed('status: "cancelled"')).toEqual({ inspections: { edges: [error] } });
});

it('counts in the budget of its year, and not once it is cancelled', async () => {
  const used = (id: string, year: string) =>
    asked(`{ branch(id: "${id}") { inspectionBudget(year: ${year}) { scope { code } used } } }`);
  const told = (comprehensive: number) => ({
    branch: {
      inspectionBudget: [
        { scope: { code: 'comprehensive' }, used: comprehensive },
        { scope: { code: 'special' }, used: 0 },
      ],
    },
  });
  expect(await used('B1', '2022')).toEqual(told(1));
  expect(await used('B2', '2022')).toEqual(told(0));
});
