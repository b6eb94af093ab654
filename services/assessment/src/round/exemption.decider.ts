import { type CommandNamed, type EditionTerms, type RoundEvent, type RoundExemption } from '@zhibu/contracts';
import { addMonths, addDays, type Day, lastDayOf } from '@zhibu/kernel';
import { openRoundOf, refusal, refuseIf } from './round.rules.ts';
import type { RoundState } from './round.state.ts';

type ExemptBranch = CommandNamed<'ExemptBranch'>['data'];

export interface ExemptionFacts {
  /** The branch as the round meets it; null: it is not in its scope. */
  readonly candidate: Candidate | null;
}

/** A branch in the scope of a round. */
export interface Candidate {
  readonly openedOn: Day;
  readonly form: string;
  readonly graded: boolean;
  readonly exempt: EditionTerms['exempt'];
}

/** Exempts a branch from the round: for a reason that its edition gives, or for another with a basis. */
export function exemptBranch(data: ExemptBranch, state: RoundState, { candidate }: ExemptionFacts): RoundEvent[] {
  const { roundId, exempt } = openRoundOf(state);
  const known = exempt.get(data.branchId);
  if (known) {
    refuseIf(!isSame(known, data), 'EXEMPTION_DIFFERS', { field: 'because', because: known.because });
    return [];
  }
  if (!candidate) throw refusal('BRANCH_OUTSIDE_ROUND', { field: 'branchId', branches: [data.branchId] });
  refuseIf(candidate.graded, 'BRANCH_ALREADY_GRADED', { field: 'branchId', branches: [data.branchId] });
  refuseUnfounded(data, candidate);
  return [{ type: 'BranchExempted', data: { roundId, ...data } }];
}

const isSame = (known: RoundExemption, { because, reason, basis }: ExemptBranch): boolean =>
  known.because === because && known.reason === reason && known.basis?.documentNo === basis?.documentNo;

function refuseUnfounded({ because, basis, period }: ExemptBranch, { openedOn, form, exempt }: Candidate): void {
  switch (because) {
    case 'lived-less':
      return refuseIf(!livedLess(openedOn, period, exempt.livedLessThanMonths), 'EXEMPTION_UNFOUNDED', {
        field: 'because',
        openedOn,
        months: exempt.livedLessThanMonths,
      });
    case 'form':
      return refuseIf(!exempt.forms.some((known) => known === form), 'EXEMPTION_UNFOUNDED', { field: 'because', form });
    case 'other':
      return refuseIf(basis === undefined, 'BASIS_MISSING', { field: 'basis' });
  }
}

/** By the end of the period's last day: a branch opened on 1 July has then lived 6 months. */
const livedLess = (openedOn: Day, period: string, months: number): boolean =>
  addMonths(openedOn, months) > addDays(lastDayOf(period), 1);
