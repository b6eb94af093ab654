import { describe, expect, it } from '@jest/globals';
import type { CommandNamed, JoinedPlanItem, PlanEvent, PlanItem } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { basis, by, bySystem, item } from '../testing/inspection/examples.ts';
import type { AmendmentFacts, VisitUnderItem } from './adoption.decider.ts';
import type { JoiningFacts } from './joining.decider.ts';
import { planDecider } from './plan.decider.ts';
import { unfitField } from './plan.rules.ts';

const plan = specification(planDecider);

/** The city C plans 2023 on 10 January. */
const of = { bodyId: 'C', year: '2023' };
const [today, reason] = ['2023-01-10', '压减督查'];
const facts: AmendmentFacts = { ...by('C', today), body: { kind: 'city', alive: true }, strange: [], visits: [] };

type Content = { readonly items?: PlanItem[]; readonly year?: string };
const adopt = (change: Content = {}): CommandNamed<'AdoptPlan'> => ({
  name: 'AdoptPlan',
  data: { ...of, basis, items: [item()], ...change },
});
const adopted = (change: Content = {}): PlanEvent => ({
  type: 'PlanAdopted',
  data: { ...of, effectiveOn: today, basis, items: [item()], ...change },
});
const amend = (...items: PlanItem[]): CommandNamed<'AmendPlan'> => ({
  name: 'AmendPlan',
  data: { ...of, basis, items, reason },
});
const amended = (...items: PlanItem[]): PlanEvent => ({
  type: 'PlanAmended',
  data: { ...of, effectiveOn: today, basis, items, reason },
});
const special = item({ itemId: 'S', scope: 'special' });
const again = item({ itemId: 'ZH-2', months: [11] });

describe('a plan is adopted', () => {
  it('by the body itself, once', () => {
    plan.given().when(adopt(), facts).then(adopted());
    plan.given(adopted()).when(adopt(), facts).thenNothing();
    plan.given(adopted(), amended(special)).when(adopt(), facts).thenNothing();
    plan
      .given(adopted())
      .when(adopt({ items: [special] }), facts)
      .thenRefused('PLAN_KNOWN');
    plan
      .given()
      .when(adopt(), { ...facts, ...by('W', today) })
      .thenRefused('PLAN_OF_ANOTHER_BODY');
  });

  it.each([
    ['a unit', { kind: 'unit', alive: true }],
    ['a committee that is dissolved', { kind: 'work-committee', alive: false }],
    ['who is not registered', null],
  ] as const)('and not by %s', (_, body) => {
    plan
      .given()
      .when(adopt(), { ...facts, body })
      .thenRefused('NOT_A_PLANNING_BODY');
  });

  it('for this year or the next two', () => {
    plan
      .given()
      .when(adopt({ year: '2025' }), facts)
      .then(adopted({ year: '2025' }));
    for (const year of ['2022', '2026'])
      plan.given().when(adopt({ year }), facts).thenRefused('PLAN_YEAR_OUT_OF_BOUNDS');
  });

  it.each([
    ['no two of one id', [item(), item({ scope: 'special' })]],
    ['no mode twice', [item({ modes: ['remote', 'remote'] })]],
    ['no month twice', [item({ months: [5, 5] })]],
    ['no unit twice', [item({ units: ['W', 'W'] })]],
    ['units or a draw, not both', [item({ drawUnder: 'W' })]],
    ['units or a draw, not neither', [(({ units: _units, ...rest }) => rest)(item())]],
  ])('with items of which there are %s', (_, items) => {
    plan.given().when(adopt({ items }), facts).thenRefused('PLAN_ITEM_WRONG');
  });

  it('of who lives at or under the body', () => {
    plan
      .given()
      .when(adopt(), { ...facts, strange: ['V'] })
      .thenRefused('PLAN_UNITS_NOT_THERE');
  });

  it('with one comprehensive item, unless a further one has a basis of its own', () => {
    plan
      .given()
      .when(adopt({ items: [item(), again] }), facts)
      .thenRefused('PLAN_BUDGET_USED');
    for (const other of [{ ...again, basis }, item({ itemId: 'R', modes: ['back-office'] }), special]) {
      const items = [item(), other];
      plan.given().when(adopt({ items }), facts).then(adopted({ items }));
    }
  });
});

