import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { designationStream } from '@zhibu/contracts';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import type { History } from '../../testing/history.ts';
import { scheduleInspection } from '../../testing/inspections.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { proposeRevocation, stepOfRevocation } from '../../testing/revocations.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
const basis = { documentNo: '工委〔2023〕30号' };

beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  const history = designated(register(), 'B1');
  const of = ['R1', 'B1'] as const;
  scheduleInspection(history, ['I1', 'B1', 'W'], { effectiveOn: '2023-04-01', visitOn: '2023-04-10' });
  proposeRevocation(history, of, 'W');
  const step = (type: string, effectiveOn: string, data: object) =>
    stepOfRevocation(history, of, type, { effectiveOn, ...data });
  step('BranchNotified', '2023-04-20', { basis, respondBy: '2023-05-06' });
  step('StatementSubmitted', '2023-04-25', { says: '已整改' });
  step('GraceGranted', '2023-04-26', { until: '2023-05-25', reason: '正在整改' });
  step('RevocationDecided', '2023-06-20', {
    designatedOn: '2021-07-01',
    outcome: 'revoke',
    basis,
    reason: '等待第二次检查',
    bodyId: 'W',
    bodyLevel: 'committee',
    revokedFrom: '2023-08-01',
    secondInspectionId: 'I2',
    appealBy: '2023-07-05',
    late: true,
  });
  step('AppealLodged', '2023-06-22', { says: '事实有出入', decideBy: '2023-07-22' });
  step('AppealDecided', '2023-06-30', { outcome: 'overturn', basis, reason: '申诉成立', bodyId: 'C' });
  proposeRevocation(history, ['R2', 'B2'], 'C');
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

const designated = (history: History, organizationId: string): History =>
  history.record(designationStream('N', organizationId), 'BranchDesignated', {
    programmeId: 'N',
    organizationId,
    level: 'committee',
    programmeKind: 'party-building-site',
    effectiveOn: '2022-07-01',
    basis,
    year: '2022',
    until: '2025-07-01',
  });

async function asked(query: string, language = 'zh'): Promise<unknown> {
  const { data, errors } = Object(JSON.parse(await gateway.ask({ query }, { 'accept-language': language })));
  expect(errors).toBeUndefined();
  return data;
}

it('tells of a revocation on what it rests, how it went, and until when what is due', async () => {
  const fields = `id organization { code } branch { organization { code } } programme designation { status } level levelLabel kind kindLabel
    status statusLabel since proposedOn proposedBy { code } grounds { ground label findings { inspectionId findingId says } }
    inspections { id team { personId } } facts inspectors pending decisionDueOn decisionOverdue notice { documentNo notifiedOn respondBy }
    statement { says submittedOn } grace { from until reason }
    decision { outcome label decidedOn decidedBy { code } documentNo reason revokedFrom appealBy secondInspectionId late }
    appeal { says lodgedOn decideBy decision { outcome label decidedOn decidedBy { code } documentNo reason late } }
    steps { type says }`;
  expect(await asked(`{ revocation(id: "R1") { ${fields} } }`)).toMatchObject({
    revocation: {
      id: 'R1',
      organization: { code: 'B1' },
      branch: { organization: { code: 'B1' } },
      programme: 'N',
      designation: { status: 'designated' },
      level: 'committee',
      levelLabel: '市直工委级',
      kind: 'party-building-site',
      kindLabel: '基层党建示范点',
      status: 'appeal-decided',
      statusLabel: '申诉已处理',
      since: '2023-06-30',
      proposedOn: '2023-04-18',
      proposedBy: { code: 'W' },
      grounds: [{ ground: 'quality-decline', label: '工作质量滑坡', findings: [{ says: '创建台账停在去年' }] }],
      inspections: [{ id: 'I1' }],
      facts: '命名后未再开展创建',
      inspectors: ['P-1', 'P-2'],
      pending: false,
      decisionDueOn: null,
      decisionOverdue: false,
      notice: { documentNo: basis.documentNo, notifiedOn: '2023-04-20', respondBy: '2023-05-06' },
      statement: { says: '已整改', submittedOn: '2023-04-25' },
      grace: { from: '2023-04-26', until: '2023-05-25', reason: '正在整改' },
      decision: {
        outcome: 'revoke',
        label: '取消命名',
        decidedOn: '2023-06-20',
        decidedBy: { code: 'W' },
        reason: '等待第二次检查',
        revokedFrom: '2023-08-01',
        appealBy: '2023-07-05',
        secondInspectionId: 'I2',
        late: true,
      },
      appeal: {
        lodgedOn: '2023-06-22',
        decideBy: '2023-07-22',
        decision: { outcome: 'overturn', label: '恢复命名', decidedBy: { code: 'C' }, reason: '申诉成立', late: false },
      },
      steps: [
        { type: 'RevocationProposed', says: '提出取消命名' },
        { type: 'BranchNotified' },
        { type: 'StatementSubmitted' },
        { type: 'GraceGranted' },
        { type: 'RevocationDecided' },
        { type: 'AppealLodged' },
        { type: 'AppealDecided', says: '作出申诉处理决定' },
      ],
    },
  });
});

it.each([
  ['2023-04-17', null],
  ['2023-04-19', { status: 'proposed', pending: true, decisionDueOn: '2023-06-17', decisionOverdue: false }],
  ['2023-06-18', { status: 'answered', pending: true, decisionDueOn: '2023-06-17', decisionOverdue: true }],
  ['2023-06-21', { status: 'decided', pending: false, decisionDueOn: null, decisionOverdue: false }],
  ['2023-06-22', { status: 'appealed', pending: false, decisionDueOn: '2023-07-22', decisionOverdue: false }],
])('tells of %s what stood then', async (asOf, stood) => {
  const query = `{ revocation(id: "R1", asOf: "${asOf}") { status pending decisionDueOn decisionOverdue } }`;
  expect(await asked(query)).toEqual({ revocation: stood });
});

it('lists those under an organization, of a status, pending or not, and those of a designation', async () => {
  const listed = (named: string) => asked(`{ revocations(${named}) { totalCount edges { node { id } } } }`, 'en');
  const of = (...ids: readonly string[]) => ({
    revocations: { totalCount: ids.length, edges: ids.map((id) => ({ node: { id } })) },
  });
  expect(await listed('under: "W"')).toEqual(of('R1', 'R2'));
  expect(await listed('under: "W", status: "proposed"')).toEqual(of('R2'));
  expect(await listed('under: "W", pending: true')).toEqual(of('R2'));
  expect(await listed('under: "W", pending: false')).toEqual(of('R1'));
  expect(await listed('under: "W", pending: false, asOf: "2023-04-30"')).toEqual(of());
  const designation = '{ designation(programmeId: "N", organizationId: "B1") { revocations { id } } }';
  expect(await asked(designation)).toEqual({ designation: { revocations: [{ id: 'R1' }] } });
});

it('counts the pending ones on the dashboard of any day', async () => {
  const pending = (asOf: string) => asked(`{ dashboard(under: "W", asOf: "${asOf}") { revocationsPending } }`);
  for (const [day, count] of [
    ['2023-04-17', 0],
    ['2023-06-19', 2],
    ['2023-06-20', 1],
  ] as const)
    expect([day, await pending(day)]).toEqual([day, { dashboard: { revocationsPending: count } }]);
});
