import { describe, expect, it } from '@jest/globals';
import { type CommandNamed, inspectionContract, type InspectionEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { type Actor, derivedId, type EventMetadata, fold } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  basis,
  by,
  bySystem,
  finding,
  found,
  of,
  schedule,
  scheduled,
  scheduling,
} from '../testing/inspection/examples.ts';
import { inspectionDecider } from './inspection.decider.ts';
import type { PriorFacts } from './prior.decider.ts';

type Metadata = Pick<EventMetadata, 'actor' | 'source'>;
const REFUSED = 'INSPECTION_OF_ANOTHER_BODY';

const inspection = specification(inspectionDecider);
type Prior = CommandNamed<'RecordPriorInspection'>['data'];

const said = {
  scope: 'comprehensive',
  mode: 'on-site',
  purpose: 'routine',
  outcome: 'rectify',
  teamSize: 3,
  basis,
  source: '档案',
} as const;
const what = { aspect: 'venue-building', item: '6.1', says: '活动场所被占用', severity: 'major' } as const;
const record = (change: Partial<Prior> = {}): CommandNamed<'RecordPriorInspection'> => ({
  name: 'RecordPriorInspection',
  data: { ...of, organizationId: 'B', ...said, visitedOn: '2022-09-01', findings: [what], ...change },
});
const prior = (change: object = {}): InspectionEvent => ({
  type: 'PriorInspectionRecorded',
  data: {
    ...about('2022-09-01'),
    ...said,
    findings: [{ findingId: derivedId('prior-finding', of.inspectionId, 0), ...what }],
    ...change,
  },
});
const facts = (change: Partial<PriorFacts> = {}): PriorFacts => ({
  ...by('C'),
  place: scheduling.place,
  bodyAndAbove: ['C', 'P'],
  beganOn: null,
  recordedAs: null,
  ...change,
});
const cancel = (because: CommandNamed<'CancelInspection'>['data']['because']): CommandNamed<'CancelInspection'> => ({
  name: 'CancelInspection',
  data: { ...of, because, reason: '结论登记有误' },
});
const cancelled: InspectionEvent = {
  type: 'InspectionCancelled',
  data: { ...about('2022-09-01'), because: 'recorded-in-error', reason: '结论登记有误', team: [] },
};
const withFacts = { ...by('C'), dissolvedOn: null, bodyAndAbove: ['C', 'P'] };

describe('an inspection from before the platform', () => {
  it('is taken in once, of its day, with its outcome and what was found', () => {
    inspection.given().when(record(), facts()).then(prior());
    inspection.given(prior()).when(record(), facts()).thenNothing();
    inspection
      .given(prior())
      .when(record({ source: '另一份.csv' }), facts())
      .thenNothing();
  });

  it('in another version under its id is refused, and what differs is named', () => {
    const other = record({ visitedOn: '2022-09-02', outcome: 'fail', teamSize: 4, findings: [] });
    inspection.given(prior()).when(other, facts()).thenRefused('PRIOR_INSPECTION_DIFFERS');
    const state = fold(inspectionDecider, [prior()]);
    expect(() => inspectionDecider.decide(other, state, facts())).toThrow(
      expect.objectContaining({
        details: expect.objectContaining({
          field: 'visitedOn',
          different: ['visitedOn', 'outcome', 'teamSize', 'findings'],
        }),
      }),
    );
  });

  const [unit, gone] = [
    { id: 'U', kind: 'unit', alive: true, ancestors: [] },
    { id: 'B', kind: 'branch', alive: false, ancestors: scheduling.place?.ancestors ?? [] },
  ] as const;
  it.each<[string, readonly InspectionEvent[], Partial<Prior>, Partial<PriorFacts>, string]>([
    ['of what is scheduled under its id', [scheduled()], {}, {}, 'INSPECTION_KNOWN'],
    ['of what was recorded in error', [prior(), cancelled], {}, {}, 'INSPECTION_CANCELLED'],
    ['of nobody the register knows', [], {}, { place: null }, 'ORGANIZATION_UNKNOWN'],
    ['of a unit', [], {}, { place: unit }, 'NOT_A_PARTY_ORGANIZATION'],
    ['of a day on which it did not live', [], {}, { place: gone }, 'NOT_LIVING_THEN'],
    ['of a day to come', [], { visitedOn: '2023-05-11' }, {}, 'EFFECTIVE_IN_FUTURE'],
    ['of today', [], { visitedOn: '2023-05-10' }, {}, 'NOT_BEFORE_FIRST_VISIT'],
    ['of the day on which its body began here', [], {}, { beganOn: '2022-09-01' }, 'NOT_BEFORE_FIRST_VISIT'],
    ['under a second id', [], {}, { recordedAs: 'I-9' }, 'PRIOR_INSPECTION_RECORDED'],
    ['as passed with a major finding', [], { outcome: 'pass' }, {}, 'PRIOR_OUTCOME_WRONG'],
    [
      'as to be rectified with a grave one',
      [],
      { findings: [{ ...what, severity: 'grave' }] },
      {},
      'PRIOR_OUTCOME_WRONG',
    ],
  ])('is refused %s', (...[, history, change, given, code]) => {
    inspection
      .given(...history)
      .when(record(change), facts(given))
      .thenRefused(code);
  });

  it.each<[string, Partial<PriorFacts>]>([
    ['on the day before its body began here', { beganOn: '2022-09-02' }],
    ['of who is dissolved by now', { place: scheduling.place }],
  ])('is taken in %s', (...[, given]) => {
    inspection.given().when(record(), facts(given)).then(prior());
  });

  it('is taken in with an outcome worse than what its paper lists', () => {
    const change: Partial<Prior> = { outcome: 'fail', findings: [] };
    inspection.given().when(record(change), facts()).then(prior(change));
  });

  const operator = { personId: 'local-operator', role: 'operator' };
  const entered = { ...by('W').actor, enteredBy: { personId: 'P-3', documentNo: '录〔2023〕1号' } };
  const system = bySystem().actor;
  it.each<[string, PriorFacts['actor'], Partial<Prior>, string | null]>([
    ['by the body that inspected', by('C').actor, {}, null],
    ['by who stands above it', by('P').actor, { bodyId: 'C' }, null],
    ['by a body below it', by('W').actor, { bodyId: 'C' }, 'PRIOR_INSPECTION_OF_ANOTHER_BODY'],
    ['by the import, with the body’s document', operator, { bodyId: 'C' }, null],
    ['by the import, of nobody’s document', operator, {}, 'PRIOR_INSPECTION_OF_ANOTHER_BODY'],
    ['entered from the body’s document', entered, { bodyId: 'C' }, null],
    ['by who acts for nobody', system, { bodyId: 'C' }, 'PRIOR_INSPECTION_OF_ANOTHER_BODY'],
    ['by the import, of who is no body above it', operator, { bodyId: 'U' }, 'NOT_AN_INSPECTING_BODY'],
  ])('%s is taken in, or refused', (...[, actor, change, code]) => {
    const when = inspection.given().when(record(change), facts({ actor }));
    if (code === null) when.then(prior());
    else when.thenRefused(code);
  });
});

