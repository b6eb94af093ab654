import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandNamed, type PlanItem, planStream } from '@zhibu/contracts';
import { addMonths, dayOf } from '@zhibu/kernel';
import { dissolved, registered } from './testing/facts.ts';
import { item as itemOfMay } from './testing/inspection/examples.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let end: () => Promise<void>;
const today = dayOf(Date.now());
const [year, month] = [today.slice(0, 4), Number(today.slice(5, 7))];
const basis = { documentNo: '示例督查〔2026〕1号' };

beforeAll(async () => {
  ({ world, end } = await openWorld());
  await world.tell(
    registered('C', 'city'),
    registered('W', 'work-committee', 'C'),
    registered('V', 'work-committee', 'C'),
    registered('U', 'unit', 'W'),
    ...['B1', 'B2'].map((id) => registered(id, 'branch', 'U')),
    registered('E', 'branch', 'U'),
    dissolved('E', today),
  );
});
afterAll(() => end());

/** Of the month that is. */
const item = (change: Partial<PlanItem> = {}): PlanItem => itemOfMay({ months: [month], ...change });
const adopt = (bodyId: string, items: PlanItem[], of = year) =>
  world.send({ name: 'AdoptPlan', data: { bodyId, year: of, basis, items } }, bodyId);
const amend = (bodyId: string, items: PlanItem[]) =>
  world.send({ name: 'AmendPlan', data: { bodyId, year, basis, items, reason: '调整' } }, bodyId);
const scheduleAt = (inspectionId: string, organizationId: string, change: object = {}) => {
  const data: CommandNamed<'ScheduleInspection'>['data'] = {
    inspectionId,
    organizationId,
    scope: 'comprehensive',
    mode: 'on-site',
    purpose: 'routine',
    leaderId: 'p-of-C',
    team: ['p-of-C', 'P-8'],
    visitOn: today,
    planItem: '2023-05',
    ...change,
  };
  return world.send({ name: 'ScheduleInspection', data }, 'C');
};

describe('the items of a plan', () => {
  it('are of who lives at or under the body', async () => {
    for (const wrong of [{ units: ['C'] }, { units: ['V'] }, { units: ['E'] }, { units: ['NONE'] }])
      expect(await adopt('W', [item(wrong)])).toBe('PLAN_UNITS_NOT_THERE');
    const { units: _units, ...rest } = item();
    expect(await adopt('W', [{ ...rest, drawUnder: 'V' }])).toBe('PLAN_UNITS_NOT_THERE');
    expect(await adopt('U', [item({ units: ['B1'] })])).toBe('NOT_A_PLANNING_BODY');
    expect(await adopt('W', [item({ itemId: 'G', units: ['W', 'B1'] })])).toEqual(['PlanAdopted']);
  });

  it('keep what was scheduled under them a moment ago; what was cancelled leaves them', async () => {
    expect(await adopt('C', [item({ units: ['W'] })])).toEqual(['PlanAdopted']);
    // After December comes another plan.
    const later = month === 12 ? 'NOT_IN_THE_PLAN' : 'OUTSIDE_THE_PLAN_ITEM';
    expect(await scheduleAt('I1', 'B1', { visitOn: addMonths(today, 1) })).toBe(later);
    expect(await scheduleAt('I1', 'B1')).toEqual(['InspectionScheduled']);
    expect(await scheduleAt('I2', 'B1', { planItem: 'G' })).toBe('NOT_IN_THE_PLAN');
    expect(await amend('C', [item({ units: ['B2'] })])).toBe('PLAN_ITEM_INSPECTED');
    expect(await amend('C', [item({ months: [(month % 12) + 1] })])).toBe('PLAN_ITEM_INSPECTED');
    expect(await amend('C', [item({ units: ['U'] })])).toEqual(['PlanAmended']);
    const cancel = { inspectionId: 'I1', because: 'body-decided', reason: '计划调整' } as const;
    expect(await world.send({ name: 'CancelInspection', data: cancel }, 'C')).toEqual(['InspectionCancelled']);
    expect(await amend('C', [item({ units: ['B2'] }), item({ itemId: 'S', scope: 'special' })])).toEqual([
      'PlanAmended',
    ]);
    expect(await amend('C', [item({ units: ['U'] }), item({ itemId: 'S', scope: 'special', units: ['V'] })])).toEqual([
      'PlanAmended',
    ]);
  });
});

describe('items of two bodies', () => {
  const join = (bodyId: string, itemId: string, other: { bodyId: string; year: string; itemId: string }) =>
    world.send({ name: 'JoinPlanItems', data: { bodyId, year, itemId, other } }, bodyId);
  const [own, below] = [
    { bodyId: 'C', year, itemId: '2023-05' },
    { bodyId: 'W', year, itemId: 'G' },
  ];

  it('are joined by the body above, which alone knows both', async () => {
    // Of a plan of its superior a body learns nothing, whether or not it is there.
    expect(await join('W', 'G', own)).toBe('PLAN_ITEM_UNKNOWN');
    expect(await join('W', 'G', { ...own, itemId: 'NONE' })).toBe('PLAN_ITEM_UNKNOWN');
    expect(await join('C', '2023-05', { ...below, itemId: 'NONE' })).toBe('PLAN_ITEM_UNKNOWN');
    expect(await join('C', 'S', below)).toBe('PLAN_ITEMS_APART');
    expect(await join('C', '2023-05', below)).toEqual(['PlanItemsJoined']);
    expect(await join('C', '2023-05', below)).toEqual([]);
  });

  it('are told joined in both plans, once', async () => {
    await world.caughtUp();
    await world.caughtUp();
    const joinedIn = async (bodyId: string) =>
      (await world.store.readStream(planStream(bodyId, year))).filter(({ type }) => type === 'PlanItemsJoined');
    expect((await joinedIn('C')).map(({ data }) => data)).toMatchObject([
      { itemId: '2023-05', other: { ...below, months: [month], units: ['W', 'B1'] } },
    ]);
    const inW = await joinedIn('W');
    expect(inW.map(({ data }) => data)).toMatchObject([
      { itemId: 'G', other: { ...own, months: [month], units: ['U'] } },
    ]);
    expect(inW[0]?.metadata.actor.role).toBe('system');
  });

  it('of the year beside are near where December and January meet', async () => {
    const next = String(Number(year) + 1);
    const late = item({ itemId: 'L', scope: 'special', units: ['U'], months: [12] });
    const early = item({ itemId: 'N', scope: 'special', units: ['B2'], months: [1] });
    expect(await amend('C', [item({ units: ['U'] }), late])).toEqual(['PlanAmended']);
    expect(await adopt('W', [early], next)).toEqual(['PlanAdopted']);
    expect(await join('C', 'L', { bodyId: 'W', year: next, itemId: 'N' })).toEqual(['PlanItemsJoined']);
  });
});
