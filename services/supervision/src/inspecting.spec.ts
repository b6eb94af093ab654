import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandNamed, inspectionStream } from '@zhibu/contracts';
import { addDays, dayOf } from '@zhibu/kernel';
import { dutiesHeld } from '@zhibu/register';
import { inspectionsOf } from './inspections.lookup.ts';
import { strataOn } from './strata.lookup.ts';
import {
  calendarOf,
  closedBy,
  dissolved,
  drawOf,
  dutyAt,
  evidenceOf,
  type Fact,
  openedGrading,
  planned,
  rated,
  registered,
} from './testing/facts.ts';
import { scheduled } from './testing/inspection/examples.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let end: () => Promise<void>;
const today = dayOf(Date.now());
const [year, tomorrow] = [today.slice(0, 4), addDays(today, 1)];
const BRANCHES = Array.from({ length: 9 }, (_, index) => `B${index}`);

beforeAll(async () => {
  ({ world, end } = await openWorld());
  await world.tell(
    registered('C', 'city'),
    registered('W', 'work-committee', 'C'),
    registered('U', 'unit', 'W'),
    registered('O', 'organ-committee', 'U'),
    ...BRANCHES.map((id) => registered(id, 'branch', 'O')),
    calendarOf(year),
    calendarOf(String(Number(year) + 1)),
    dutyAt('P-O', 'organ-committee-staff', 'O'),
    dutyAt('P-U', 'party-group-secretary', 'U'),
    dutyAt('P-W', 'committee-decider', 'W'),
    openedGrading('B1', year),
    openedGrading('B2', year),
    rated('B1', 'P-R', year),
    closedBy('P-K', year),
  );
  for (const body of ['C', 'W'])
    for (const each of [year, String(Number(year) + 1)]) await world.record(planned(body, each, ['W']));
});
afterAll(() => end());

type Data = CommandNamed<'ScheduleInspection'>['data'];
const schedule = (inspectionId: string, organizationId: string, change: Partial<Data> = {}, body = 'C') => {
  const { scope = 'comprehensive' } = change;
  const kind = { scope, mode: 'on-site', purpose: 'routine', planItem: scope } as const;
  const data: Data = {
    inspectionId,
    organizationId,
    ...kind,
    leaderId: 'p-of-C',
    team: ['p-of-C', 'P-8'],
    visitOn: today,
    ...change,
  };
  return world.send({ name: 'ScheduleInspection', data }, body);
};
const ok = ['InspectionScheduled'];
const team = (...persons: readonly string[]) => ({ team: ['p-of-C', ...persons] });
/** One that is scheduled by then, whatever the register said. */
const again = (inspectionId: string, organizationId: string): Fact => ({
  stream: inspectionStream(inspectionId),
  type: 'InspectionScheduled',
  data: { ...scheduled().data, inspectionId, organizationId },
});
const conclude = (inspectionId: string) =>
  world.send({ name: 'ConcludeInspection', data: { inspectionId, visitedOn: today } }, 'C');

describe('the team', () => {
  it('holds nobody whose duty stands at the unit or under it', async () => {
    expect(await schedule('T1', 'B1', team('P-O'))).toBe('TEAM_OF_THE_UNIT');
    expect(await schedule('T1', 'B1', team('P-U'))).toBe('TEAM_OF_THE_UNIT');
  });

  it('holds nobody who rated the branch in the period; who confirmed its grade is told', async () => {
    expect(await schedule('T2', 'B1', team('P-R'))).toBe('TEAM_RATED_THE_BRANCH');
    expect(await schedule('T3', 'B2', team('P-R', 'P-W'))).toEqual(ok);
    expect(await world.dataOf(inspectionStream('T3'), 'InspectionScheduled')).not.toHaveProperty('sameHand');
    expect(await schedule('T4', 'B1', team('P-K'))).toEqual(ok);
    expect(await world.dataOf(inspectionStream('T4'), 'InspectionScheduled')).toMatchObject({ sameHand: true });
  });

  it('is inspectors from then on, until thirty days after the conclusion or until it is cancelled', async () => {
    await schedule('T5', 'B3', team('P-I'));
    await world.caughtUp();
    const held = async (day: string) =>
      (await dutiesHeld(world.database, 'P-I', day)).map(({ duty, branchIds }) => [duty, branchIds]);
    expect(await held(today)).toEqual([['inspector', ['B3']]]);
    expect(await conclude('T5')).toEqual(['InspectionConcluded']);
    await world.caughtUp();
    expect(await held(addDays(today, 30))).toEqual([['inspector', ['B3']]]);
    expect(await held(addDays(today, 31))).toEqual([]);
  });
});

