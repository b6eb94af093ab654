import { describe, expect, it } from '@jest/globals';
import type { CommandNamed, ConditionCode, DesignationEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  actorFor,
  anApplicant,
  aProgramme,
  applied,
  aStanding,
  basis,
  inForce,
  named,
  noticed,
  prior,
  reviewed,
  reviewedWhole,
  subject,
} from '../testing/designation/examples.ts';
import type { ApplyingFacts, ReviewFacts } from './application.decider.ts';
import { type Standing, unmetConditions } from './condition.rules.ts';
import { designationDecider } from './designation.decider.ts';

const designation = specification(designationDecider);
const today = '2023-04-10';
const applying = (overrides: Partial<ApplyingFacts> = {}): ApplyingFacts => ({
  today,
  actor: actorFor('B1', 'P-1'),
  programme: aProgramme(),
  applicant: anApplicant(),
  standing: aStanding(),
  ...overrides,
});
const apply: CommandNamed<'ApplyForDesignation'> = {
  name: 'ApplyForDesignation',
  data: { ...named, recommendation: { documentNo: '荐〔2023〕3号' } },
};
const revoked: DesignationEvent = {
  type: 'DesignationRevoked',
  data: { ...subject, effectiveOn: '2022-04-10', revocationId: 'R-1', basis, plaqueDueOn: '2022-04-25' },
};

describe('who may apply', () => {
  // domain.md, section 4, designation: the conditions, each on both sides of its bound.
  it.each<[string, Partial<Standing>, readonly ConditionCode[]]>([
    ['who meets them all', {}, []],
    ['who has no confirmed grade of leading standing', { isLeading: false }, ['grade-not-leading']],
    ['who is under remediation', { isUnderRemediation: true }, ['remediation-open']],
    ['who has a problem overdue', { overdueProblems: 1 }, ['problem-overdue']],
    ['who had a veto 24 months ago', { lastVetoOn: '2021-04-10' }, []],
    ['who had one a day later', { lastVetoOn: '2021-04-11' }, ['veto-recent']],
    ['who is appraised below fairly good', { isAppraisedLow: true }, ['appraisal-low']],
    ['whose six haves nobody checked', { sixHaves: { status: 'none' } }, ['six-haves-unchecked']],
    ['whose six haves were checked 12 months ago', { sixHaves: checked('2022-04-10') }, []],
    ['whose were checked a day before', { sixHaves: checked('2022-04-09') }, ['six-haves-stale']],
    ['of whose six haves one is unmet', { sixHaves: checked('2023-03-01', 'venue') }, ['six-haves-unmet']],
    ['who is no branch, and so has none', { sixHaves: null }, []],
  ])('%s: lacks what is named', (...[, standing, lacking]) =>
    expect(unmetConditions(aStanding(standing))).toEqual(lacking),
  );

  function checked(on: string, ...unmet: readonly string[]): Standing['sixHaves'] {
    return { status: 'recorded', on, occasion: 'yearly', items: [], unmet };
  }
});

