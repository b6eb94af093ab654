import { describe, it } from '@jest/globals';
import { specification } from '@zhibu/kernel/testing';
import { activity, branch } from '../testing/sample.ts';
import { activityDecider } from './activity.decider.ts';
import type { ActivityFacts, BranchFacts } from './facts.ts';

const { given } = specification(activityDecider);
const living: BranchFacts = { status: 'known', kind: 'branch', openedOn: '2022-01-10', dissolvedOn: '2022-12-01' };
const facts: ActivityFacts = { branch: living, elsewhere: undefined };
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
