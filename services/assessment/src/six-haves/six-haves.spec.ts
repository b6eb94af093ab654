import { expect, it } from '@jest/globals';
import {
  type CheckedItem,
  type SixHavesCommand,
  sixHavesContract,
  type SixHavesEvent,
  sixHavesNames,
} from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import { type CheckFacts, sixHavesDecider } from './six-haves.decider.ts';

const checking = specification(sixHavesDecider);
const facts: CheckFacts = {
  today: '2023-03-10',
  actor: { personId: 'P-9', role: 'person' },
  branch: { kind: 'branch', alive: true },
};
const items: readonly CheckedItem[] = sixHavesNames.map((item) => ({ item, standing: 'met' }));
const except = (item: CheckedItem['item'], found: Partial<CheckedItem>): CheckedItem[] =>
  items.map((one) => (one.item === item ? { ...one, ...found } : one));
const record = (data: Partial<SixHavesCommand['data']> = {}): SixHavesCommand => ({
  name: 'RecordSixHaves',
  data: { branchId: 'B1', occasion: 'yearly', items: [...items], ...data },
});
const recorded = (overrides: Partial<SixHavesEvent['data']> = {}): SixHavesEvent => ({
  type: 'SixHavesRecorded',
  data: { branchId: 'B1', occasion: 'yearly', items: [...items], unmet: [], effectiveOn: '2023-03-10', ...overrides },
});

it('records each of the six as it was found, and names those that are unmet', () => {
  checking.given().when(record(), facts).then(recorded());
  const found = except('venue', { standing: 'unmet' });
  checking
    .given()
    .when(record({ items: found, checkedOn: '2023-03-01' }), facts)
    .then(recorded({ items: found, unmet: ['venue'], effectiveOn: '2023-03-01' }));
});

it('takes what is met by function with what serves instead, and where', () => {
  const instead = '与第二党支部合用活动室';
  const found = except('venue', { standing: 'met-by-function', instead });
  checking
    .given()
    .when(record({ items: found }), facts)
    .then(recorded({ items: found }));
  checking
    .given()
    .when(record({ items: except('venue', { standing: 'met-by-function' }) }), facts)
    .thenRefused('INSTEAD_MISSING');
});

it('records the same check of a day once, another of the same day, and none of an earlier day', () => {
  checking.given(recorded()).when(record(), facts).thenNothing();
  const found = except('staff', { standing: 'unmet' });
  expect(checking.given(recorded()).when(record({ items: found }), facts).outcome).toHaveProperty('events.0');
  checking
    .given(recorded())
    .when(record({ checkedOn: '2023-03-09' }), facts)
    .thenRefused('BEFORE_LAST_STEP');
});

it.each<[string, Partial<SixHavesCommand['data']>, Partial<CheckFacts>, string]>([
  ['with one of the six missing', { items: items.slice(1) }, {}, 'SIX_HAVES_INCOMPLETE'],
  ['with one twice', { items: [...items, ...items.slice(0, 1)] }, {}, 'SIX_HAVES_INCOMPLETE'],
  ['of a day that has not come', { checkedOn: '2023-03-11' }, {}, 'EFFECTIVE_IN_FUTURE'],
  ['of a branch nobody registered', {}, { branch: null }, 'BRANCH_UNKNOWN'],
  ['of a unit', {}, { branch: { kind: 'unit', alive: true } }, 'NOT_A_BRANCH'],
  ['of a dissolved branch', {}, { branch: { kind: 'branch', alive: false } }, 'BRANCH_DISSOLVED'],
])('is refused %s', (...[, data, given, code]) => {
  checking
    .given()
    .when(record(data), { ...facts, ...given })
    .thenRefused(code);
});

it('has the status that its last step leads to', () =>
  expect(holdStatusLaw(sixHavesContract, sixHavesDecider, [{ command: record(), facts }])).toEqual([
    'SixHavesRecorded',
  ]));
