import { describe, it } from '@jest/globals';
import { specification } from '@zhibu/kernel/testing';
import { activity, branch } from '../testing/sample.ts';
import { activityDecider } from './activity.decider.ts';
import type { ActivityFacts, BranchFacts } from './facts.ts';

const { given } = specification(activityDecider);
const living = {
  status: 'known',
  kind: 'branch',
  openedOn: '2022-01-10',
  dissolvedOn: '2022-12-01',
  members: [
    { from: '2022-04-01', value: 4 },
    { from: '2022-06-01', value: 10 },
  ],
} satisfies BranchFacts;
const facts: ActivityFacts = {
  today: '2022-12-15',
  actor: { personId: 'P-1', role: 'clerk' },
  branch: living,
  elsewhere: undefined,
};
const recorded = { type: 'ActivityRecorded', data: activity().data } as const;

describe('organizational life', () => {
  it('an activity of a branch is recorded', () => given().when(activity(), facts).then(recorded));
  it('the same external id with the same content is one activity', () =>
    given(recorded).when(activity(), facts).thenNothing());
  it('is known by its external id, though the branch has gone since', () =>
    given(recorded)
      .when(activity(), { ...facts, branch: { status: 'cancelled' } })
      .thenNothing());
  it.each([{ kind: 'party-lecture' as const }, { heldOn: '2022-03-23' }, { attendance: 6 }])(
    'the same external id with %j is refused',
    (other) => given(recorded).when(activity(other), facts).thenRefused('ACTIVITY_DIFFERS'),
  );
  it('the same external id for another branch or year is refused', () =>
    given()
      .when(activity({ branchId: 'B002' }), { ...facts, elsewhere: recorded.data })
      .thenRefused('ACTIVITY_DIFFERS'));
  it('two external ids are two activities', () =>
    given(recorded)
      .when(activity({ externalId: 'ZHDJ-2' }), facts)
      .then({ ...recorded, data: activity({ externalId: 'ZHDJ-2' }).data }));

  it.each<readonly [string, string, BranchFacts]>([
    ['BRANCH_UNKNOWN', '2022-03-22', { status: 'unknown' }],
    ['REGISTRATION_CANCELLED', '2022-03-22', { status: 'cancelled' }],
    ['NOT_A_BRANCH', '2022-03-22', { ...living, kind: 'general-branch' }],
    ['BEFORE_OPENING', '2022-01-09', living],
    ['ORGANIZATION_DISSOLVED', '2022-12-01', living],
  ])('%s on %s', (code, heldOn, branchFacts) =>
    given()
      .when(activity({ branchId: branch, heldOn }), { ...facts, branch: branchFacts })
      .thenRefused(code),
  );
  it('the first and the last day of a branch count', () => {
    given()
      .when(activity({ heldOn: '2022-01-10' }), facts)
      .then({ ...recorded, data: activity({ heldOn: '2022-01-10' }).data });
    given()
      .when(activity({ heldOn: '2022-11-30' }), facts)
      .then({ ...recorded, data: activity({ heldOn: '2022-11-30' }).data });
  });
});

const corrected = (more: object = {}, year = '2022') =>
  ({
    name: 'CorrectActivity',
    data: { ...activity().data, year, attendance: 6, reason: '人数有误', ...more },
  }) as const;
const withdrawn = (year = '2022') =>
  ({ name: 'WithdrawActivity', data: { branchId: branch, externalId: 'ZHDJ-1', year, reason: '误录' } }) as const;

describe('an activity is never of a day to come, and not crowded', () => {
  it.each([
    ['2022-12-15', undefined],
    ['2022-12-16', 'EFFECTIVE_IN_FUTURE'],
  ])('held on %s', (heldOn, refused) => {
    const forever = { ...facts, branch: { ...living, dissolvedOn: undefined } };
    const outcome = given().when(activity({ heldOn }), forever);
    if (refused) outcome.thenRefused(refused);
    else outcome.then({ ...recorded, data: activity({ heldOn }).data });
  });
  it.each([
    ['2022-03-01', 8, undefined],
    ['2022-03-01', 9, 'ATTENDANCE_TOO_LARGE'],
    ['2022-05-31', 9, 'ATTENDANCE_TOO_LARGE'],
    ['2022-06-01', 20, undefined],
    ['2022-06-01', 21, 'ATTENDANCE_TOO_LARGE'],
  ])('on %s %d attend, at most twice the members reported for the day', (heldOn, attendance, refused) => {
    const outcome = given().when(activity({ heldOn, attendance }), facts);
    if (refused) outcome.thenRefused(refused);
    else outcome.then({ ...recorded, data: activity({ heldOn, attendance }).data });
  });
  it('where nobody reported members, any number may attend', () =>
    given()
      .when(activity({ attendance: 400 }), { ...facts, branch: { ...living, members: [] } })
      .then({ ...recorded, data: activity({ attendance: 400 }).data }));
});

describe('a record of an activity', () => {
  const { year: _year, ...data } = corrected().data;
  const correction = { type: 'ActivityCorrected', data } as const;
  const withdrawal = { type: 'ActivityWithdrawn', data: withdrawn().data } as const;

  it('is corrected with a reason; as it is recorded, it is no news', () => {
    given(recorded).when(corrected(), facts).then(correction);
    given(recorded, correction).when(corrected(), facts).thenNothing();
    given(recorded, correction)
      .when(activity({ attendance: 6 }), facts)
      .thenNothing();
    given(recorded, correction).when(activity(), facts).thenRefused('ACTIVITY_DIFFERS');
  });
  it.each([
    ['ACTIVITY_UNKNOWN', corrected({ externalId: 'ZHDJ-9' })],
    ['ACTIVITY_OTHER_YEAR', corrected({ heldOn: '2021-12-31' })],
    ['EFFECTIVE_IN_FUTURE', corrected({ heldOn: '2022-12-16' })],
    ['BEFORE_OPENING', corrected({ heldOn: '2022-01-09' })],
    ['ATTENDANCE_TOO_LARGE', corrected({ attendance: 9 })],
  ])('is not corrected: %s', (code, command) => {
    const branchFacts = { ...living, dissolvedOn: undefined };
    given(recorded)
      .when(command, { ...facts, branch: branchFacts })
      .thenRefused(code);
  });
  it('is withdrawn with a reason, once, and its external id is free again', () => {
    given(recorded).when(withdrawn()).then(withdrawal);
    given(recorded, withdrawal).when(withdrawn()).thenNothing();
    given(recorded, withdrawal).when(corrected(), facts).thenRefused('ACTIVITY_UNKNOWN');
    given(recorded, withdrawal)
      .when(activity({ attendance: 3 }), facts)
      .then({ ...recorded, data: activity({ attendance: 3 }).data });
  });
});
