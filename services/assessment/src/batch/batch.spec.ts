import { expect, it } from '@jest/globals';
import { type BatchCommand, batchContract, type BatchEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { specification } from '@zhibu/kernel/testing';
import type { ProgrammeState } from '../programme/programme.state.ts';
import { actorFor, aProgramme, basis, body, registeredProgramme } from '../testing/designation/examples.ts';
import { batchDecider, type BatchFacts, type Candidate } from './batch.decider.ts';

const batch = specification(batchDecider);
const candidate = (organizationId: string, overrides: Partial<Candidate> = {}): Candidate => ({
  organizationId,
  isReviewed: true,
  hands: ['P-1', 'P-2'],
  acceptedOn: '2023-05-10',
  unmet: [],
  ...overrides,
});
const facts = (overrides: Partial<BatchFacts> = {}): BatchFacts => ({
  today: '2023-06-01',
  actor: body,
  programme: aProgramme(),
  candidates: [candidate('B1'), candidate('B2')],
  ...overrides,
});
const decide = (data: Partial<BatchCommand['data']> = {}): BatchCommand => ({
  name: 'DecideBatch',
  data: { programmeId: 'P', bodyId: 'W', year: '2023', organizationIds: ['B1', 'B2'], basis, ...data },
});
const decided: BatchEvent = {
  type: 'BatchDecided',
  data: { ...decide().data, level: 'committee', programmeKind: 'party-building-site', effectiveOn: '2023-06-01' },
};
const resting = (approval: 'own-inner-bodies' | 'before-2022' | null): ProgrammeState => ({
  status: 'registered',
  programme: registeredProgramme(),
  approval: approval && { approval, documentNo: '1' },
});

it('is decided collectively, with its list and its basis, once a year', () => {
  batch.given().when(decide(), facts()).then(decided);
  batch.given(decided).when(decide(), facts()).thenNothing();
  batch
    .given(decided)
    .when(decide({ organizationIds: ['B1'] }), facts())
    .thenRefused('BATCH_DECIDED');
});

// 创建示范活动管理办法（试行）, 2022: a work committee begins no new batch of its own.
it.each([null, 'own-inner-bodies', 'before-2022'] as const)('of committee level is refused on %s', (approval) => {
  batch
    .given()
    .when(decide(), facts({ programme: resting(approval) }))
    .thenRefused('BATCH_WITHOUT_APPROVAL');
});

it.each([
  ['2023-03-02', 'ACCEPTANCE_MISSING'],
  ['2023-03-03', null],
  ['2023-06-01', null],
  [null, 'ACCEPTANCE_MISSING'],
])('takes on 1 June who passed the acceptance on %s, within 90 days, or not', (acceptedOn, code) => {
  const when = batch.given().when(decide(), facts({ candidates: [candidate('B1', { acceptedOn })] }));
  if (code === null) expect(when.outcome).toHaveProperty('events');
  else when.thenRefused(code);
});

it.each<[string, Partial<BatchCommand['data']>, Partial<BatchFacts>, string]>([
  ['of a programme nobody registered', {}, { programme: { status: 'none' } }, 'PROGRAMME_UNKNOWN'],
  ['by another body', {}, { actor: actorFor('C') }, 'NOT_THE_BODY'],
  ['in the name of another body', { bodyId: 'V' }, {}, 'NOT_THE_BODY'],
  ['by who acts for nobody', {}, { actor: actorFor() }, 'ACTS_FOR_NOBODY'],
  ['of the year before', { year: '2022' }, {}, 'BATCH_OF_ANOTHER_YEAR'],
  ['of a year to come', { year: '2024' }, {}, 'BATCH_OF_ANOTHER_YEAR'],
  ['that names one twice', { organizationIds: ['B1', 'B1'] }, {}, 'BATCH_REPEATS'],
  ['beyond the limit of the programme', {}, { programme: aProgramme({ batchLimit: 1 }) }, 'BATCH_OVER_LIMIT'],
  [
    'with one that is not reviewed whole',
    {},
    { candidates: [candidate('B1'), candidate('B2', { isReviewed: false })] },
    'APPLICATION_NOT_REVIEWED',
  ],
  [
    'with one that meets the conditions no more',
    {},
    { candidates: [candidate('B1', { unmet: ['problem-overdue'] })] },
    'BATCH_CONDITIONS_UNMET',
  ],
  ['by who applied or reviewed on the spot', {}, { actor: actorFor('W', 'P-2') }, 'DECIDED_BY_REVIEWER'],
  [
    'by a typist who reviewed on the spot',
    {},
    { actor: { ...body, enteredBy: { personId: 'P-2', documentNo: '1' } } },
    'DECIDED_BY_REVIEWER',
  ],
])('is refused %s', (...[, data, given, code]) => {
  batch.given().when(decide(data), facts(given)).thenRefused(code);
});

it('has the status that its last step leads to', () =>
  expect(holdStatusLaw(batchContract, batchDecider, [{ command: decide(), facts: facts() }])).toEqual([
    'BatchDecided',
  ]));
