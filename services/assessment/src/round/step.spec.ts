import { describe, expect, it } from '@jest/globals';
import {
  type CommandNamed,
  listHashOf,
  noticeList,
  type RoundEvent,
  type RoundStep,
  unitList,
  WorkingCalendar,
} from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { aStandard, basis, published, roundEditionOf } from '../testing/examples.ts';
import type { BranchInScope, ClosingFacts } from './closing.decider.ts';
import type { Candidate } from './exemption.decider.ts';
import type { NoticeFacts } from './notice.decider.ts';
import { roundDecider } from './round.decider.ts';

const round = specification(roundDecider);
const edition = published(aStandard());
const held = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const about = { roundId: 'W:stars:2022', ...held };
const opened = (...steps: readonly RoundStep[]): RoundEvent => ({
  type: 'RoundOpened',
  data: {
    ...about,
    editions: [roundEditionOf(edition)],
    steps: steps.map((step) => ({ step, to: '2023-03-31' })),
    openedOn: '2023-01-05',
  },
});
const branch = (branchId: string, unitId: string, grade: string | null): BranchInScope => ({
  branchId,
  unitId,
  editionId: edition.editionId,
  grade,
  effectiveOn: grade === null ? null : '2022-12-31',
  superior: [],
  inspectors: [],
  lost: [],
});
const graded = [branch('B1', 'U1', 'three'), branch('B2', 'U1', 'one'), branch('B3', 'U2', 'two')];
const changed = [branch('B1', 'U1', 'two'), ...graded.slice(1)];
const scoped = (branches: readonly BranchInScope[]) => ({ branches, outside: [] });
const today = '2023-03-10';
const closing = (branches: readonly BranchInScope[] = graded, on = today): ClosingFacts => ({
  today: on,
  actor: { personId: 'P-9', role: 'operator', organizationId: 'W' },
  editions: [edition],
  scope: scoped(branches),
});
const close: CommandNamed<'CloseRound'> = { name: 'CloseRound', data: { ...held, quotaBasis: basis } };
const hashOfUnit = (unitId: string, branches: readonly BranchInScope[] = graded): string =>
  listHashOf(
    unitList(
      unitId,
      branches.flatMap(({ grade, ...rest }) => (grade === null ? [] : [{ ...rest, grade }])),
    ),
  );

describe('the review of a unit', () => {
  const review = (data: Partial<CommandNamed<'RecordUnitReview'>['data']> = {}): CommandNamed<'RecordUnitReview'> => ({
    name: 'RecordUnitReview',
    data: { ...held, unitId: 'U1', basis, ...data },
  });
  const reviewed = (unitId: string, listHash = hashOfUnit(unitId)): RoundEvent => ({
    type: 'UnitReviewRecorded',
    data: { ...about, unitId, listHash, reviewedOn: today, basis },
  });
  const facts = { today, scope: scoped(graded) };

  it('is recorded with the hash of its list', () => {
    round.given(opened()).when(review(), facts).then(reviewed('U1'));
    round
      .given(opened())
      .when(review({ listHash: hashOfUnit('U1') }), facts)
      .then(reviewed('U1'));
  });

  it('of the same list by the same document is recorded once, and of a changed one again', () => {
    round.given(opened(), reviewed('U1')).when(review(), facts).thenNothing();
    round
      .given(opened(), reviewed('U1'))
      .when(review(), { today, scope: scoped(changed) })
      .then(reviewed('U1', hashOfUnit('U1', changed)));
  });

  it.each<[string, readonly RoundEvent[], CommandNamed<'RecordUnitReview'>, readonly BranchInScope[], string]>([
    ['before the round is open', [], review(), graded, 'ROUND_NOT_OPEN'],
    ['of a unit outside the round', [opened()], review({ unitId: 'U9' }), graded, 'UNIT_OUTSIDE_ROUND'],
    ['of a list that has changed', [opened()], review({ listHash: 'f'.repeat(64) }), graded, 'LIST_CHANGED'],
    ['on a day that has not come', [opened()], review({ reviewedOn: '2023-03-11' }), graded, 'EFFECTIVE_IN_FUTURE'],
    ['with a branch ungraded', [opened()], review(), [branch('B1', 'U1', null)], 'ROUND_UNGRADED'],
  ])('is refused %s', (...[, history, command, branches, code]) => {
    round
      .given(...history)
      .when(command, { today, scope: scoped(branches) })
      .thenRefused(code);
  });

  it('is asked for at the closing where the steps have it, of every unit, and not stale', () => {
    const asked = opened('unit-review');
    const all = [reviewed('U1'), reviewed('U2')];
    round.given(asked, reviewed('U1')).when(close, closing()).thenRefused('UNIT_REVIEW_MISSING');
    round
      .given(asked, ...all)
      .when(close, closing(changed))
      .thenRefused('UNIT_REVIEW_MISSING');
    expect(round.given(asked, ...all).when(close, closing()).outcome).toHaveProperty('events');
    expect(round.given(opened()).when(close, closing()).outcome).toHaveProperty('events');
  });
});

