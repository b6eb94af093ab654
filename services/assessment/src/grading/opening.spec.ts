import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { aPlacement, factsUnder, subject } from '../testing/examples.ts';
import { assignment, complete, decided, edition, gradeBranch, opened } from '../testing/histories.ts';
import { gradingDecider } from './grading.decider.ts';
import type { Placement } from './grading.state.ts';

const grading = specification(gradingDecider);

it('opens the grading in the round of the branch’s committee, under its edition', () => {
  const open: GradingCommand = { name: 'OpenGrading', data: subject };
  grading
    .given()
    .when(open, factsUnder(null, { placement: aPlacement(edition) }))
    .then(opened);
  grading
    .given(opened)
    .when(open, factsUnder(edition, { placement: aPlacement(edition) }))
    .thenNothing();
});

const held = { roundId: 'W-stars-2022', closed: false, edition, exempt: false };

it.each<[string, Partial<Placement> | null, string]>([
  ['an unknown branch', null, 'BRANCH_UNKNOWN'],
  ['an organization that is no branch', { kind: 'unit' }, 'NOT_A_BRANCH'],
  ['a branch not alive on the period’s last day', { alive: false }, 'BRANCH_NOT_ALIVE'],
  ['a branch under no work committee', { workCommitteeId: null, round: null }, 'BRANCH_WITHOUT_COMMITTEE'],
  ['a branch whose committee has opened no round', { round: null }, 'ROUND_NOT_OPEN'],
  ['a branch of a round without an edition for it', { round: { ...held, edition: null } }, 'BRANCH_OUT_OF_SCOPE'],
  ['a temporary branch', { form: 'temporary' }, 'TEMPORARY_NOT_GRADED'],
  ['a branch that is exempt', { round: { ...held, exempt: true } }, 'BRANCH_EXEMPT'],
  ['a branch whose round is closed', { round: { ...held, closed: true } }, 'ROUND_CLOSED'],
])('refuses to open the grading of %s', (_what, placement, code) => {
  const given = factsUnder(null, { placement: placement && aPlacement(edition, placement) });
  grading.given().when({ name: 'OpenGrading', data: subject }, given).thenRefused(code);
});

it('opens anew in the round of another committee that the branch was moved to, unless the former one is closed', () => {
  const moved = aPlacement(edition, { workCommitteeId: 'V', round: { ...held, roundId: 'V-stars-2022' } });
  const open: GradingCommand = { name: 'OpenGrading', data: subject };
  const again: GradingEvent = {
    type: 'GradingOpened',
    data: { ...assignment, roundId: 'V-stars-2022', workCommitteeId: 'V' },
  };
  grading
    .given(...complete)
    .when(open, factsUnder(edition, { placement: moved }))
    .then(again);
  grading
    .given(...complete)
    .when(open, factsUnder(edition, { placement: moved, roundClosed: true }))
    .thenRefused('ROUND_CLOSED');
  expect(decided([...complete, again], gradeBranch)).toMatchObject([
    { data: { roundId: 'V-stars-2022', workCommitteeId: 'V' } },
  ]);
});