describe('a plan is amended', () => {
  it('by the body itself, with reason and basis; the same again is nothing', () => {
    plan.given(adopted()).when(amend(special), facts).then(amended(special));
    plan.given(adopted(), amended(special)).when(amend(special), facts).thenNothing();
    plan.given().when(amend(special), facts).thenRefused('PLAN_UNKNOWN');
    plan
      .given(adopted())
      .when(amend(special), { ...facts, ...by('W', today) })
      .thenRefused('PLAN_OF_ANOTHER_BODY');
  });

  it('until its year is over, within the rules of its adoption', () => {
    plan
      .given(adopted())
      .when(amend(special), { ...facts, today: '2024-01-01' })
      .thenRefused('PLAN_YEAR_OUT_OF_BOUNDS');
    plan.given(adopted()).when(amend(item(), again), facts).thenRefused('PLAN_BUDGET_USED');
    plan
      .given(adopted())
      .when(amend(item()), { ...facts, strange: ['V'] })
      .thenRefused('PLAN_UNITS_NOT_THERE');
  });

  const visit = (change: Partial<VisitUnderItem> = {}): VisitUnderItem => ({
    inspectionId: 'I1',
    itemId: '2023-05',
    scope: 'comprehensive',
    mode: 'on-site',
    visitOn: '2023-05-18',
    lineage: ['B', 'U', 'W', 'C'],
    ...change,
  });
  const inspected = { ...facts, visits: [visit()] };

  it.each([
    ['drop the item', special],
    ['take its organization out of it', item({ units: ['V'] })],
    ['take its mode out of it', item({ modes: ['remote'] })],
    ['take its month out of it', item({ months: [7] })],
    ['give it another scope', item({ scope: 'special' })],
  ])('but not so as to %s under which was inspected', (_, changed) => {
    plan.given(adopted()).when(amend(changed), inspected).thenRefused('PLAN_ITEM_INSPECTED');
  });

  it('in what was inspected too, as long as the item covers it', () => {
    for (const changed of [item({ units: ['B'] }), item({ months: [5, 7], theme: '督查' })])
      plan.given(adopted()).when(amend(changed), inspected).then(amended(changed));
  });

  it('whoever has moved from under its units since', () => {
    const moved = { ...facts, visits: [visit({ lineage: ['B', 'X', 'V', 'C'] })] };
    const changed = item({ months: [7] });
    plan.given(adopted()).when(amend(changed), moved).then(amended(changed));
    plan.given(adopted()).when(amend(special), moved).thenRefused('PLAN_ITEM_INSPECTED');
  });
});

describe('items of two plans are joined', () => {
  const { basis: _basis, ...content } = item({ itemId: 'G', months: [6], units: ['U'] });
  const other: JoinedPlanItem = { bodyId: 'W', year: '2023', ...content };
  const join = (itemId = '2023-05'): CommandNamed<'JoinPlanItems'> => ({
    name: 'JoinPlanItems',
    data: { ...of, itemId, other: { bodyId: 'W', year: '2023', itemId: 'G' } },
  });
  const joined: PlanEvent = { type: 'PlanItemsJoined', data: { ...of, effectiveOn: today, itemId: '2023-05', other } };
  const joining: JoiningFacts = { ...by('C', today), other, isOfSameUnits: true };

  it('by the body above; sent again it is nothing', () => {
    plan.given(adopted()).when(join(), joining).then(joined);
    plan.given(adopted(), joined).when(join(), joining).thenNothing();
    plan
      .given(adopted())
      .when(join(), { ...joining, ...by('W', today) })
      .thenRefused('PLAN_OF_ANOTHER_BODY');
    plan
      .given(adopted())
      .when(join(), { ...joining, ...bySystem(today) })
      .then(joined);
  });

  it('that are there', () => {
    plan.given().when(join(), joining).thenRefused('PLAN_UNKNOWN');
    plan.given(adopted()).when(join('none'), joining).thenRefused('PLAN_ITEM_UNKNOWN');
    plan
      .given(adopted())
      .when(join(), { ...joining, other: null })
      .thenRefused('PLAN_ITEM_UNKNOWN');
  });

  it.each([
    ['of two bodies', { other: { ...other, bodyId: 'C' } }],
    ['of the same units', { isOfSameUnits: false }],
    ['within 30 days', { other: { ...other, months: [7] } }],
  ])('%s only', (_, change) => {
    plan
      .given(adopted())
      .when(join(), { ...joining, ...change })
      .thenRefused('PLAN_ITEMS_APART');
  });

  it('while the year goes on, and stay in their plans', () => {
    plan
      .given(adopted())
      .when(join(), { ...joining, today: '2024-01-01' })
      .thenRefused('PLAN_YEAR_OUT_OF_BOUNDS');
    plan.given(adopted(), joined).when(amend(special), facts).thenRefused('PLAN_ITEM_JOINED');
    plan.given(adopted(), joined).when(amend(item(), special), facts).then(amended(item(), special));
  });
});

it('says by its field what of a visit an item does not cover', () => {
  const visitOn = '2023-05-31';
  const visit = { scope: 'comprehensive', mode: 'remote', visitOn, lineage: ['B', 'W'], drawUnder: null } as const;
  const { units: _units, ...rest } = item();
  expect(unfitField(item(), visit)).toBeUndefined();
  expect(unfitField(item({ scope: 'special' }), visit)).toBe('scope');
  expect(unfitField(item({ modes: ['on-site'] }), visit)).toBe('mode');
  expect(unfitField(item({ months: [4, 6] }), visit)).toBe('visitOn');
  expect(unfitField(item({ months: [6] }), { ...visit, visitOn: '2023-06-01' })).toBeUndefined();
  expect(unfitField(item({ units: ['V'] }), visit)).toBe('organizationId');
  expect(unfitField({ ...rest, drawUnder: 'W' }, visit)).toBe('drawId');
});