describe('the budget', () => {
  const special = { scope: 'special' } as const;
  it('is of all bodies together, by the year of the visit; what is cancelled leaves it', async () => {
    expect(await schedule('V1', 'B4')).toEqual(ok);
    expect(await schedule('V2', 'B4', {}, 'W')).toBe('BUDGET_COMPREHENSIVE_USED');
    expect(await schedule('V2', 'B4', { basis: { documentNo: '督〔2026〕1号' } }, 'W')).toEqual(ok);
    expect(await schedule('V3', 'B4', { visitOn: `${Number(year) + 1}-06-01` }, 'W')).toEqual(ok);
    for (const id of ['V4', 'V5']) expect(await schedule(id, 'B4', special)).toEqual(ok);
    expect(await schedule('V6', 'B4', special)).toBe('BUDGET_SPECIAL_USED');
    const cancel = { inspectionId: 'V5', because: 'body-decided', reason: '计划调整' } as const;
    expect(await world.send({ name: 'CancelInspection', data: cancel }, 'C')).toEqual(['InspectionCancelled']);
    expect(await schedule('V6', 'B4', special)).toEqual(ok);
  });

  it('is used once by two schedules at the same moment', async () => {
    const answers = await Promise.all(['R1', 'R2', 'R3', 'R4'].map((id) => schedule(id, 'B5')));
    expect(answers.filter((answer) => answer !== 'BUDGET_COMPREHENSIVE_USED')).toEqual([ok]);
  });

  it('is not claimed by what is refused for another reason', async () => {
    expect(await schedule('R5', 'B6', { leaderId: 'P-1' })).toBe('INSPECTION_TEAM_WRONG');
    expect(await schedule('R6', 'B6')).toEqual(ok);
  });
});

it('tells of the inspections of an organization how far they have come', async () => {
  const findingId = '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001';
  await schedule('K1', 'B7');
  const found = {
    findingId,
    aspect: 'venue-building',
    item: '6.1',
    says: '场所被占用',
    severity: 'grave',
    foundOn: today,
  } as const;
  const record = (sha256: string) =>
    world.send({ name: 'RecordFinding', data: { inspectionId: 'K1', ...found, evidence: [sha256] } }, 'C');
  await world.tell(evidenceOf('B7', 'a'.repeat(64)));
  expect(await record('e'.repeat(64))).toBe('EVIDENCE_UNKNOWN');
  expect(await record('a'.repeat(64))).toEqual(['FindingRecorded']);
  expect(await conclude('K1')).toEqual(['InspectionConcluded']);
  await world.caughtUp();
  const kept = {
    inspectionId: 'K1',
    organizationId: 'B7',
    bodyId: 'C',
    scope: 'comprehensive',
    mode: 'on-site',
    purpose: 'routine',
  };
  const state = {
    status: 'concluded',
    visitOn: today,
    visitedOn: today,
    outcome: 'fail',
    planItem: 'comprehensive',
    findings: [findingId],
  };
  expect((await inspectionsOf(world.database, ['B7'])).get('B7')).toEqual([
    { ...kept, ...state, team: ['p-of-C', 'P-8'] },
  ]);
});

it('counts the months since the last comprehensive visit for draws', async () => {
  const stratum = async (id: string, day: string) => (await strataOn(world.database, [id], day))[0]?.[1];
  expect(await stratum('B7', today)).toBe('none|none|0-12');
  expect(await stratum('B7', addDays(today, 366))).toBe('none|none|12-24');
  expect(await stratum('B7', addDays(today, 732))).toBe('none|none|24+');
  // Scheduled is not visited.
  expect(await stratum('B6', today)).toBe('none|none|24+');
});

it('is by a draw only of whom it drew and who was not substituted, for one of its bodies', async () => {
  await world.record(...drawOf('D1', ['B0', 'B8']));
  const drawId = 'D1';
  expect(await schedule('D1', 'B0', { drawId: 'NONE' })).toBe('NOT_DRAWN_TO_VISIT');
  expect(await schedule('D1', 'B1', { drawId, scope: 'special' })).toBe('NOT_DRAWN_TO_VISIT');
  expect(await schedule('D1', 'B8', { drawId })).toBe('NOT_DRAWN_TO_VISIT');
  expect(await schedule('D1', 'B0', { drawId }, 'W')).toBe('NOT_DRAWN_TO_VISIT');
  expect(await schedule('D1', 'B0', { drawId })).toEqual(ok);
});

