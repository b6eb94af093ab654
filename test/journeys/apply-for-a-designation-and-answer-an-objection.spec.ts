import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { onDay, startedAgain } from '../support/clock.ts';
import { eventually } from '../support/duties.ts';
import { PlatformUnderTest } from '../support/platform.ts';
import { COMMITTEE, done, paper, PROGRAMME, registerBranches, sent, visited } from '../support/supervised.ts';

const [BRANCH, OTHER] = ['990801-SZGW-001-01', '990801-SZGW-001-02'] as const;
/** A Monday; 端午节, from 19 to 21 June, lies in the five working days that begin with it. */
const NOTICED_ON = '2026-06-15';
const NOTICE_OVER = '2026-06-23';
const NAMED_FROM = '2026-07-01';
const both = [BRANCH, OTHER] as const;

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await PlatformUnderTest.start({ environment: onDay(NOTICED_ON) });
  await registerBranches(platform, both);
  const approved = { programmeId: PROGRAMME, bodyId: COMMITTEE, approval: 'approved', basis: paper(1) };
  await done(platform, ['P-office', COMMITTEE], ['RecordApprovalBasis', approved]);
}, 300_000);
afterAll(() => platform.discard());

const ofCommittee = (personId: string, name: string, input: object) =>
  sent(platform, [personId, COMMITTEE], [name, input]);
const about = (organizationId: string) => ({ programmeId: PROGRAMME, organizationId });
const applied = (branch: string) =>
  sent(platform, ['P-secretary', branch], ['ApplyForDesignation', { ...about(branch), recommendation: paper(2) }]);
const reviewed = (branch: string, step: string, more: object = {}) =>
  ofCommittee(`P-${step}`, 'ReviewApplication', { ...about(branch), step, outcome: 'passed', ...more });
const named = (branch: string, more: object = {}) =>
  ofCommittee('P-decider', 'DesignateBranch', { ...about(branch), basis: paper(5), ...more });

const shown = async (organizationId: string, asOf?: string): Promise<object> => {
  const { designation } = await platform.query<{ designation: object }>(
    `query ($programmeId: ID!, $organizationId: ID!, $asOf: Date) {
      designation(programmeId: $programmeId, organizationId: $organizationId, asOf: $asOf) {
        status inForce until noticeFrom noticeTo openObjections } }`,
    { ...about(organizationId), asOf },
  );
  return designation;
};

it('a branch without a leading grade, and whose six haves nobody has checked, may not apply', async () => {
  expect(await applied(BRANCH)).toBe('MAY_NOT_APPLY');
});

it('one that has both applies, and is reviewed step by step, at last by an acceptance inspection', async () => {
  const prior = { scheme: 'classification', period: '2025', grade: 'advanced', basis: paper(3), source: '定级通报' };
  const items = ['venue', 'equipment', 'signage', 'reading-corner', 'systems', 'staff'].map((item) => ({
    item,
    standing: 'met',
  }));
  for (const branchId of both) {
    await done(platform, ['P-office', COMMITTEE], ['RecordPriorGrade', { branchId, ...prior }]);
    await done(platform, ['P-unit', COMMITTEE], ['RecordSixHaves', { branchId, occasion: 'yearly', items }]);
    await eventually(async () => expect(await applied(branchId)).toEqual(['DesignationApplied']));
    expect(await reviewed(branchId, 'committee')).toBe('REVIEW_OUT_OF_ORDER');
    expect(await reviewed(branchId, 'superior')).toEqual(['ApplicationReviewed']);
    expect(await reviewed(branchId, 'party-group')).toBe('REVIEW_BASIS_MISSING');
    expect(await reviewed(branchId, 'party-group', { basis: paper(4) })).toEqual(['ApplicationReviewed']);
    const inspectionId = `V-${branchId}`;
    expect(await reviewed(branchId, 'committee', { inspectionId })).toBe('ACCEPTANCE_NOT_PASSED');
    const acceptance = { purpose: 'acceptance', designations: [PROGRAMME] };
    await visited(platform, { inspectionId, organizationId: branchId, on: NOTICED_ON, ...acceptance });
    expect(await reviewed(branchId, 'committee', { inspectionId })).toEqual(['ApplicationReviewed']);
  }
});

it('who reviewed it on the spot does not decide the batch; another does, and the notice begins', async () => {
  const batch = { programmeId: PROGRAMME, bodyId: COMMITTEE, year: '2026', organizationIds: both, basis: paper(7) };
  expect(await ofCommittee('P-committee', 'DecideBatch', batch)).toBe('DECIDED_BY_REVIEWER');
  expect(await ofCommittee('P-decider', 'DecideBatch', batch)).toEqual(['BatchDecided']);
  for (const branch of both)
    expect(await ofCommittee('P-office', 'StartPublicNotice', { ...about(branch), year: '2026' })).toEqual([
      'PublicNoticeStarted',
    ]);
  await eventually(async () =>
    expect(await shown(BRANCH)).toMatchObject({ status: 'noticed', noticeFrom: NOTICED_ON, noticeTo: NOTICE_OVER }),
  );
});

it('an objection is taken in, and nobody is named while the notice runs', async () => {
  const objection = { objectionId: 'O1', kind: 'facts', says: '活动场所与其他支部共用' };
  expect(await ofCommittee('P-receiver', 'RaiseObjection', { ...about(BRANCH), ...objection })).toEqual([
    'ObjectionRaised',
  ]);
  expect(await named(OTHER)).toBe('DESIGNATION_NOTICE_NOT_OVER');
});

it('after the notice the objection stops that branch alone, until another than who took it in has settled it', async () => {
  platform = await startedAgain(platform, onDay(NOTICE_OVER));
  expect(await named(OTHER)).toEqual(['BranchDesignated']);
  expect(await named(BRANCH)).toBe('DESIGNATION_OBJECTION_OPEN');
  const settled = { ...about(BRANCH), objectionId: 'O1', outcome: 'rejected', reason: '场所独立使用，情况不实' };
  expect(await ofCommittee('P-receiver', 'ResolveObjection', settled)).toBe('DESIGNATION_OBJECTION_OWN');
  expect(await ofCommittee('P-checker', 'ResolveObjection', settled)).toEqual(['ObjectionResolved']);
  expect(await named(BRANCH, { effectiveOn: NAMED_FROM })).toEqual(['BranchDesignated']);
}, 240_000);

it('it is named from the day that was announced, for three years', async () => {
  await eventually(async () =>
    expect(await shown(BRANCH, NAMED_FROM)).toMatchObject({
      status: 'designated',
      inForce: true,
      until: '2029-07-01',
      openObjections: 0,
    }),
  );
  expect(await shown(BRANCH)).toMatchObject({ status: 'noticed', inForce: false });
  expect(await shown(OTHER)).toMatchObject({ status: 'designated', inForce: true, until: '2029-06-23' });
});
