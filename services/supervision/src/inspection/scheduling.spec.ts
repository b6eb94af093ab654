import { describe, expect, it } from '@jest/globals';
import { budgetedScope, type PlanItem, type Visit } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { basis, by, item, schedule, scheduled, scheduling } from '../testing/inspection/examples.ts';
import { inspectionDecider } from './inspection.decider.ts';

const inspection = specification(inspectionDecider);
const place = (change: object) => ({ place: { ...scheduling.place, ...change } as typeof scheduling.place });
const visit = (change: Partial<Visit> = {}): Visit => ({ scope: 'comprehensive', mode: 'on-site', ...change });

describe('an inspection is scheduled', () => {
  it('by a body at or above the organization, which is the body that inspects; once', () => {
    inspection.given().when(schedule(), scheduling).then(scheduled());
    inspection.given(scheduled()).when(schedule(), scheduling).thenNothing();
    inspection
      .given(scheduled())
      .when(schedule({ visitOn: '2023-05-19' }), scheduling)
      .thenRefused('INSPECTION_KNOWN');
    inspection
      .given(scheduled())
      .when(schedule(), { ...scheduling, ...by('W') })
      .thenRefused('INSPECTION_KNOWN');
    const byCommittee = { ...scheduled(), data: { ...scheduled().data, bodyId: 'W' } } as ReturnType<typeof scheduled>;
    inspection
      .given()
      .when(schedule(), { ...scheduling, ...by('W') })
      .then(byCommittee);
  });

  it.each([
    ['a unit above it', by('U')],
    ['a committee elsewhere', by('V')],
    ['nobody', by(undefined)],
    ['the branch itself', by('B')],
  ])('and not for %s', (_, sent) => {
    inspection
      .given()
      .when(schedule(), { ...scheduling, ...sent })
      .thenRefused('NOT_AN_INSPECTING_BODY');
  });

  it.each([
    ['of nobody who is registered', {}, { place: null }, 'ORGANIZATION_UNKNOWN'],
    ['of a unit', {}, place({ kind: 'unit' }), 'NOT_A_PARTY_ORGANIZATION'],
    ['of one dissolved', {}, place({ alive: false }), 'ORGANIZATION_DISSOLVED'],
    ['of one dissolved by then', {}, place({ livesThen: false }), 'ORGANIZATION_DISSOLVED'],
    ['for yesterday', { visitOn: '2023-05-09' }, {}, 'VISIT_DAY_OUT_OF_BOUNDS'],
    ['for later than in two years', { visitOn: '2025-05-11' }, {}, 'VISIT_DAY_OUT_OF_BOUNDS'],
    ['by one person twice', { team: ['P-1', 'P-1'] }, {}, 'INSPECTION_TEAM_WRONG'],
    ['under a leader from elsewhere', { leaderId: 'P-3' }, {}, 'INSPECTION_TEAM_WRONG'],
    ['by somebody of the unit', {}, { ofTheUnit: ['P-2'] }, 'TEAM_OF_THE_UNIT'],
    ['by who rated the branch', {}, { raters: ['P-2'] }, 'TEAM_RATED_THE_BRANCH'],
    ['on no ground', { planItem: undefined }, {}, 'INSPECTION_GROUND_MISSING'],
    ['by a draw that did not draw it', { drawId: 'D1' }, {}, 'NOT_DRAWN_TO_VISIT'],
    ['as a reinspection of nothing', { purpose: 'reinspection' }, {}, 'REVIEWED_DESIGNATIONS_MISSING'],
  ] as const)('and not %s', (...[, change, facts, code]) => {
    const { planItem, ...data } = schedule(change as object).data;
    const command = schedule({ ...data, ...(planItem !== undefined && { planItem }) });
    if (planItem === undefined) Reflect.deleteProperty(command.data, 'planItem');
    inspection
      .given()
      .when(command, { ...scheduling, ...facts })
      .thenRefused(code);
  });

  it('until two years ahead, by a draw that drew it, as a reinspection of what it names', () => {
    const change = { visitOn: '2025-05-10', drawId: 'D1', purpose: 'reinspection', designations: ['P'] } as const;
    const data = { ...change, designations: ['P'] };
    inspection
      .given()
      .when(schedule(data), { ...scheduling, isDrawn: true })
      .then(scheduled(data));
  });

  it('also by who confirmed the grade of the branch: the event says so', () => {
    inspection
      .given()
      .when(schedule(), { ...scheduling, confirmers: ['P-2'] })
      .then(scheduled({ sameHand: true }));
  });
});

