import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandNamed, planStream } from '@zhibu/contracts';
import { addDays, addMonths, dayOf } from '@zhibu/kernel';
import { dutiesHeld } from '@zhibu/register';
import { strataOn } from './strata.lookup.ts';
import { calendarOf, dissolved, planned, registered } from './testing/facts.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let end: () => Promise<void>;
/** The first of January may be today: then the service's clock stands at the day before it. */
const DAY = 24 * 60 * 60 * 1000;
const behind = dayOf(Date.now()).endsWith('-01-01') ? DAY : 0;
const today = dayOf(Date.now() - behind);
const year = today.slice(0, 4);
const [newYear, lastYear] = [`${year}-01-01`, `${Number(year) - 1}-12-31`];
const basis = { documentNo: '市督〔2021〕3号' };
const BRANCHES = Array.from({ length: 9 }, (_, index) => `B${index}`);

beforeAll(async () => {
  ({ world, end } = await openWorld());
  world.behind = behind;
  await world.tell(
    registered('P', 'province'),
    registered('C', 'city', 'P'),
    registered('W', 'work-committee', 'C'),
    registered('U', 'unit', 'W'),
    ...BRANCHES.map((id) => registered(id, 'branch', 'U')),
    registered('LATE', 'branch', 'U', { effectiveOn: '2020-05-01' }),
    dissolved('B8', '2021-06-01'),
    calendarOf(year),
  );
  await world.record(planned('W', year, ['W']));
});
afterAll(() => end());

type Prior = CommandNamed<'RecordPriorInspection'>['data'];
const record = (inspectionId: string, organizationId: string, change: Partial<Prior> = {}, body = 'C') => {
  const kind = { scope: 'comprehensive', mode: 'on-site', purpose: 'routine', outcome: 'pass' } as const;
  const data = { inspectionId, organizationId, ...kind, visitedOn: newYear, basis, source: '档案', ...change };
  return world.send({ name: 'RecordPriorInspection', data }, body);
};
const schedule = (inspectionId: string, organizationId: string, body = 'W') => {
  const team = ['p-of-W', 'P-8'];
  const kind = { scope: 'comprehensive', mode: 'on-site', purpose: 'routine', planItem: 'comprehensive' } as const;
  const data = { inspectionId, organizationId, ...kind, leaderId: 'p-of-W', team, visitOn: today };
  return world.send({ name: 'ScheduleInspection', data }, body);
};
const takeBack = (inspectionId: string, body = 'C') => {
  const data = { inspectionId, because: 'recorded-in-error', reason: '与档案不符' } as const;
  return world.send({ name: 'CancelInspection', data }, body);
};
const ok = ['PriorInspectionRecorded'];

