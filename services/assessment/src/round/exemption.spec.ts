import { expect, it } from '@jest/globals';
import type { CommandNamed, RoundEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { aStandard, basis, published, roundEditionOf } from '../testing/examples.ts';
import type { Candidate } from './exemption.decider.ts';
import { roundDecider } from './round.decider.ts';

const round = specification(roundDecider);
const held = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const about = { roundId: 'W:stars:2022', ...held };
const opened: RoundEvent = {
  type: 'RoundOpened',
  data: { ...about, editions: [roundEditionOf(published(aStandard()))], steps: [], openedOn: '2023-01-05' },
};
const exempt = (data: Partial<CommandNamed<'ExemptBranch'>['data']> = {}): CommandNamed<'ExemptBranch'> => ({
  name: 'ExemptBranch',
  data: { ...held, branchId: 'B9', because: 'lived-less', ...data },
});
const candidate = (overrides: Partial<Candidate> = {}): Candidate => ({
  openedOn: '2022-09-01',
  form: 'retired',
  graded: false,
  exempt: { livedLessThanMonths: 6, forms: ['retired'] },
  ...overrides,
});
const exempted: RoundEvent = { type: 'BranchExempted', data: { ...about, branchId: 'B9', because: 'lived-less' } };

it.each([
  ['2022-06-30', 'EXEMPTION_UNFOUNDED'],
  ['2022-07-01', 'EXEMPTION_UNFOUNDED'],
  ['2022-07-02', null],
])('a branch founded on %s as one that has lived less than 6 months', (openedOn, refused) => {
  const when = round.given(opened).when(exempt(), { candidate: candidate({ openedOn }) });
  if (refused) when.thenRefused(refused);
  else when.then(exempted);
});

it('exempts a branch by its form, where the edition exempts that one', () => {
  round
    .given(opened)
    .when(exempt({ because: 'form' }), { candidate: candidate() })
    .then({ type: 'BranchExempted', data: { ...about, branchId: 'B9', because: 'form' } });
  round
    .given(opened)
    .when(exempt({ because: 'form' }), { candidate: candidate({ form: 'ordinary' }) })
    .thenRefused('EXEMPTION_UNFOUNDED');
});

it('exempts a branch for another reason with a basis only', () => {
  const { outcome } = round
    .given(opened)
    .when(exempt({ because: 'other', basis, reason: '整建制援外' }), { candidate: candidate() });
  expect(outcome).toMatchObject({ events: [{ data: { because: 'other', basis, reason: '整建制援外' } }] });
  round
    .given(opened)
    .when(exempt({ because: 'other', reason: '整建制援外' }), { candidate: candidate() })
    .thenRefused('BASIS_MISSING');
});

it('records nothing when the branch is exempt for the same reason, and refuses another', () => {
  round.given(opened, exempted).when(exempt(), { candidate: null }).thenNothing();
  round
    .given(opened, exempted)
    .when(exempt({ because: 'form' }), { candidate: null })
    .thenRefused('EXEMPTION_DIFFERS');
});

it.each<[string, readonly RoundEvent[], Candidate | null, string]>([
  ['from a round that is not open', [], candidate(), 'ROUND_NOT_OPEN'],
  ['that is not in the scope of the round', [opened], null, 'BRANCH_OUTSIDE_ROUND'],
  ['that is graded already', [opened], candidate({ graded: true }), 'BRANCH_ALREADY_GRADED'],
])('refuses to exempt a branch %s', (...[, history, found, code]) => {
  round
    .given(...history)
    .when(exempt(), { candidate: found })
    .thenRefused(code);
});