const calendar = new WorkingCalendar([{ year: '2023', holidays: [], workdays: [] }]);
const list = [{ branchId: 'B1', grade: 'three' }];
const started: RoundEvent = {
  type: 'RoundNoticeStarted',
  data: { ...about, listHash: listHashOf(list), from: '2023-03-06', to: '2023-03-11', workingDays: 5, branches: list },
};

describe('the public notice', () => {
  const start = (data: Partial<CommandNamed<'StartRoundNotice'>['data']> = {}): CommandNamed<'StartRoundNotice'> => ({
    name: 'StartRoundNotice',
    data: { ...held, ...data },
  });
  const facts = (overrides: Partial<NoticeFacts> = {}): NoticeFacts => ({
    today: '2023-03-06',
    editions: [edition],
    scope: scoped(graded),
    calendar,
    ...overrides,
  });

  it('has the leading grades only, and lasts five working days', () => {
    round.given(opened()).when(start(), facts()).then(started);
    expect(
      noticeList([edition], [{ branchId: 'B3', unitId: 'U2', editionId: edition.editionId, grade: 'two' }]),
    ).toEqual([]);
  });

  it('of the same list is one, and of a changed list another', () => {
    round
      .given(opened(), started)
      .when(start(), facts({ today: '2023-03-07' }))
      .thenNothing();
    round
      .given(opened(), started)
      .when(start({ from: '2023-03-07' }), facts({ today: '2023-03-07' }))
      .thenRefused('NOTICE_STARTED');
    const more = [...graded, branch('B4', 'U2', 'three')];
    expect(round.given(opened(), started).when(start(), facts({ scope: scoped(more) })).outcome).toMatchObject({
      events: [{ data: { branches: [{ branchId: 'B1' }, { branchId: 'B4' }] } }],
    });
  });

  it.each<[string, readonly RoundEvent[], CommandNamed<'StartRoundNotice'>, Partial<NoticeFacts>, string]>([
    ['before the round is open', [], start(), {}, 'ROUND_NOT_OPEN'],
    ['from a day that has not come', [opened()], start({ from: '2023-03-07' }), {}, 'EFFECTIVE_IN_FUTURE'],
    ['with nobody in it', [opened()], start(), { scope: scoped(graded.slice(1)) }, 'NOTICE_EMPTY'],
    ['with a branch ungraded', [opened()], start(), { scope: scoped([branch('B1', 'U1', null)]) }, 'ROUND_UNGRADED'],
    [
      'in a year without a calendar',
      [opened()],
      start(),
      { calendar: new WorkingCalendar([]) },
      'WORKING_DAYS_UNKNOWN',
    ],
    ['that reaches one', [opened()], start(), { today: '2023-12-29' }, 'WORKING_DAYS_UNKNOWN'],
  ])('is refused %s', (...[, history, command, overrides, code]) => {
    round
      .given(...history)
      .when(command, facts(overrides))
      .thenRefused(code);
  });

  it.each([
    ['2023-03-10', 'NOTICE_NOT_OVER'],
    ['2023-03-11', null],
    ['2023-03-12', null],
  ])('a round with it is closed on %s', (on, refused) => {
    const when = round.given(opened('notice'), started).when(close, closing(graded, on));
    if (refused) when.thenRefused(refused);
    else expect(when.outcome).toHaveProperty('events');
  });

  it('is asked for at the closing where the steps have it and somebody stands in it, with the list as it is now', () => {
    round.given(opened('notice')).when(close, closing()).thenRefused('NOTICE_MISSING');
    expect(round.given(opened('notice')).when(close, closing(graded.slice(1))).outcome).toHaveProperty('events');
    round.given(opened(), started).when(close, closing(changed, '2023-03-20')).thenRefused('NOTICE_STALE');
  });
});