describe('the item of the plan', () => {
  const byDraw = (({ units: _units, ...rest }: PlanItem): PlanItem => ({ ...rest, drawUnder: 'W' }))(item());
  it.each([
    ['is one of the plan of the year', {}, { planned: null }, 'NOT_IN_THE_PLAN'],
    ['is of the scope', { scope: 'special' }, {}, 'OUTSIDE_THE_PLAN_ITEM'],
    ['names the mode', { mode: 'remote' }, { planned: item({ modes: ['on-site'] }) }, 'OUTSIDE_THE_PLAN_ITEM'],
    ['names the month of the visit', {}, { planned: item({ months: [4, 6] }) }, 'OUTSIDE_THE_PLAN_ITEM'],
    ['names the organization or one above', {}, { planned: item({ units: ['V'] }) }, 'OUTSIDE_THE_PLAN_ITEM'],
    ['by draw asks for one', {}, { planned: byDraw }, 'OUTSIDE_THE_PLAN_ITEM'],
    [
      'by draw asks for one from where it says',
      { drawId: 'D1' },
      { planned: byDraw, isDrawn: true, drawUnder: 'C' },
      'OUTSIDE_THE_PLAN_ITEM',
    ],
  ] as const)('%s', (...[, change, facts, code]) => {
    inspection
      .given()
      .when(schedule(change), { ...scheduling, ...facts })
      .thenRefused(code);
  });

  it('covers whoever it names, whoever stands under one of them, and whom the draw drew', () => {
    for (const unit of ['B', 'U', 'C'])
      inspection
        .given()
        .when(schedule(), { ...scheduling, planned: item({ units: ['V', unit] }) })
        .then(scheduled());
    inspection
      .given()
      .when(schedule({ drawId: 'D1' }), { ...scheduling, planned: byDraw, isDrawn: true, drawUnder: 'W' })
      .then(scheduled({ drawId: 'D1' }));
  });
});

describe('the budget of a year', () => {
  /** An item of the plan whose scope is that of the visit. */
  const within = ({ scope = 'comprehensive' }: Partial<Visit>) => ({ planned: item({ scope }) });
  const [special, specials] = [visit({ scope: 'special' }), [visit({ scope: 'special' }), visit({ scope: 'special' })]];
  it.each([
    ['a second comprehensive visit', {}, [visit()], 'BUDGET_COMPREHENSIVE_USED'],
    ['a second remote one', { mode: 'remote' }, [visit()], 'BUDGET_COMPREHENSIVE_USED'],
    ['a third special one', { scope: 'special' }, specials, 'BUDGET_SPECIAL_USED'],
  ] as const)('refuses %s, unless a basis is given', (...[, change, visits, code]) => {
    const facts = { ...scheduling, ...within(change), visits };
    inspection.given().when(schedule(change), facts).thenRefused(code);
    inspection
      .given()
      .when(schedule({ ...change, basis }), facts)
      .then(scheduled({ ...change, basis }));
  });

  it.each([
    ['a second special visit', { scope: 'special' }, [special]],
    ['a comprehensive one beside special ones', {}, specials],
    ['a follow-up', { scope: 'follow-up' }, [visit()]],
    ['a random survey', { mode: 'random-survey' }, [visit()]],
    ['a back-office check', { mode: 'back-office' }, [visit()]],
    ['one after a random survey', {}, [visit({ mode: 'random-survey' })]],
  ] as const)('leaves room for %s', (...[, change, visits]) => {
    inspection
      .given()
      .when(schedule(change), { ...scheduling, ...within(change), visits })
      .then(scheduled(change));
  });

  it('is used by what asks for material or a reception', () => {
    expect(budgetedScope({ scope: 'special', mode: 'remote' })).toBe('special');
    expect(budgetedScope({ scope: 'special', mode: 'back-office' })).toBeUndefined();
    expect(budgetedScope({ scope: 'follow-up', mode: 'on-site' })).toBeUndefined();
  });
});
