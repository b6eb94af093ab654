import { expect, it } from '@jest/globals';
import {
  type AggregateContract,
  editionContract,
  gradingContract,
  roundContract,
  WorkingCalendar,
} from '@zhibu/contracts';
import { type Asked, holdStatusLaw } from '@zhibu/contracts/testing';
import fc from 'fast-check';
import { editionDecider } from './edition/edition.decider.ts';
import { gradingDecider } from './grading/grading.decider.ts';
import { roundDecider } from './round/round.decider.ts';
import { aPlacement, aStandard, basis, factsUnder, published, subject } from './testing/examples.ts';

const content = aStandard();
const edition = published(content);
const { editionId } = edition;
const ask = (name: string, data: object, facts?: object): Asked => ({ command: { name, data }, facts });

/** What may be asked, the regular way first: histories of chance alone would seldom come so far. */
const editions = [
  ask('DraftEdition', { content }),
  ask('ReviseEdition', { editionId, content: aStandard({ title: '另题' }) }),
  ask(
    'PublishEdition',
    { editionId, basis },
    { gradedUnder: [], beside: [], actor: { personId: 'P-2', role: 'committee-decider' } },
  ),
  ask('RetireEdition', { editionId, effectiveOn: '2024-01-01', reason: '新标准' }),
];

const held = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const known = { status: 'published', edition };
const today = '2023-02-01';
const opening = { today, committeeKind: 'work-committee', later: [] };
const school = published(aStandard({ sector: 'school', documentNo: '小〔2022〕3号' }));
const candidate = {
  openedOn: '2022-09-01',
  form: 'ordinary',
  graded: false,
  exempt: { livedLessThanMonths: 6, forms: [] },
};
const listed = {
  branchId: 'B3',
  unitId: 'U',
  editionId,
  grade: 'three',
  effectiveOn: '2022-12-31',
  lost: [],
  superior: [],
  inspectors: [],
};
const inScope = {
  branchId: 'B1',
  unitId: 'U',
  editionId,
  grade: 'one',
  effectiveOn: '2022-12-31',
  lost: ['T1'],
  superior: [],
  inspectors: [],
};
const notice = {
  today: '2023-01-03',
  editions: [edition],
  scope: { branches: [listed], outside: [] },
  calendar: new WorkingCalendar([{ year: '2023', holidays: [], workdays: [] }]),
};
const rounds = [
  ask('OpenRound', { ...held, editionId }, { ...opening, edition: known }),
  ask(
    'AddRoundEdition',
    { ...held, editionId: school.editionId },
    { later: [], edition: { status: 'published', edition: school } },
  ),
  ask('ExemptBranch', { ...held, branchId: 'B2', because: 'lived-less' }, { candidate }),
  ask('RecordUnitReview', { ...held, unitId: 'U', basis }, { today, scope: { branches: [listed], outside: [] } }),
  ask('StartRoundNotice', { ...held, from: '2023-01-03' }, notice),
  ask(
    'RaiseRoundObjection',
    { ...held, objectionId: 'Y1', kind: 'facts', says: '不实', raisedOn: '2023-01-04' },
    { today },
  ),
  ask('ResolveRoundObjection', { ...held, objectionId: 'Y1', outcome: 'rejected', reason: '属实' }),
  ask('CloseRound', held, {
    today,
    actor: { personId: 'P-9', role: 'operator', organizationId: 'W' },
    editions: [edition, school],
    scope: { branches: [inScope, listed], outside: [] },
  }),
  ask('AdmitLateBranch', { ...held, branchId: 'B9', reason: '补录', basis }, { candidate }),
];

const facts = factsUnder(edition, { placement: aPlacement(edition) });
const closed = { ...facts, roundClosed: true };
const gradings = [
  ask('RecordPriorGrade', { ...subject, grade: '优', basis, source: '台账' }, facts),
  ask('CorrectPriorGrade', { ...subject, grade: '良', basis, source: '台账', reason: '抄错' }, facts),
  ask('OpenGrading', subject, facts),
  ask('SubmitRating', { ...subject, rater: 'own', entries: [{ item: 'T1', deduction: '4' }] }, facts),
  ask('SubmitRating', { ...subject, rater: 'above', entries: [] }, facts),
  ask('RecordPoll', { ...subject, ballots: 10, answers: { yes: 10 } }, facts),
  ask('RecordDataMatch', { ...subject, source: '智慧党建', fields: [] }, facts),
  ask('RecordVeto', { ...subject, veto: 'Z2' }, facts),
  ask('WithdrawVeto', { ...subject, veto: 'Z2', reason: '更正' }, facts),
  ask('GradeBranch', subject, facts),
  ask('DetermineGrade', { ...subject, grade: 'two', reason: '群众反映', basis }, facts),
  ask('WithdrawDetermination', { ...subject, reason: '查无此事', basis }, facts),
  ask('SubmitRating', { ...subject, rater: 'above', entries: [{ item: 'T1', deduction: '8' }] }, facts),
  ask('ReviseGrade', { ...subject, reason: '更正', basis }, closed),
  ask('SubmitRating', { ...subject, rater: 'above', entries: [{ item: 'T1', deduction: '2' }] }, facts),
  ask('ReassessGrade', { ...subject, because: 'objection-upheld', basis }, closed),
];

/** Holds the law for histories that begin the regular way, and answers which events there were. */
function eventsOf(asked: readonly Asked[], hold: (history: readonly Asked[]) => readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const chance = fc.array(fc.constantFrom(...asked), { maxLength: 12 });
  fc.assert(
    fc.property(fc.nat(asked.length), chance, (so, all) => {
      for (const type of hold([...asked.slice(0, so), ...all])) seen.add(type);
    }),
    { numRuns: 200, examples: [[asked.length, []]] },
  );
  return [...seen].sort();
}

const allOf = ({ events }: AggregateContract): readonly string[] => Object.keys(events).sort();

it('an edition has after every history the status that its last step leads to', () =>
  expect(eventsOf(editions, (history) => holdStatusLaw(editionContract, editionDecider, history))).toEqual(
    allOf(editionContract),
  ));

it('a round has after every history the status that its last step leads to', () =>
  expect(eventsOf(rounds, (history) => holdStatusLaw(roundContract, roundDecider, history))).toEqual(
    allOf(roundContract),
  ));

it('a grading has after every history the status that its last step leads to', () =>
  expect(eventsOf(gradings, (history) => holdStatusLaw(gradingContract, gradingDecider, history))).toEqual(
    allOf(gradingContract),
  ));
