import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { onDay } from '../support/clock.ts';
import { eventually } from '../support/duties.ts';
import { PlatformUnderTest } from '../support/platform.ts';
import {
  CITY,
  COMMITTEE,
  done,
  paper,
  PROGRAMME,
  registerBranches,
  SAYS,
  sent,
  UNIT,
  visitWithGraveFinding,
} from '../support/supervised.ts';

const [BRANCH, OTHER] = ['990801-SZGW-001-01', '990801-SZGW-001-02'] as const;
const TODAY = '2026-06-15';
const revocationId = 'R2026-1';
const about = { programmeId: PROGRAMME, organizationId: BRANCH };

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await PlatformUnderTest.start({ environment: onDay(TODAY) });
  await registerBranches(platform, [BRANCH, OTHER]);
  const prior = { ...about, since: '2025-07-01', basis: paper(1), source: '命名决定' };
  await eventually(() => done(platform, ['P-office', COMMITTEE], ['RecordPriorDesignation', prior]));
}, 300_000);
afterAll(() => platform.discard());

const ofCommittee = (personId: string, name: string, input: object) =>
  sent(platform, [personId, COMMITTEE], [name, input]);
const decide = (personId: string, outcome: string) =>
  ofCommittee(personId, 'DecideRevocation', { revocationId, outcome, basis: paper(12) });
const dissolve = (more: object = {}) => {
  const decided = { organizationId: BRANCH, effectiveOn: TODAY, reason: '与其他党支部合并', ...more };
  return ofCommittee('P-register', 'DissolveOrganization', decided);
};

it('remote checks alone carry no case; one on site beside them does', async () => {
  const seen = { organizationId: BRANCH, on: TODAY };
  const remote = await visitWithGraveFinding(platform, { ...seen, inspectionId: 'V1', mode: 'remote' });
  const office = await visitWithGraveFinding(platform, { ...seen, inspectionId: 'V2', mode: 'back-office' });
  const propose = (...findings: readonly object[]) => {
    const grounds = [{ ground: 'quality-decline', findings }];
    const proposal = { revocationId, ...about, grounds, facts: SAYS };
    return ofCommittee('P-proposer', 'ProposeRevocation', proposal);
  };
  await eventually(async () => expect(await propose(remote, office)).toBe('EVIDENCE_REMOTE_ONLY'));
  const onSite = await visitWithGraveFinding(platform, { ...seen, inspectionId: 'V3' });
  expect(await propose(remote, onSite)).toEqual(['RevocationProposed']);
});

it('who proposed does not decide, and nobody does before the branch is heard', async () => {
  expect(await ofCommittee('P-proposer', 'NotifyBranch', { revocationId, basis: paper(11) })).toEqual([
    'BranchNotified',
  ]);
  expect(await decide('P-proposer', 'revoke')).toBe('DECIDED_BY_PROPOSER');
  expect(await decide('P-decider', 'revoke')).toBe('RESPONSE_PENDING');
});

it('while the case is open the branch is not dissolved, as for a merger, without a paper', async () => {
  await eventually(async () => expect(await dissolve()).toBe('SUPERVISION_OPEN'));
  expect(await dissolve({ basis: paper(40) })).toEqual(['OrganizationDissolved']);
  const shown = `query ($programmeId: ID!, $organizationId: ID!) {
    designation(programmeId: $programmeId, organizationId: $organizationId) { status causedBy { type } } }`;
  await eventually(async () =>
    expect(await platform.query(shown, about)).toEqual({
      designation: { status: 'expired', causedBy: { type: 'OrganizationDissolved' } },
    }),
  );
  await eventually(async () => expect(await decide('P-decider', 'revoke')).toBe('DESIGNATION_NOT_IN_FORCE'));
  expect(await decide('P-decider', 'retain')).toEqual(['RevocationDecided']);
});

it('the second comprehensive visit of a year needs a paper, whichever body comes', async () => {
  const visit = (body: string, inspectionId: string, more: object) => {
    const planned = { scope: 'comprehensive', mode: 'on-site', purpose: 'routine', visitOn: '2026-07-01' };
    const team = { leaderId: 'P-leader', team: ['P-leader', 'P-member'] };
    const schedule = { inspectionId, organizationId: OTHER, ...planned, ...team, ...more };
    return sent(platform, ['P-office', body], ['ScheduleInspection', schedule]);
  };
  const ofUnit = { theme: '规范化建设', months: [3, 7], units: [UNIT], modes: ['on-site', 'random-survey'] };
  const items = [{ itemId: 'C1', scope: 'comprehensive', ...ofUnit }];
  for (const [bodyId, year] of [
    [COMMITTEE, '2026'],
    [CITY, '2026'],
    [CITY, '2027'],
  ] as const)
    await done(platform, ['P-office', bodyId], ['AdoptPlan', { bodyId, year, basis: paper(45), items }]);
  expect(await visit(COMMITTEE, 'V4', { planItem: 'C1' })).toEqual(['InspectionScheduled']);
  expect(await visit(CITY, 'V5', { planItem: 'C1' })).toBe('BUDGET_COMPREHENSIVE_USED');
  expect(await visit(CITY, 'V5', { planItem: 'C1', mode: 'random-survey' })).toEqual(['InspectionScheduled']);
  expect(await visit(CITY, 'V6', { planItem: 'C1', visitOn: '2027-03-01' })).toEqual(['InspectionScheduled']);
  expect(await visit(CITY, 'V7', { basis: paper(50) })).toEqual(['InspectionScheduled']);
});