describe('what is from before the platform is a record', () => {
  it.each<[string, Parameters<ReturnType<typeof inspection.given>['when']>]>([
    ['a finding', [{ name: 'RecordFinding', data: { ...of, ...finding('one', 'minor') } }, by('C')]],
    ['an end for a decision', [cancel('body-decided'), withFacts]],
    ['an acknowledgement', [{ name: 'AcknowledgeNotice', data: of }, by('B')]],
  ])('that takes no %s', (...[, asked]) => {
    inspection
      .given(prior())
      .when(...asked)
      .thenRefused('INSPECTION_PRIOR');
  });

  it('whose id is no schedule’s', () => {
    inspection.given(prior()).when(schedule(), scheduling).thenRefused('INSPECTION_KNOWN');
  });

  it('that its body takes back as recorded in error, from its day on, once', () => {
    inspection.given(prior()).when(cancel('recorded-in-error'), withFacts).then(cancelled);
    inspection.given(prior(), cancelled).when(cancel('recorded-in-error'), withFacts).thenNothing();
  });

  const enteredOf = (id: string) => ({ ...by(id).actor, enteredBy: { personId: 'P-3', documentNo: '录〔2023〕1号' } });
  const operator = { personId: 'local-operator', role: 'operator' };
  const file = { file: 'inspections-2022.csv', sha256: 'f'.repeat(64), rows: [2] };
  it.each<[string, Metadata, Actor, string | null]>([
    ['by who stands above its body', { actor: by('C').actor }, by('P').actor, null],
    ['by a body below it', { actor: by('C').actor }, by('W').actor, REFUSED],
    ['by a body below it, from a paper', { actor: by('C').actor }, enteredOf('W'), REFUSED],
    ['by a body below it, what another entered from a paper', { actor: enteredOf('V') }, enteredOf('W'), REFUSED],
    ['by who entered it from a paper', { actor: enteredOf('W') }, enteredOf('W'), null],
    ['by who entered it from a paper, now without one', { actor: enteredOf('W') }, by('W').actor, REFUSED],
    ['by the import, what came from a file', { actor: operator, source: file }, operator, null],
    ['by the import, what a person recorded', { actor: by('C').actor }, operator, REFUSED],
  ])('that is taken back %s, or not', (...[, metadata, actor, code]) => {
    const recorded = { ...prior(), metadata };
    const asked = { ...withFacts, actor };
    const cancelledBy = () =>
      inspectionDecider.decide(cancel('recorded-in-error'), fold(inspectionDecider, [recorded]), asked);
    if (code === null) expect(cancelledBy()).toEqual([cancelled]);
    else expect(cancelledBy).toThrow(expect.objectContaining({ code }));
  });

  it('and nothing that was scheduled here is cancelled as recorded in error', () => {
    inspection.given(scheduled()).when(cancel('recorded-in-error'), withFacts).thenRefused('INSPECTION_NOT_PRIOR');
    const history = [scheduled(), found(finding('one', 'major'))];
    inspection
      .given(...history)
      .when(cancel('recorded-in-error'), withFacts)
      .thenRefused('INSPECTION_NOT_PRIOR');
  });

  it('with the status that its last step leads to', () => {
    const asked = [
      { command: record(), facts: facts() },
      { command: cancel('recorded-in-error'), facts: withFacts },
    ];
    expect(holdStatusLaw(inspectionContract, inspectionDecider, asked)).toEqual([
      'PriorInspectionRecorded',
      'InspectionCancelled',
    ]);
  });
});
