import { describe, expect, it } from '@jest/globals';
import { type CommandNamed, inspectionContract, type InspectionEvent, type InspectionFinding } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { derivedId, fold } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  basis,
  by,
  concluded,
  finding,
  found,
  of,
  schedule,
  scheduled,
  scheduling,
  term,
  toRectify,
} from '../testing/inspection/examples.ts';
import { inspectionDecider } from './inspection.decider.ts';
import { outcomeOf } from './inspection.rules.ts';

const inspection = specification(inspectionDecider);
const record = (one: InspectionFinding): CommandNamed<'RecordFinding'> => ({
  name: 'RecordFinding',
  data: { ...of, ...one },
});
const withdraw = (findingId: string): CommandNamed<'WithdrawFinding'> => ({
  name: 'WithdrawFinding',
  data: { ...of, findingId, reason: '核实有误' },
});
const withdrawn = (findingId: string): InspectionEvent => ({
  type: 'FindingWithdrawn',
  data: { ...about('2023-05-18'), findingId, reason: '核实有误' },
});
const check = (change: object = {}): CommandNamed<'RecordSpotCheck'> => {
  const said = {
    spotCheckId: derivedId('check', 1),
    kind: 'officers-knowledge',
    askedCount: 5,
    rightCount: 4,
  } as const;
  return { name: 'RecordSpotCheck', data: { ...of, ...said, checkedOn: '2023-05-18', ...change } };
};
const checked = (): InspectionEvent => ({
  type: 'SpotCheckRecorded',
  data: { ...about('2023-05-18'), ...check().data },
});
const conclude = (visitedOn = '2023-05-18', reason?: string): CommandNamed<'ConcludeInspection'> => ({
  name: 'ConcludeInspection',
  data: { ...of, visitedOn, ...(reason !== undefined && { reason }) },
});
const onTheSpot = by('C', '2023-05-18', 'P-2');
const major = finding('one', 'major');

describe('a finding', () => {
  it('is recorded by the team as its device made it, once', () => {
    const earlier = finding('one', 'major', { foundOn: '2023-05-12', evidence: ['a'.repeat(64)] });
    inspection.given(scheduled()).when(record(earlier), onTheSpot).then(found(earlier));
    inspection.given(scheduled(), found(earlier)).when(record(earlier), onTheSpot).thenNothing();
    const concludedSince = [scheduled(), found(major), toRectify];
    inspection
      .given(...concludedSince)
      .when(record(major), onTheSpot)
      .thenNothing();
    inspection
      .given(...concludedSince)
      .when(record(finding('two', 'minor')), onTheSpot)
      .thenRefused('INSPECTION_CONCLUDED');
  });

  it('in another version under its id is refused, and both are shown', () => {
    const other = { ...major, says: '活动场所已恢复' };
    inspection.given(scheduled(), found(major)).when(record(other), onTheSpot).thenRefused('FINDING_DIFFERS');
    const state = fold(inspectionDecider, [scheduled(), found(major)]);
    expect(() => inspectionDecider.decide(record(other), state, onTheSpot)).toThrow(
      expect.objectContaining({ details: { field: 'findingId', recorded: major, sent: other } }),
    );
  });

  it.each([
    ['by somebody else', major, by('C', '2023-05-18', 'P-3'), 'NOT_ON_THE_TEAM'],
    ['of tomorrow', finding('one', 'major', { foundOn: '2023-05-19' }), onTheSpot, 'EFFECTIVE_IN_FUTURE'],
    ['of a day before', finding('one', 'major', { foundOn: '2023-05-09' }), onTheSpot, 'FOUND_BEFORE_SCHEDULED'],
    ['of what is not reviewed', finding('one', 'major', { programmeId: 'P' }), onTheSpot, 'DESIGNATION_NOT_REVIEWED'],
  ])('is not recorded %s', (...[, one, sent, code]) => {
    inspection.given(scheduled()).when(record(one), sent).thenRefused(code);
  });

  it('is one of a hundred at most', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => found(finding(`${index}`, 'minor')));
    inspection
      .given(scheduled(), ...hundred)
      .when(record(major), onTheSpot)
      .thenRefused('TOO_MANY_FINDINGS');
    inspection
      .given(scheduled(), ...hundred.slice(1))
      .when(record(major), onTheSpot)
      .then(found(major));
  });

  it('is withdrawn by the team before the conclusion, once, and is not recorded otherwise under its id', () => {
    const { findingId } = major;
    const history = [scheduled(), found(major)];
    inspection
      .given(...history)
      .when(withdraw(findingId), onTheSpot)
      .then(withdrawn(findingId));
    inspection
      .given(...history, withdrawn(findingId))
      .when(withdraw(findingId), onTheSpot)
      .thenNothing();
    inspection
      .given(...history, withdrawn(findingId))
      .when(record(major), onTheSpot)
      .thenNothing();
    inspection
      .given(...history, withdrawn(findingId))
      .when(record({ ...major, says: '其他' }), onTheSpot)
      .thenRefused('FINDING_WITHDRAWN');
    inspection
      .given(...history, toRectify)
      .when(withdraw(findingId), onTheSpot)
      .thenRefused('INSPECTION_CONCLUDED');
    inspection
      .given(...history)
      .when(withdraw(findingId), by('C', '2023-05-18', 'P-3'))
      .thenRefused('NOT_ON_THE_TEAM');
    inspection.given(scheduled()).when(withdraw(findingId), onTheSpot).thenRefused('FINDING_UNKNOWN');
  });
});

