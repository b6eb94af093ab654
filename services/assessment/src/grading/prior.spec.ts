import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { aPlacement, basis, factsUnder, type GradingFacts, subject } from '../testing/examples.ts';
import { edition, opened } from '../testing/histories.ts';
import { gradingDecider } from './grading.decider.ts';

const grading = specification(gradingDecider);
const facts = factsUnder(null, { placement: aPlacement(edition) });
const said = { ...subject, grade: '优', basis, source: '台账' };
const record = (data: object = {}): GradingCommand => ({ name: 'RecordPriorGrade', data: { ...said, ...data } });
const correct = (data: object = {}): GradingCommand => ({
  name: 'CorrectPriorGrade',
  data: { ...said, grade: '良', reason: '抄错', ...data },
});
const recorded: GradingEvent = { type: 'PriorGradeRecorded', data: { ...said, effectiveOn: '2022-12-31' } };

it('takes in a grade from before the platform, effective on its period’s last day, once', () => {
  grading.given().when(record(), facts).then(recorded);
  grading.given(recorded).when(record(), facts).thenNothing();
  grading
    .given(recorded)
    .when(record({ grade: '良' }), facts)
    .thenRefused('PRIOR_GRADE_RECORDED');
});

it('corrects it in its place, keeping its day unless another is named', () => {
  const corrected = { ...said, grade: '良', reason: '抄错', corrects: 'event-1', effectiveOn: '2022-12-31' };
  grading.given(recorded).when(correct(), facts).then({ type: 'PriorGradeCorrected', data: corrected });
  grading
    .given(recorded)
    .when(correct({ effectiveOn: '2023-01-15' }), facts)
    .then({ type: 'PriorGradeCorrected', data: { ...corrected, effectiveOn: '2023-01-15' } });
  grading
    .given(recorded)
    .when(correct({ grade: '优' }), facts)
    .thenNothing();
  grading.given(recorded, { type: 'PriorGradeCorrected', data: corrected }).when(correct(), facts).thenNothing();
  grading.given().when(correct(), facts).thenRefused('PRIOR_GRADE_UNKNOWN');
});

it.each<[string, GradingCommand, Partial<GradingFacts>, string]>([
  ['of an unknown branch', record(), { placement: null }, 'BRANCH_UNKNOWN'],
  [
    'of an organization that is no branch',
    record(),
    { placement: aPlacement(edition, { kind: 'unit' }) },
    'NOT_A_BRANCH',
  ],
  ['of the period of the first round', record(), { firstRound: '2022' }, 'PRIOR_PERIOD_NOT_BEFORE'],
  ['of a period after the first round', record(), { firstRound: '2021' }, 'PRIOR_PERIOD_NOT_BEFORE'],
  ['of a period in which the branch did not live', record(), { livedInPeriod: false }, 'BRANCH_NOT_LIVING_IN_PERIOD'],
  ['of a scheme that has no edition', record(), { gradesOfScheme: [] }, 'SCHEME_UNKNOWN'],
  ['that the scheme does not know', record({ grade: '头名' }), {}, 'GRADE_UNKNOWN'],
  ['of a period to come', record({ period: '2035' }), {}, 'EFFECTIVE_IN_FUTURE'],
  ['with effect before its period', record({ effectiveOn: '2021-12-31' }), {}, 'EFFECTIVE_BEFORE_PERIOD'],
  ['corrected to one that the scheme does not know', correct({ grade: '头名' }), {}, 'GRADE_UNKNOWN'],
])('refuses a prior grade %s', (...[, command, given, code]) => {
  grading
    .given(...(command.name === 'CorrectPriorGrade' ? [recorded] : []))
    .when(command, { ...facts, ...given })
    .thenRefused(code);
});

it('takes it of a period before the first round', () => {
  grading
    .given()
    .when(record(), { ...facts, firstRound: '2023' })
    .then(recorded);
});

it('refuses one of a period that is graded here', () => {
  grading.given(opened).when(record(), facts).thenRefused('GRADING_ALREADY_OPENED');
  expect(opened.type).toBe('GradingOpened');
});