describe('an application', () => {
  it('is the branch’s own, recommended by its party group, sent once', () => {
    designation.given().when(apply, applying()).then(applied());
    designation.given(applied()).when(apply, applying()).thenNothing();
  });

  it('that was returned is sent again, though the window has closed', () => {
    const programme = aProgramme({ window: { from: '04-01', to: '04-30' } });
    const returned = reviewed('superior', { outcome: 'returned', items: ['台账'], answerBy: '2023-05-10' });
    designation
      .given(applied(), returned)
      .when(apply, applying({ programme, today: '2023-05-08' }))
      .then(applied({ effectiveOn: '2023-05-08' }));
  });

  it.each<[string, readonly DesignationEvent[], Partial<ApplyingFacts>, string]>([
    ['for a programme nobody registered', [], { programme: { status: 'none' } }, 'PROGRAMME_UNKNOWN'],
    ['outside its window', [], { programme: aProgramme({ window: { from: '05-01', to: '05-31' } }) }, 'OUTSIDE_WINDOW'],
    ['with a condition unmet', [], { standing: aStanding({ isLeading: false }) }, 'MAY_NOT_APPLY'],
    ['of nobody the register knows', [], { applicant: null }, 'ORGANIZATION_UNKNOWN'],
    ['of a dissolved branch', [], { applicant: anApplicant({ alive: false }) }, 'ORGANIZATION_DISSOLVED'],
    ['of a kind the programme is not for', [], { applicant: anApplicant({ kind: 'unit' }) }, 'NOT_A_SUBJECT'],
    ['under another body', [], { applicant: anApplicant({ isUnderBody: false }) }, 'NOT_UNDER_BODY'],
    ['beside one that goes on', [applied({ recommendation: basis })], {}, 'APPLICATION_OPEN'],
    ['beside one under notice', [...reviewedWhole, noticed], {}, 'APPLICATION_OPEN'],
    ['of who is designated', inForce, {}, 'ALREADY_DESIGNATED'],
    ['within a year of a revocation', [prior(), revoked], { today: '2023-04-09' }, 'REVOKED_WITHIN_YEAR'],
  ])('is refused %s', (...[, history, given, code]) => {
    designation
      .given(...history)
      .when(apply, applying(given))
      .thenRefused(code);
  });

  it('may come again a year after a revocation', () =>
    designation.given(prior(), revoked).when(apply, applying()).then(applied()));

  it('is withdrawn while it goes on, once', () => {
    const withdraw: CommandNamed<'WithdrawApplication'> = { name: 'WithdrawApplication', data: named };
    const withdrawn: DesignationEvent = { type: 'ApplicationWithdrawn', data: { ...subject, effectiveOn: today } };
    const facts = { today, actor: actorFor('B1') };
    designation.given(applied()).when(withdraw, facts).then(withdrawn);
    designation.given(applied(), withdrawn).when(withdraw, facts).thenNothing();
    designation.given(withdrawn).when(apply, applying()).then(applied());
    designation
      .given(...inForce)
      .when(withdraw, facts)
      .thenRefused('APPLICATION_MISSING');
  });
});