describe('a spot check', () => {
  it('is recorded once by the team, with no more right than were asked', () => {
    inspection.given(scheduled()).when(check(), onTheSpot).then(checked());
    inspection.given(scheduled(), checked()).when(check(), onTheSpot).thenNothing();
    inspection
      .given(scheduled(), checked())
      .when(check({ rightCount: 3 }), onTheSpot)
      .thenRefused('SPOT_CHECK_DIFFERS');
    inspection
      .given(scheduled())
      .when(check({ rightCount: 6 }), onTheSpot)
      .thenRefused('SPOT_CHECK_WRONG');
    inspection
      .given(scheduled())
      .when(check({ checkedOn: '2023-05-19' }), onTheSpot)
      .thenRefused('EFFECTIVE_IN_FUTURE');
    inspection
      .given(scheduled())
      .when(check({ checkedOn: '2023-05-09' }), onTheSpot)
      .thenRefused('FOUND_BEFORE_SCHEDULED');
    inspection
      .given(scheduled())
      .when(check(), by('C', '2023-05-18', 'P-3'))
      .thenRefused('NOT_ON_THE_TEAM');
    inspection.given(scheduled(), concluded()).when(check(), onTheSpot).thenRefused('INSPECTION_CONCLUDED');
  });

  it('is one of a hundred at most', () => {
    const hundred = Array.from({ length: 100 }, (_, index): InspectionEvent => ({
      type: 'SpotCheckRecorded',
      data: { ...about('2023-05-18'), ...check({ spotCheckId: derivedId('check', 'of', index) }).data },
    }));
    inspection
      .given(scheduled(), ...hundred)
      .when(check(), onTheSpot)
      .thenRefused('TOO_MANY_FINDINGS');
  });
});

