import { derivedId } from '@zhibu/kernel';
import { sendAs } from './duties.ts';
import { register } from './people.ts';
import type { PlatformUnderTest } from './platform.ts';

/** A work committee with one unit, under a city and a province. */
export const [PROVINCE, CITY, COMMITTEE, UNIT] = ['990800', '990801', '990801-SZGW', '990801-SZGW-001'] as const;
/** A designation of committee level. */
export const PROGRAMME = 'SITE';
export const paper = (number: number) => ({ documentNo: `市直工委〔2026〕${number}号` });

/** A command of a person for an organization. @returns the types of its events, or the code of its refusal */
export const sent = (
  platform: PlatformUnderTest,
  [personId, actingFor]: readonly [personId: string, actingFor: string],
  command: readonly [name: string, input: object],
): Promise<unknown> => sendAs(platform, { personId, actingFor }, command);

/** The same. @throws Error where it is refused */
export async function done(...asked: Parameters<typeof sent>): Promise<void> {
  const answer = await sent(...asked);
  if (!Array.isArray(answer)) throw new Error(`${asked[2][0]}: ${String(answer)}`);
}

/** Registers the four, and branches under the unit; and a programme of the committee that may designate them. */
export async function registerBranches(platform: PlatformUnderTest, branchIds: readonly string[]): Promise<void> {
  await register(platform, [
    [PROVINCE, 'province', undefined],
    [CITY, 'city', PROVINCE],
    [COMMITTEE, 'work-committee', CITY],
    [UNIT, 'unit', COMMITTEE],
    ...branchIds.map((id) => [id, 'branch', UNIT] as const),
  ]);
  const ofCommittee = { programmeId: PROGRAMME, bodyId: COMMITTEE };
  const described = { level: 'committee', programmeKind: 'party-building-site', title: '党建示范点' };
  await done(platform, ['P-office', COMMITTEE], ['RegisterProgramme', { ...ofCommittee, ...described }]);
}

interface Visit {
  readonly inspectionId: string;
  readonly organizationId: string;
  /** The day on which it is scheduled, made and concluded. */
  readonly on: string;
  readonly mode?: string;
  readonly purpose?: string;
  readonly designations?: readonly string[];
}

/** A visit of two to a branch, on site and routine unless it says otherwise, as the committee concludes it. */
export async function visited(
  platform: PlatformUnderTest,
  { on, ...visit }: Visit,
  findings: readonly object[] = [],
): Promise<void> {
  const { inspectionId } = visit;
  const [leaderId, asLeader] = ['P-leader', ['P-leader', COMMITTEE]] as const;
  const planned = { scope: 'special', mode: 'on-site', purpose: 'routine', leaderId, team: [leaderId, 'P-member'] };
  await done(platform, asLeader, ['ScheduleInspection', { ...planned, visitOn: on, basis: paper(30), ...visit }]);
  for (const found of findings)
    await done(platform, asLeader, ['RecordFinding', { inspectionId, ...found, foundOn: on }]);
  await done(platform, asLeader, ['ConcludeInspection', { inspectionId, visitedOn: on }]);
}

/** What {@link visitWithGraveFinding} finds. */
export const SAYS = '全年未召开组织生活会';

/** The same, which found something grave. @returns the finding, as a case names it */
export async function visitWithGraveFinding(
  platform: PlatformUnderTest,
  visit: Visit,
): Promise<{ readonly inspectionId: string; readonly findingId: string }> {
  const { inspectionId } = visit;
  const findingId = derivedId('finding', inspectionId);
  await visited(platform, visit, [
    { findingId, aspect: 'organizational-life', item: 'L1', says: SAYS, severity: 'grave' },
  ]);
  return { inspectionId, findingId };
}
