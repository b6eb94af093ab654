import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { onDay, startedAgain } from '../support/clock.ts';
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
  visitWithGraveFinding,
} from '../support/supervised.ts';

const BRANCH = '990801-SZGW-001-01';
const about = { programmeId: PROGRAMME, organizationId: BRANCH };
const revocationId = 'R2026-1';
/** A Wednesday. Until 14 October there are 中秋节, 25 to 27 September, 国庆节, 1 to 7 October, and a Saturday that is worked. */
const NOTIFIED_ON = '2026-09-23';
const TENTH_WORKING_DAY = '2026-10-14';
const DECIDED_ON = '2026-10-15';
const LAST_DAY_OF_APPEAL = '2026-10-30';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await PlatformUnderTest.start({ environment: onDay(NOTIFIED_ON) });
  await registerBranches(platform, [BRANCH]);
  const prior = { ...about, since: '2025-07-01', basis: paper(1), source: '命名决定' };
  await eventually(() => done(platform, ['P-office', COMMITTEE], ['RecordPriorDesignation', prior]));
}, 300_000);
afterAll(() => platform.discard());

const ofCommittee = (personId: string, name: string, input: object) =>
  sent(platform, [personId, COMMITTEE], [name, input]);
const decide = () =>
  ofCommittee('P-decider', 'DecideRevocation', { revocationId, outcome: 'revoke', basis: paper(12) });
const settle = ([personId, body]: readonly [string, string]) => {
  const appeal = { revocationId, outcome: 'overturn', basis: paper(60), reason: '组织生活会已补开，责任不在该支部' };
  return sent(platform, [personId, body], ['DecideAppeal', appeal]);
};
const on = async (day: string): Promise<void> => {
  platform = await startedAgain(platform, onDay(day));
};

const designation = async (asOf?: string): Promise<unknown> => {
  const shown = await platform.query<{ designation: unknown }>(
    `query ($programmeId: ID!, $organizationId: ID!, $asOf: Date) {
      designation(programmeId: $programmeId, organizationId: $organizationId, asOf: $asOf) {
        status inForce proposeBy plaqueDueOn causedBy { type } } }`,
    { ...about, asOf },
  );
  return shown.designation;
};
const shownAs = (expected: object) => eventually(async () => expect(await designation()).toMatchObject(expected));

it('a reinspection fails for a grave finding, and a case is due within 30 days', async () => {
  const reviewed = { purpose: 'reinspection', designations: [PROGRAMME] };
  const visit = { inspectionId: 'V1', organizationId: BRANCH, on: NOTIFIED_ON, ...reviewed };
  const finding = await visitWithGraveFinding(platform, visit);
  await shownAs({ status: 'failed', inForce: true, proposeBy: '2026-10-23' });
  const grounds = [{ ground: 'quality-decline', findings: [finding] }];
  const proposal = { revocationId, ...about, grounds, facts: SAYS };
  await eventually(() => done(platform, ['P-proposer', COMMITTEE], ['ProposeRevocation', proposal]));
});

it('the branch is notified, and has ten working days, whatever holidays lie in them', async () => {
  expect(await ofCommittee('P-proposer', 'NotifyBranch', { revocationId, basis: paper(11) })).toEqual([
    'BranchNotified',
  ]);
  await eventually(async () =>
    expect(
      await platform.query('query ($id: ID!) { revocation(id: $id) { status notice { respondBy } } }', {
        id: revocationId,
      }),
    ).toEqual({ revocation: { status: 'notified', notice: { respondBy: TENTH_WORKING_DAY } } }),
  );
  await on(TENTH_WORKING_DAY);
  expect(await decide()).toBe('RESPONSE_PENDING');
}, 240_000);

it('on the eleventh it is decided, and the designation ends by the decision', async () => {
  await on(DECIDED_ON);
  expect(await decide()).toEqual(['RevocationDecided']);
  await shownAs({
    status: 'revoked',
    inForce: false,
    plaqueDueOn: LAST_DAY_OF_APPEAL,
    causedBy: { type: 'RevocationDecided' },
  });
}, 240_000);

it('the branch appeals on the last day; the level above overturns it, and it is as if it had never ended', async () => {
  await on(LAST_DAY_OF_APPEAL);
  const lodged = { revocationId, says: '组织生活会因改造场所延期，已补开' };
  expect(await sent(platform, ['P-secretary', BRANCH], ['LodgeAppeal', lodged])).toEqual(['AppealLodged']);
  expect(await designation()).toMatchObject({ status: 'revoked' });
  expect(await settle(['P-other', COMMITTEE])).toBe('APPEAL_OF_ANOTHER_LEVEL');
  expect(await settle(['P-decider', CITY])).toBe('APPEAL_BY_SAME_HAND');
  expect(await settle(['P-appeals', CITY])).toEqual(['AppealDecided']);
  const restored = { status: 'designated', inForce: true, plaqueDueOn: null, causedBy: { type: 'AppealDecided' } };
  await shownAs(restored);
  expect(await designation(DECIDED_ON)).toMatchObject(restored);
}, 240_000);

it('the case shows who decided, and who decided the appeal', async () => {
  const shown = await platform.query(
    `query ($id: ID!) { revocation(id: $id) { status pending decision { outcome appealBy decidedBy { code } }
      appeal { lodgedOn decision { outcome decidedBy { code } } } } }`,
    { id: revocationId },
  );
  expect(shown).toEqual({
    revocation: {
      status: 'appeal-decided',
      pending: false,
      decision: { outcome: 'revoke', appealBy: LAST_DAY_OF_APPEAL, decidedBy: { code: COMMITTEE } },
      appeal: { lodgedOn: LAST_DAY_OF_APPEAL, decision: { outcome: 'overturn', decidedBy: { code: CITY } } },
    },
  });
});