describe('a visit from before the platform', () => {
  it('is of who lived that day, whether it lives today or not', async () => {
    expect(await record('L1', 'NONE')).toBe('ORGANIZATION_UNKNOWN');
    expect(await record('L1', 'LATE', { visitedOn: '2020-04-30' })).toBe('NOT_LIVING_THEN');
    expect(await record('L1', 'LATE', { visitedOn: '2020-05-01' })).toEqual(ok);
    expect(await record('L2', 'B8', { visitedOn: '2021-06-01' })).toBe('NOT_LIVING_THEN');
    expect(await record('L2', 'B8', { visitedOn: '2021-05-31' })).toEqual(ok);
  });

  it('is recorded once, under one id', async () => {
    expect(await record('O1', 'B1')).toEqual(ok);
    expect(await record('O1', 'B1')).toEqual([]);
    expect(await record('O1', 'B1', { outcome: 'rectify' })).toBe('PRIOR_INSPECTION_DIFFERS');
    expect(await record('O2', 'B1', { outcome: 'rectify' })).toBe('PRIOR_INSPECTION_RECORDED');
    // Another visit of that day is another visit.
    expect(await record('O3', 'B1', { scope: 'special' })).toEqual(ok);
  });

  it('is recorded once by two records at the same moment, and claimed by none that is refused for another reason', async () => {
    const findings = [{ aspect: 'venue-building', item: '6.1', says: '场所被占用', severity: 'major' } as const];
    expect(await record('W0', 'B0', { findings })).toBe('PRIOR_OUTCOME_WRONG');
    const answers = await Promise.all(['W1', 'W2', 'W3', 'W4'].map((id) => record(id, 'B0')));
    expect(answers.filter((answer) => answer !== 'PRIOR_INSPECTION_RECORDED')).toEqual([ok]);
    // Taken back, it is recorded anew at once, under another id.
    const [taken = ''] = ['W1', 'W2', 'W3', 'W4'].filter((_, index) => Array.isArray(answers[index]));
    expect(await takeBack(taken)).toEqual(['InspectionCancelled']);
    expect(await record('W5', 'B0')).toEqual(ok);
  });

  it('gives nobody a duty, and nothing answers it', async () => {
    const before = (await world.store.readLog(0n, 100_000)).length;
    await world.caughtUp();
    await world.keepTime();
    expect((await world.store.readLog(0n, 100_000)).length).toBe(before);
    expect(await dutiesHeld(world.database, 'p-of-C', today)).toEqual([]);
  });

  it('counts in the budget of its year, until it is taken back', async () => {
    expect(await record('V1', 'B2')).toEqual(ok);
    expect(await record('V2', 'B3', { visitedOn: lastYear })).toEqual(ok);
    expect(await schedule('S1', 'B2')).toBe('BUDGET_COMPREHENSIVE_USED');
    expect(await schedule('S2', 'B3')).toEqual(['InspectionScheduled']);
    expect(await takeBack('V1')).toEqual(['InspectionCancelled']);
    expect(await schedule('S1', 'B2')).toEqual(['InspectionScheduled']);
  });

  it('counts in the strata of draws, until it is taken back', async () => {
    const stratum = async (id: string) => (await strataOn(world.database, [id], today))[0]?.[1];
    expect(await record('M1', 'B4', { visitedOn: addMonths(today, -13) })).toEqual(ok);
    await world.caughtUp();
    expect(await stratum('B4')).toBe('none|none|12-24');
    expect(await takeBack('M1')).toEqual(['InspectionCancelled']);
    await world.caughtUp();
    expect(await stratum('B4')).toBe('none|none|24+');
  });

  it('lets no draw exclude as inspected this year', async () => {
    expect(await record('X1', 'B5')).toEqual(ok);
    const named = { drawId: 'R1', under: 'W', bodies: ['W', 'C'], sample: 1, commitBy: addDays(today, 3) };
    const excluded = [{ because: 'inspected-this-year' as const, branchIds: ['B5'] }];
    expect(await world.send({ name: 'AnnounceDraw', data: { ...named, excluded } }, 'W')).toBe(
      'EXCLUDED_NOT_INSPECTED',
    );
  });

  it('lies before today, of a body that neither planned nor scheduled here', async () => {
    expect(await record('F1', 'B7', { visitedOn: today })).toBe('NOT_BEFORE_FIRST_VISIT');
    expect(await record('F1', 'B7', { visitedOn: addDays(today, -1) })).toEqual(ok);
  });

  it('lies before the day on which its body first adopted a plan here', async () => {
    const { effectiveOn } = await world.dataOf(planStream('W', year), 'PlanAdopted');
    const adoptedOn = String(effectiveOn);
    expect(await record('F2', 'B7', { visitedOn: adoptedOn, bodyId: 'W' })).toBe('NOT_BEFORE_FIRST_VISIT');
    expect(await record('F2', 'B7', { visitedOn: addDays(adoptedOn, -1), bodyId: 'W' })).toEqual(ok);
  });

  it('lies before the day on which its body first scheduled here, though that visit was cancelled', async () => {
    world.behind += 5 * DAY;
    const kind = { scope: 'special', mode: 'on-site', purpose: 'routine' } as const;
    const team = ['P-7', 'P-8'];
    const data = { inspectionId: 'G1', organizationId: 'B7', ...kind, leaderId: 'P-7', team, basis, visitOn: today };
    expect(await world.send({ name: 'ScheduleInspection', data }, 'P')).toEqual(['InspectionScheduled']);
    const end = { inspectionId: 'G1', because: 'body-decided', reason: '暂缓' } as const;
    expect(await world.send({ name: 'CancelInspection', data: end }, 'P')).toEqual(['InspectionCancelled']);
    world.behind -= 5 * DAY;
    expect(await record('F3', 'B7', { visitedOn: addDays(today, -5) }, 'P')).toBe('NOT_BEFORE_FIRST_VISIT');
    expect(await record('F3', 'B7', { visitedOn: addDays(today, -6) }, 'P')).toEqual(ok);
  });
});
