import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type CommandNamed, designationStream, inspectionStream, revocationStream } from '@zhibu/contracts';
import { addDays, dayOf } from '@zhibu/kernel';
import { openRevocation } from './revocations.lookup.ts';
import { strataOn } from './strata.lookup.ts';
import { calendarOf, type Fact, registered } from './testing/facts.ts';
import { finding, found, scheduled } from './testing/inspection/examples.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let end: () => Promise<void>;
/** The one of three that passed. */
let proposedLast = '';
const today = dayOf(Date.now());
const year = today.slice(0, 4);
const basis = { documentNo: '工委〔2026〕30号' };
const major = finding('stale', 'major', { says: '创建台账停在去年' });

const designated = (organizationId: string, level: string, change: object = {}): Fact => ({
  stream: designationStream(`N-${level}`, organizationId),
  type: 'BranchDesignated',
  data: {
    programmeId: `N-${level}`,
    organizationId,
    level,
    programmeKind: 'party-building-site',
    effectiveOn: '2024-07-01',
    basis,
    year: '2024',
    until: '2099-07-01',
    ...change,
  },
});

beforeAll(async () => {
  ({ world, end } = await openWorld());
  await world.tell(
    registered('P', 'province'),
    registered('C', 'city', 'P'),
    registered('W', 'work-committee', 'C'),
    registered('U', 'unit', 'W'),
    ...['B', 'D', 'E'].map((id) => registered(id, 'branch', 'U')),
    calendarOf(year),
    calendarOf(String(Number(year) + 1)),
    designated('B', 'committee'),
    designated('D', 'city'),
    designated('D', 'committee'),
    designated('E', 'committee', { effectiveOn: addDays(today, 1) }),
  );
  await inspectedBy('I1', ['P-1', 'P-2']);
});
afterAll(() => end());

/** A concluded on-site inspection of B with one major finding. */
async function inspectedBy(inspectionId: string, team: readonly string[]): Promise<void> {
  const stream = inspectionStream(inspectionId);
  const of = { inspectionId, organizationId: 'B', bodyId: 'W' };
  const visit = { scope: 'special', mode: 'on-site', purpose: 'reinspection', leaderId: team[0], team } as const;
  const { foundOn: _on, ...concluded } = major;
  const steps = [
    { ...scheduled(), data: { ...scheduled().data, ...of, ...visit } },
    { ...found(major), data: { ...found(major).data, ...of } },
    {
      type: 'InspectionConcluded',
      data: {
        ...of,
        ...visit,
        effectiveOn: today,
        visitedOn: today,
        outcome: 'rectify',
        counts: { minor: 0, major: 1, grave: 0 },
        findings: [concluded],
        designations: [],
        concludeBy: today,
      },
    },
  ];
  await world.record(...steps.map(({ type, data }) => ({ stream, type, data })));
}

type Propose = CommandNamed<'ProposeRevocation'>['data'];
const propose = (revocationId: string, change: Partial<Propose> = {}, by = 'W') => {
  const grounds: Propose['grounds'] = [
    { ground: 'poor-effect', findings: [{ inspectionId: 'I1', findingId: major.findingId }] },
  ];
  const data = { revocationId, programmeId: 'N-committee', organizationId: 'B', grounds, facts: '命名后停滞' };
  return world.send({ name: 'ProposeRevocation', data: { ...data, ...change } }, by);
};
const decide = (revocationId: string, change: object = {}, by = 'C') =>
  world.send({ name: 'DecideRevocation', data: { revocationId, outcome: 'revoke', basis, ...change } }, by);

it('rests on the findings of the inspection’s own stream, and on a designation that is in force today', async () => {
  expect(await propose('R0', { programmeId: 'N-city' })).toBe('DESIGNATION_NOT_IN_FORCE');
  expect(await propose('R0', { organizationId: 'E' })).toBe('DESIGNATION_NOT_IN_FORCE');
  expect(await propose('R0', { organizationId: 'D' })).toBe('GROUND_FINDING_UNKNOWN');
  expect(await propose('R1')).toEqual(['RevocationProposed']);
  expect(await world.dataOf(revocationStream('R1'), 'RevocationProposed')).toMatchObject({
    level: 'committee',
    bodyId: 'W',
    inspectors: ['P-1', 'P-2'],
    grounds: [{ findings: [{ says: '创建台账停在去年' }] }],
  });
});

/** An on-site inspection of B from before the platform, by a body of which nothing is recorded here by that day. */
function inspectedBefore(inspectionId: string, visitedOn: string, body: string) {
  const { aspect, item, says, severity } = major;
  const kind = { scope: 'special', mode: 'on-site', purpose: 'routine', outcome: 'rectify' } as const;
  const data = { inspectionId, organizationId: 'B', ...kind, visitedOn, basis, source: '档案' };
  return world.send(
    { name: 'RecordPriorInspection', data: { ...data, findings: [{ aspect, item, says, severity }] } },
    body,
  );
}

it('rests on no finding from before the platform', async () => {
  expect(await inspectedBefore('OLD', '2023-05-09', 'W')).toEqual(['PriorInspectionRecorded']);
  const { findings } = Object(await world.dataOf(inspectionStream('OLD'), 'PriorInspectionRecorded'));
  const { findingId } = Object(findings[0]);
  const grounds = [{ ground: 'poor-effect' as const, findings: [{ inspectionId: 'OLD', findingId }] }];
  expect(await propose('R0', { grounds })).toBe('GROUND_FINDING_UNKNOWN');
});

