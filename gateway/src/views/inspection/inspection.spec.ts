import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import { conclusion, scheduleInspection, stepOfInspection } from '../../testing/inspections.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
const [ONE, TWO, CHECK] = ['1', '2', '3'].map((last) => `00000000-0000-4000-8000-00000000000${last}`);
const basis = { documentNo: '示例整改〔2023〕3号' };

beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  const reviewed = { purpose: 'reinspection', designations: ['P'], sameHand: true, drawId: 'D1' };
  const history = scheduleInspection(register(), ['I1', 'B1', 'C'], reviewed);
  const step = (type: string, data: object) => stepOfInspection(history, ['I1', 'B1', 'C'], type, data);
  const found = { aspect: 'venue-building', item: '6.1', severity: 'major', programmeId: 'P' };
  const [place, gone] = [
    { findingId: ONE, ...found, says: '活动场所被占用' },
    { findingId: TWO, ...found, says: '资料缺失' },
  ];
  step('FindingRecorded', { ...place, foundOn: '2023-05-18', evidence: ['a'.repeat(64)], effectiveOn: '2023-05-18' });
  step('FindingRecorded', { ...gone, foundOn: '2023-05-18', effectiveOn: '2023-05-18' });
  step('FindingWithdrawn', { findingId: TWO, reason: '核实有误', effectiveOn: '2023-05-19' });
  const asked = { spotCheckId: CHECK, kind: 'officers-knowledge', askedCount: 5, rightCount: 4 };
  step('SpotCheckRecorded', { ...asked, checkedOn: '2023-05-18', effectiveOn: '2023-05-18' });
  const outcome = { outcome: 'rectify', counts: { minor: 0, major: 1, grave: 0 } };
  const designations = [{ programmeId: 'P', outcome: 'rectify' }];
  step('InspectionConcluded', { ...conclusion, purpose: 'reinspection', ...outcome, findings: [place], designations });
  const notice = { basis, demands: ['腾退活动场所'], dueOn: '2023-08-01' };
  const terms = { acknowledgeBy: '2023-05-24', replyBy: '2023-06-03', effectiveOn: '2023-05-19' };
  step('RectificationNoticeIssued', { ...notice, ...terms });
  step('NoticeAcknowledged', { effectiveOn: '2023-05-25' });
  step('NoticeReplied', { measures: '六月底前腾退', effectiveOn: '2023-06-01' });
  scheduleInspection(history, ['I2', 'B2', 'W'], { scope: 'special' });
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

async function asked(query: string, language = 'zh'): Promise<unknown> {
  const { data, errors } = Object(JSON.parse(await gateway.ask({ query }, { 'accept-language': language })));
  expect(errors).toBeUndefined();
  return data;
}

it('tells all of an inspection that its page shows', async () => {
  const fields = `id organization { code } branch { organization { code } openProblems inspections { id } } body { code }
    scope { code label } mode { label } purpose { label } status statusLabel since scheduledOn visitOn visitedOn planItem drawId
    team { personId isLeader } warnings outcome { code label } concludeBy late
    designations { programme outcome { code } designation { status } }
    findings { id aspect { label } item says severity { label } foundOn programme evidence withdrawn }
    spotChecks { id kind { label } askedCount rightCount checkedOn }
    notice { documentNo issuedOn demands dueOn acknowledgeBy acknowledgedOn acknowledgementOverdue replyBy repliedOn replyOverdue measures }
    steps { type says }`;
  const found = {
    aspect: { label: '活动场所建设' },
    item: '6.1',
    severity: { label: '较重' },
    foundOn: '2023-05-18',
    programme: 'P',
  };
  expect(await asked(`{ inspection(id: "I1") { ${fields} } }`)).toMatchObject({
    inspection: {
      id: 'I1',
      organization: { code: 'B1' },
      branch: { organization: { code: 'B1' }, openProblems: 0, inspections: [{ id: 'I1' }] },
      body: { code: 'C' },
      scope: { code: 'comprehensive', label: '综合督查' },
      mode: { label: '实地检查' },
      purpose: { label: '复核' },
      status: 'replied',
      statusLabel: '已答复整改通知',
      since: '2023-06-01',
      scheduledOn: '2023-05-10',
      visitOn: '2023-05-18',
      visitedOn: '2023-05-18',
      planItem: '2023-05',
      drawId: 'D1',
      team: [
        { personId: 'p-1', isLeader: true },
        { personId: 'p-2', isLeader: false },
      ],
      warnings: ['督查组有当年核准该党支部等次的人员，请由他人复核'],
      outcome: { code: 'rectify', label: '限期整改' },
      concludeBy: '2023-05-25',
      late: false,
      designations: [{ programme: 'P', outcome: { code: 'rectify' }, designation: null }],
      findings: [
        { ...found, id: ONE, says: '活动场所被占用', evidence: ['a'.repeat(64)], withdrawn: false },
        { ...found, id: TWO, says: '资料缺失', evidence: [], withdrawn: true },
      ],
      spotChecks: [
        { id: CHECK, kind: { label: '班子成员应知应会' }, askedCount: 5, rightCount: 4, checkedOn: '2023-05-18' },
      ],
      notice: {
        documentNo: basis.documentNo,
        issuedOn: '2023-05-19',
        demands: ['腾退活动场所'],
        dueOn: '2023-08-01',
        acknowledgeBy: '2023-05-24',
        acknowledgedOn: '2023-05-25',
        acknowledgementOverdue: false,
        replyBy: '2023-06-03',
        repliedOn: '2023-06-01',
        replyOverdue: false,
        measures: '六月底前腾退',
      },
      steps: { length: 9, 0: { type: 'InspectionScheduled', says: '安排督查' } },
    },
  });
});

it('tells of a past day what stood then', async () => {
  const fields =
    'status visitedOn outcome { code } designations { outcome { code } } findings { withdrawn } notice { acknowledgementOverdue }';
  const on = async (day: string) => asked(`{ inspection(id: "I1", asOf: "${day}") { ${fields} } }`);
  expect(await on('2023-05-18')).toEqual({
    inspection: {
      status: 'scheduled',
      visitedOn: null,
      outcome: null,
      designations: [{ outcome: null }],
      findings: [{ withdrawn: false }, { withdrawn: false }],
      notice: null,
    },
  });
  expect(await on('2023-05-24')).toMatchObject({ inspection: { notice: { acknowledgementOverdue: false } } });
  expect(await on('2023-05-09')).toEqual({ inspection: null });
});

it('lists the inspections under an organization that pass a filter', async () => {
  const listed = (filter: string, place = 'P') =>
    asked(
      `{ inspections(under: "${place}"${filter && `, filter: { ${filter} }`}) { totalCount edges { node { id } } } }`,
    );
  const [first, second] = [{ node: { id: 'I1' } }, { node: { id: 'I2' } }];
  expect(await listed('')).toEqual({ inspections: { totalCount: 2, edges: [first, second] } });
  for (const filter of [
    'status: "scheduled"',
    'scope: "special"',
    'body: "W"',
    'purpose: "routine"',
    'mode: "on-site", body: "W"',
  ])
    expect(await listed(filter)).toEqual({ inspections: { totalCount: 1, edges: [second] } });
  expect(await listed('mode: "remote"')).toEqual({ inspections: { totalCount: 0, edges: [] } });
  const { errors } = Object(
    JSON.parse(await gateway.ask({ query: '{ inspections(under: "P", filter: { mode: "far" }) { totalCount } }' }, {})),
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INPUT_INVALID' });
});
