import { expect, it } from '@jest/globals';
import { type DataMatchCommand, dataMatchContract, type DataMatchEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import { dataMatchDecider, type MatchFacts } from './data-match.decider.ts';

const matching = specification(dataMatchDecider);
const facts: MatchFacts = {
  today: '2023-02-01',
  actor: { personId: 'P-9', role: 'operator' },
  branch: { kind: 'branch', alive: true },
};
const fields = [
  { field: 'members', reported: '20', system: '20.0' },
  { field: 'meetings', reported: '12', system: '9' },
  { field: 'dues', reported: null, system: '0' },
];
const match = (data: object = {}): DataMatchCommand => ({
  name: 'RecordStandingMatch',
  data: { branchId: 'B1', source: '智慧党建', fields, ...data },
});
const recorded = (effectiveOn: string): DataMatchEvent => ({
  type: 'StandingMatchRecorded',
  data: { branchId: 'B1', source: '智慧党建', fields, mismatches: fields.slice(1), effectiveOn },
});

it('records the figures of today, or of the day they are of, and which differ', () => {
  matching.given().when(match(), facts).then(recorded('2023-02-01'));
  matching
    .given()
    .when(match({ effectiveOn: '2023-01-31' }), facts)
    .then(recorded('2023-01-31'));
});

it('records the same figures of the same day once, and those of a later day again', () => {
  matching.given(recorded('2023-02-01')).when(match(), facts).thenNothing();
  matching.given(recorded('2023-01-01')).when(match(), facts).then(recorded('2023-02-01'));
});

it.each([
  ['the day before', '2023-01-30', 'BEFORE_LAST_STEP'],
  ['the same day', '2023-01-31', null],
  ['the day after', '2023-02-01', null],
])('takes other figures of %s the last ones are of, or not', (_what, effectiveOn, code) => {
  const asked = matching.given(recorded('2023-01-31')).when(match({ effectiveOn, source: '更正' }), facts);
  if (code === null) expect(asked.outcome).toHaveProperty('events.0.data.effectiveOn', effectiveOn);
  else asked.thenRefused(code);
});

it.each<[string, DataMatchCommand, Partial<MatchFacts>, string]>([
  ['an unknown branch', match(), { branch: null }, 'BRANCH_UNKNOWN'],
  ['another kind of organization', match(), { branch: { kind: 'unit', alive: true } }, 'NOT_A_BRANCH'],
  ['a branch that does not live on the day', match(), { branch: { kind: 'branch', alive: false } }, 'BRANCH_DISSOLVED'],
  ['figures of tomorrow', match({ effectiveOn: '2023-02-02' }), {}, 'EFFECTIVE_IN_FUTURE'],
  ['figures older than the last ones', match({ effectiveOn: '2022-12-31' }), {}, 'BEFORE_LAST_STEP'],
  ['a field given twice', match({ fields: [...fields, ...fields] }), {}, 'DATA_MATCH_INVALID'],
])('refuses %s', (...[, command, given, code]) => {
  matching
    .given(recorded('2023-01-01'))
    .when(command, { ...facts, ...given })
    .thenRefused(code);
});

it('has the status that its last step leads to', () =>
  expect(holdStatusLaw(dataMatchContract, dataMatchDecider, [{ command: match(), facts }])).toEqual([
    'StandingMatchRecorded',
  ]));