it('a draw excludes as inspected this year who was visited so, and nobody whose visit is planned or does not count', async () => {
  await world.tell(...['N1', 'N2', 'N3', 'N4'].map((id) => registered(id, 'branch', 'O')));
  expect(await schedule('N1', 'N1')).toEqual(ok);
  expect(await schedule('N2', 'N2')).toEqual(ok);
  expect(await schedule('N3', 'N3', { mode: 'random-survey' })).toEqual(ok);
  expect(await schedule('N4', 'N4')).toEqual(ok);
  for (const id of ['N1', 'N3', 'N4']) expect(await conclude(id)).toEqual(['InspectionConcluded']);
  await world.caughtUp();
  // As if N4 had been visited on the last day of the year before.
  const lastYear = `${Number(year) - 1}-12-31`;
  await world.database.query("UPDATE lookup_inspection SET visited_on = $1 WHERE inspection_id = 'N4'", [lastYear]);
  const named = { drawId: 'R1', under: 'W', bodies: ['W', 'C'], sample: 1, commitBy: addDays(today, 3) };
  const excluding = (...branchIds: string[]) => {
    const excluded = [{ because: 'inspected-this-year' as const, branchIds }];
    return world.send({ name: 'AnnounceDraw', data: { ...named, excluded } }, 'W');
  };
  for (const id of ['N2', 'N3', 'N4', 'B5'])
    expect([id, await excluding('N1', id)]).toEqual([id, 'EXCLUDED_NOT_INSPECTED']);
  expect(await excluding('N1')).toEqual(['DrawAnnounced']);
});

it('is under an item of the plan of its own body for the year of the visit', async () => {
  await world.tell(registered('P1', 'branch', 'O'));
  expect(await schedule('P1', 'P1', { planItem: 'another' })).toBe('NOT_IN_THE_PLAN');
  // The plans end with the next year.
  expect(await schedule('P1', 'P1', { visitOn: `${Number(year) + 2}-01-02` })).toBe('NOT_IN_THE_PLAN');
  await world.tell(registered('X', 'work-committee', 'C'), registered('XB', 'branch', 'X'));
  expect(await schedule('P1', 'XB')).toBe('OUTSIDE_THE_PLAN_ITEM');
  expect(await schedule('P1', 'P1')).toEqual(ok);
});

describe('a dissolution', () => {
  it('cancels on its day what is not concluded, by itself, whichever comes first', async () => {
    await world.tell(registered('E', 'branch', 'O'), registered('F', 'branch', 'O'));
    for (const [id, branch] of [
      ['E1', 'E'],
      ['E2', 'E'],
      ['F1', 'F'],
    ] as const)
      expect(await schedule(id, branch, { scope: 'special', visitOn: today })).toEqual(ok);
    expect(await conclude('E2')).toEqual(['InspectionConcluded']);
    await world.tell(dissolved('E', today), dissolved('F', tomorrow));
    expect(await world.dataOf(inspectionStream('E1'), 'InspectionCancelled')).toMatchObject({
      because: 'organization-dissolved',
      reason: '机构改革',
    });
    for (const id of ['E2', 'F1']) expect(await world.dataOf(inspectionStream(id), 'InspectionCancelled')).toEqual({});
    await world.keepTime();
    expect(await world.dataOf(inspectionStream('F1'), 'InspectionCancelled')).toEqual({});
    world.behind = -24 * 60 * 60 * 1000;
    await world.keepTime();
    world.behind = 0;
    expect(await world.dataOf(inspectionStream('F1'), 'InspectionCancelled')).toMatchObject({ reason: '机构改革' });
  });

  it('cancels what is scheduled after it was known', async () => {
    await world.tell(registered('G', 'branch', 'O'));
    expect(await schedule('G1', 'G')).toEqual(ok);
    // The reaction has the dissolution before it has what was scheduled meanwhile.
    await world.tell(dissolved('G', today));
    await world.record(again('G2', 'G'));
    await world.caughtUp();
    expect(await world.dataOf(inspectionStream('G2'), 'InspectionCancelled')).toMatchObject({ reason: '机构改革' });
  });
});