describe('the review', () => {
  const facts = (overrides: Partial<ReviewFacts> = {}): ReviewFacts => ({
    today: '2023-04-20',
    actor: actorFor('J'),
    superiors: ['J', 'W'],
    committeeId: 'W',
    acceptedOn: null,
    ...overrides,
  });
  const review = (
    data: Partial<CommandNamed<'ReviewApplication'>['data']> = {},
  ): CommandNamed<'ReviewApplication'> => ({
    name: 'ReviewApplication',
    data: { ...named, step: 'superior', outcome: 'passed', ...data },
  });
  const sentBy = (personId: string): DesignationEvent =>
    Object.assign(applied(), { metadata: { actor: actorFor('B1', personId) } });
  const byCommittee = { actor: actorFor('W'), acceptedOn: '2023-04-15' };

  it('goes from the superior to the party group and the committee on the spot', () => {
    const [, bySuperior, byGroup] = reviewedWhole;
    designation.given(applied()).when(review(), facts()).then(reviewed('superior'));
    designation
      .given(applied(), reviewed('superior'))
      .when(review({ step: 'party-group', basis }), facts())
      .then(reviewed('party-group', { basis }));
    const before = [bySuperior, byGroup].flatMap((event) => event ?? []);
    designation
      .given(applied(), ...before)
      .when(review({ step: 'committee', inspectionId: 'I1' }), facts(byCommittee))
      .then(reviewed('committee', { acceptance: { inspectionId: 'I1', passedOn: '2023-04-15' } }));
    designation
      .given(applied(), ...before)
      .when(review({ step: 'committee' }), facts(byCommittee))
      .then(reviewed('committee'));
  });

  it('that passed or returned a step is recorded once', () => {
    const outcome: 'passed' | 'returned' = 'returned';
    const returned = { outcome, items: ['台账'], answerBy: '2023-05-10' };
    designation.given(applied(), reviewed('superior')).when(review(), facts()).thenNothing();
    designation.given(applied()).when(review(returned), facts()).then(reviewed('superior', returned));
    designation.given(applied(), reviewed('superior', returned)).when(review(returned), facts()).thenNothing();
  });

  it.each<[string, readonly DesignationEvent[], ReturnType<typeof review>, Partial<ReviewFacts>, string]>([
    ['of nothing applied for', [], review(), {}, 'APPLICATION_MISSING'],
    ['out of order', [applied()], review({ step: 'party-group', basis }), {}, 'REVIEW_OUT_OF_ORDER'],
    ['under notice', [...reviewedWhole, noticed], review({ outcome: 'returned' }), {}, 'REVIEW_OUT_OF_ORDER'],
    ['by who is no superior', [applied()], review(), { actor: actorFor('B2') }, 'NOT_THE_SUPERIOR'],
    [
      'on the spot by another than the committee',
      reviewedWhole.slice(0, 3),
      review({ step: 'committee' }),
      {},
      'NOT_THE_COMMITTEE',
    ],
    ['by who applied', [sentBy('P-9')], review(), {}, 'REVIEWED_BY_APPLICANT'],
    [
      'without the party group’s paper',
      reviewedWhole.slice(0, 2),
      review({ step: 'party-group' }),
      {},
      'REVIEW_BASIS_MISSING',
    ],
    ['that returns without items', [applied()], review({ outcome: 'returned' }), {}, 'RETURN_INCOMPLETE'],
    [
      'that returns until a day that has come',
      [applied()],
      review({ outcome: 'returned', items: ['台账'], answerBy: '2023-04-20' }),
      {},
      'RETURN_INCOMPLETE',
    ],
    [
      'with an acceptance before the last step',
      [applied()],
      review({ inspectionId: 'I1' }),
      { acceptedOn: '2023-04-15' },
      'ACCEPTANCE_OUT_OF_PLACE',
    ],
    [
      'with an acceptance of what the committee returns',
      reviewedWhole.slice(0, 3),
      review({ step: 'committee', inspectionId: 'I1', outcome: 'returned', items: ['台账'], answerBy: '2023-05-10' }),
      byCommittee,
      'ACCEPTANCE_OUT_OF_PLACE',
    ],
    [
      'with an acceptance inspection that was not passed',
      reviewedWhole.slice(0, 3),
      review({ step: 'committee', inspectionId: 'I1' }),
      { actor: actorFor('W') },
      'ACCEPTANCE_NOT_PASSED',
    ],
  ])('is refused %s', (...[, history, command, given, code]) => {
    designation
      .given(...history)
      .when(command, facts(given))
      .thenRefused(code);
  });

  it('may end in a rejection by the superior or above, under notice too, and never by who applied', () => {
    const reject: CommandNamed<'RejectApplication'> = {
      name: 'RejectApplication',
      data: { ...named, reason: '材料不实' },
    };
    const rejected: DesignationEvent = {
      type: 'ApplicationRejected',
      data: { ...subject, effectiveOn: '2023-04-20', reason: '材料不实' },
    };
    designation.given(applied()).when(reject, facts()).then(rejected);
    designation.given(applied(), rejected).when(reject, facts()).thenNothing();
    designation
      .given(...reviewedWhole, noticed)
      .when(reject, facts({ actor: actorFor('W') }))
      .then(rejected);
    designation.given(sentBy('P-9')).when(reject, facts()).thenRefused('REVIEWED_BY_APPLICANT');
    designation
      .given(applied())
      .when(reject, facts({ actor: actorFor('B2') }))
      .thenRefused('NOT_THE_SUPERIOR');
  });
});