describe('an objection', () => {
  const raise = (
    data: Partial<CommandNamed<'RaiseRoundObjection'>['data']> = {},
  ): CommandNamed<'RaiseRoundObjection'> => ({
    name: 'RaiseRoundObjection',
    data: { ...held, objectionId: 'Y1', branchId: 'B1', kind: 'facts', says: '材料不实', ...data },
  });
  const raised: RoundEvent = {
    type: 'RoundObjectionRaised',
    data: { ...about, objectionId: 'Y1', branchId: 'B1', kind: 'facts', says: '材料不实', raisedOn: today },
  };
  const resolve: CommandNamed<'ResolveRoundObjection'> = {
    name: 'ResolveRoundObjection',
    data: { ...held, objectionId: 'Y1', outcome: 'rejected', reason: '经核实材料属实' },
  };
  const resolved: RoundEvent = { type: 'RoundObjectionResolved', data: { roundId: about.roundId, ...resolve.data } };

  it('is raised once and keeps the closing back until it is resolved', () => {
    round.given(opened(), started).when(raise(), { today }).then(raised);
    round.given(opened(), started, raised).when(raise(), { today: '2023-03-20' }).thenNothing();
    round.given(opened(), started, raised).when(close, closing(graded, '2023-03-20')).thenRefused('OBJECTION_OPEN');
    round.given(opened(), started, raised).when(resolve).then(resolved);
    round.given(opened(), started, raised, resolved).when(resolve).thenNothing();
    expect(
      round.given(opened(), started, raised, resolved).when(close, closing(graded, '2023-03-20')).outcome,
    ).toHaveProperty('events');
  });

  it.each([
    ['2023-03-05', 'OBJECTION_OUT_OF_TIME'],
    ['2023-03-06', null],
    ['2023-03-10', null],
    ['2023-03-11', 'OBJECTION_OUT_OF_TIME'],
    ['2023-03-13', 'EFFECTIVE_IN_FUTURE'],
  ])('raised on %s', (raisedOn, refused) => {
    const when = round.given(opened(), started).when(raise({ raisedOn }), { today: '2023-03-12' });
    if (refused) when.thenRefused(refused);
    else expect(when.outcome).toHaveProperty('events');
  });

  it.each<[string, readonly RoundEvent[], CommandNamed<'RaiseRoundObjection'>, string]>([
    ['without a notice', [opened()], raise(), 'NOTICE_MISSING'],
    ['about a branch that is not in it', [opened(), started], raise({ branchId: 'B2' }), 'BRANCH_NOT_IN_NOTICE'],
    ['under the id of another one', [opened(), started, raised], raise({ says: '另一件事' }), 'OBJECTION_EXISTS'],
  ])('is refused %s', (...[, history, command, code]) => {
    round
      .given(...history)
      .when(command, { today })
      .thenRefused(code);
  });

  it('that nobody raised is not resolved, and one resolved not otherwise', () => {
    round.given(opened(), started).when(resolve).thenRefused('OBJECTION_UNKNOWN');
    round
      .given(opened(), started, raised, resolved)
      .when({ ...resolve, data: { ...resolve.data, outcome: 'upheld' } })
      .thenRefused('OBJECTION_RESOLVED');
  });
});

describe('a late branch', () => {
  const admit: CommandNamed<'AdmitLateBranch'> = {
    name: 'AdmitLateBranch',
    data: { ...held, branchId: 'B9', reason: '登记补录', basis },
  };
  const admitted: RoundEvent = { type: 'LateBranchAdmitted', data: { roundId: about.roundId, ...admit.data } };
  const candidate: Candidate = {
    openedOn: '2020-01-01',
    form: 'ordinary',
    graded: false,
    exempt: { livedLessThanMonths: 6, forms: [] },
  };
  const [closed] = roundDecider.decide(close, roundDecider.evolve({ status: 'none' }, opened()), closing());
  const history = [opened(), ...(closed ? [closed] : [])];

  it('is admitted after the closing, once', () => {
    round
      .given(...history)
      .when(admit, { candidate })
      .then(admitted);
    round
      .given(...history, admitted)
      .when(admit, { candidate: null })
      .thenNothing();
  });

  it.each<[string, readonly RoundEvent[], Candidate | null, string]>([
    ['to a round nobody opened', [], candidate, 'ROUND_NOT_OPEN'],
    ['to an open round', [opened()], candidate, 'ROUND_NOT_CLOSED'],
    ['that is in no edition of the round', history, null, 'BRANCH_OUTSIDE_ROUND'],
    ['that is graded in it', history, { ...candidate, graded: true }, 'BRANCH_ALREADY_GRADED'],
    [
      'that is exempt',
      [
        opened(),
        { type: 'BranchExempted', data: { ...about, branchId: 'B9', because: 'lived-less' } },
        ...history.slice(1),
      ],
      candidate,
      'BRANCH_EXEMPT',
    ],
  ])('is refused %s', (...[, past, found, code]) => {
    round
      .given(...past)
      .when(admit, { candidate: found })
      .thenRefused(code);
  });
});