it('is one at a time of a designation, from the moment it is proposed', async () => {
  expect(await propose('R2')).toBe('REVOCATION_OPEN');
  expect(await propose('R1')).toEqual([]);
  const of = { programmeId: 'N-committee', organizationId: 'B' };
  await world.caughtUp();
  expect(await openRevocation(world.database, { revocationId: 'R2', ...of })).toBe('R1');
  expect(await openRevocation(world.database, { revocationId: 'R1', ...of })).toBeNull();
});

it('goes from the notice over the statement and a grace to the decision of another, and its appeal', async () => {
  const notify = { name: 'NotifyBranch', data: { revocationId: 'R1', basis } } as const;
  expect(await decide('R1')).toBe('BRANCH_NOT_NOTIFIED');
  expect(await world.send(notify, 'W')).toEqual(['BranchNotified']);
  expect(await decide('R1')).toBe('RESPONSE_PENDING');
  expect(await world.send({ name: 'SubmitStatement', data: { revocationId: 'R1', says: '已整改' } }, 'B')).toHaveLength(
    1,
  );
  const until = addDays(today, 20);
  const grant = { name: 'GrantGrace', data: { revocationId: 'R1', until, reason: '正在整改' } } as const;
  expect(await world.send(grant, 'W')).toEqual(['GraceGranted']);
  await inspectedBy('I2', ['P-2', 'P-3']);
  expect(await decide('R1')).toBe('GRACE_RUNNING');
  // Taken in on the next day, for it lies before the day on which it is.
  world.behind -= 24 * 60 * 60 * 1000;
  expect(await inspectedBefore('OLD-2', today, 'C')).toEqual(['PriorInspectionRecorded']);
  world.behind += 24 * 60 * 60 * 1000;
  expect(await decide('R1')).toBe('GRACE_RUNNING');
  await inspectedBy('I3', ['P-4', 'P-5']);
  expect(await decide('R1', {}, 'W')).toBe('DECIDED_BY_PROPOSER');
  expect(await decide('R1', { revokedFrom: addDays(today, 40) })).toEqual(['RevocationDecided']);
  expect(await world.dataOf(revocationStream('R1'), 'RevocationDecided')).toMatchObject({
    bodyId: 'C',
    bodyLevel: 'city',
    secondInspectionId: 'I3',
    appealBy: addDays(today, 15),
  });
  // What is to be revoked on a day to come is not proposed anew before it.
  expect(await propose('R3')).toBe('REVOCATION_OPEN');
  expect(await world.send({ name: 'LodgeAppeal', data: { revocationId: 'R1', says: '有出入' } }, 'B')).toHaveLength(1);
  const settle = { name: 'DecideAppeal', data: { revocationId: 'R1', outcome: 'overturn', basis } } as const;
  expect(await world.send(settle, 'W')).toBe('APPEAL_BY_SAME_HAND');
  expect(await world.send(settle, 'P')).toEqual(['AppealDecided']);
  expect(await propose('R4')).toEqual(['RevocationProposed']);
});

it('passes once where two are proposed at the same moment', async () => {
  expect(await decide('R4', { outcome: 'retain' })).toBe('BRANCH_NOT_NOTIFIED');
  const { programmeId, organizationId, level, programmeKind } = Object(designated('B', 'committee').data);
  await world.tell({
    stream: designationStream('N-committee', 'B'),
    type: 'DesignationExpired',
    data: { programmeId, organizationId, level, programmeKind, effectiveOn: today, because: 'validity-over' },
  });
  expect(await decide('R4')).toBe('DESIGNATION_NOT_IN_FORCE');
  // Of the designation that the organization has anew, the case is none.
  await world.tell(designated('B', 'committee', { effectiveOn: today }));
  expect(await decide('R4')).toBe('DESIGNATION_NOT_IN_FORCE');
  expect(await decide('R4', { outcome: 'retain' })).toEqual(['RevocationDecided']);
  const outcomes = await Promise.all(['R5', 'R6', 'R7'].map((id) => propose(id)));
  expect(outcomes.filter((one) => one === 'REVOCATION_OPEN')).toHaveLength(2);
  proposedLast = ['R5', 'R6', 'R7'][outcomes.findIndex((one) => one !== 'REVOCATION_OPEN')] ?? '';
  expect(await world.dataOf(revocationStream(proposedLast), 'RevocationProposed')).toMatchObject({
    designatedOn: today,
  });
});

it('is under way until the end of the designation has arrived', async () => {
  await world.send({ name: 'NotifyBranch', data: { revocationId: proposedLast, basis } }, 'W');
  await world.send({ name: 'SubmitStatement', data: { revocationId: proposedLast, says: '已整改' } }, 'B');
  expect(await decide(proposedLast)).toEqual(['RevocationDecided']);
  expect(await propose('R8')).toBe('REVOCATION_OPEN');
  const { programmeId, organizationId, level, programmeKind } = Object(designated('B', 'committee').data);
  const said = { programmeId, organizationId, level, programmeKind, effectiveOn: today, plaqueDueOn: today };
  await world.tell({
    stream: designationStream('N-committee', 'B'),
    type: 'DesignationRevoked',
    data: { ...said, revocationId: proposedLast, basis },
  });
  expect(await propose('R8')).toBe('DESIGNATION_NOT_IN_FORCE');
  await world.tell(designated('B', 'committee', { effectiveOn: today }));
});

it('tells draws the highest level at which branches are designated today', async () => {
  const strata = await strataOn(world.database, ['B', 'D', 'E'], today);
  expect(strata.map(([id, stratum]) => [id, stratum.split('|')[0]])).toEqual([
    ['B', 'committee'],
    ['D', 'city'],
    ['E', 'none'],
  ]);
});