describe('an inspection is concluded', () => {
  it.each([
    ['pass', []],
    ['pass', ['minor', 'minor', 'minor', 'minor']],
    ['rectify', ['minor', 'major']],
    ['rectify', ['major', 'major']],
    ['fail', ['major', 'major', 'major']],
    ['fail', ['grave']],
  ] as const)('as %s by %j', (outcome, severities) => {
    expect(outcomeOf(severities.map((severity) => ({ severity })))).toBe(outcome);
  });

  it('by rule from what stands, of the whole and of each designation that it reviews', () => {
    const designations = ['P', 'Q'];
    const [ofP, ofAll, gone] = [
      finding('one', 'major', { programmeId: 'P', evidence: ['a'.repeat(64)] }),
      finding('two', 'minor'),
      finding('three', 'grave'),
    ];
    const history = [scheduled({ designations }), found(ofP), found(ofAll), found(gone), withdrawn(gone.findingId)];
    const compact = [ofP, ofAll].map((one) => {
      const { evidence: _evidence, foundOn: _on, ...rest } = one as InspectionFinding;
      return rest;
    });
    const conclusion = concluded({
      outcome: 'rectify',
      counts: { minor: 1, major: 1, grave: 0 },
      findings: compact,
      designations: [
        { programmeId: 'P', outcome: 'rectify' },
        { programmeId: 'Q', outcome: 'pass' },
      ],
    });
    inspection
      .given(...history)
      .when(conclude(), term('2023-05-19'))
      .then(conclusion);
    inspection
      .given(...history, conclusion)
      .when(conclude(), term('2023-05-19'))
      .thenNothing();
    inspection
      .given(...history, conclusion)
      .when(conclude('2023-05-17'), term('2023-05-19'))
      .thenRefused('INSPECTION_CONCLUDED');
  });

  it('within five working days of the visit, over a holiday, or later for a reason', () => {
    // From Wednesday 21 June: Sunday the 25th is worked, the holiday before is not.
    const [visitedOn, concludeBy] = ['2023-06-21', '2023-06-29'];
    const on = (effectiveOn: string, more: object = {}) => concluded({ visitedOn, concludeBy, effectiveOn, ...more });
    inspection.given(scheduled()).when(conclude(visitedOn), term('2023-06-29')).then(on('2023-06-29'));
    inspection.given(scheduled()).when(conclude(visitedOn), term('2023-06-30')).thenRefused('CONCLUDED_LATE');
    inspection
      .given(scheduled())
      .when(conclude(visitedOn, '汛期值守'), term('2023-06-30'))
      .then(on('2023-06-30', { late: true, reason: '汛期值守' }));
    // In time no reason is recorded for a delay.
    inspection.given(scheduled()).when(conclude(visitedOn, '汛期值守'), term('2023-06-29')).then(on('2023-06-29'));
    inspection.given(scheduled()).when(conclude('2023-12-29'), term('2023-12-30')).thenRefused('WORKING_DAYS_UNKNOWN');
  });

  it.each([
    ['by another body', conclude(), term('2023-05-19', 'W'), 'INSPECTION_OF_ANOTHER_BODY'],
    ['of a visit tomorrow', conclude('2023-05-20'), term('2023-05-19'), 'EFFECTIVE_IN_FUTURE'],
    ['of a visit before it was scheduled', conclude('2023-05-09'), term('2023-05-19'), 'VISITED_BEFORE_SCHEDULED'],
  ])('and not %s', (...[, command, facts, code]) => {
    inspection.given(scheduled()).when(command, facts).thenRefused(code);
  });
});

it.each([[found(major)], [checked()]])('is concluded of no visit before what was found or asked there: %#', (event) => {
  inspection
    .given(scheduled(), event)
    .when(conclude('2023-05-17'), term('2023-05-19'))
    .thenRefused('VISITED_BEFORE_FINDING');
  const { outcome } = inspection.given(scheduled(), event).when(conclude('2023-05-18'), term('2023-05-19'));
  expect(outcome).toHaveProperty('events');
});

it('is concluded of a visit before a finding that was withdrawn', () => {
  const history = [scheduled(), found(major), withdrawn(major.findingId)];
  const { outcome } = inspection.given(...history).when(conclude('2023-05-17'), term('2023-05-19'));
  expect(outcome).toHaveProperty('events');
});

it('what was never scheduled is not there', () => {
  inspection.given().when(record(major), onTheSpot).thenRefused('INSPECTION_UNKNOWN');
  inspection.given().when(conclude(), term('2023-05-19')).thenRefused('INSPECTION_UNKNOWN');
});

it('has the status that its last step leads to', () => {
  const notice = { ...of, basis, demands: ['腾退活动场所'], dueOn: '2023-07-01' };
  const asked = [
    { command: schedule(), facts: scheduling },
    { command: record(major), facts: onTheSpot },
    { command: check(), facts: onTheSpot },
    { command: record(finding('two', 'minor')), facts: onTheSpot },
    { command: withdraw(finding('two', 'minor').findingId), facts: onTheSpot },
    { command: conclude(), facts: term('2023-05-19') },
    { command: { name: 'IssueNotice', data: notice }, facts: term('2023-05-22') },
    { command: { name: 'AcknowledgeNotice', data: of }, facts: by('B') },
    { command: { name: 'ReplyToNotice', data: { ...of, measures: '已腾退' } }, facts: by('B') },
  ];
  const types = holdStatusLaw(inspectionContract, inspectionDecider, asked);
  expect(types).toHaveLength(asked.length);
  expect(types.at(-1)).toBe('NoticeReplied');
});
