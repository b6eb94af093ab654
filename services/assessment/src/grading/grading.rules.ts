import { type EditionContent, type EditionGrade, gradingContract, refusing } from '@zhibu/contracts';
import { contentHash, type Day, shareAHand } from '@zhibu/kernel';
import type {
  EditionFacts,
  GradingState,
  GradingUnderEdition,
  HandFacts,
  OpenedGrading,
  Placement,
} from './grading.state.ts';

export const { refuseIf, refusal } = refusing(gradingContract);

/** A grading that is opened, with its edition. @throws Refusal GRADING_NOT_OPENED */
export function underEdition(grading: GradingState, { edition }: EditionFacts): GradingUnderEdition {
  if (grading.status === 'not-opened' || !edition) throw refusal('GRADING_NOT_OPENED');
  return { grading, edition };
}

/** @throws Refusal BRANCH_UNKNOWN, NOT_A_BRANCH */
export function knownBranch<Known extends Pick<Placement, 'kind'>>(placement: Known | null): Known {
  if (!placement) throw refusal('BRANCH_UNKNOWN', { field: 'branchId' });
  refuseIf(placement.kind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', kind: placement.kind });
  return placement;
}

/** What every decision on a grade says; grade, label, standing and focus are the edition's own. @throws Refusal GRADE_UNKNOWN */
export function decisionOn({ grading: { assignment }, edition }: GradingUnderEdition, code: string, effectiveOn: Day) {
  const { label, standing, focus = false } = gradeOf(edition.content, code);
  return { ...assignment, grade: code, label, standing, focus, effectiveOn };
}

/** The grade of an edition by its code. @throws Refusal GRADE_UNKNOWN */
export function gradeOf({ grades }: EditionContent, code: string): EditionGrade {
  const grade = grades.find((known) => known.code === code);
  if (!grade)
    throw refusal('GRADE_UNKNOWN', {
      field: 'grade',
      grade: code,
      known: grades.map((known) => known.code),
      named: grades.map(({ label }) => label),
    });
  return grade;
}

/**
 * `sameHand` where rater for the superior, confirmer and inspector are not three persons (domain.md, section 2); confirmed by
 * nobody: the closing says it.
 */
export function sameHand(
  { inputs: { superior = [] } }: OpenedGrading,
  confirmers: readonly string[],
  { inspectors }: HandFacts,
): { sameHand?: true } {
  if (confirmers.length === 0) return {};
  const isSame = shareAHand(superior, confirmers) || shareAHand(inspectors, [...superior, ...confirmers]);
  return isSame ? { sameHand: true } : {};
}

/** Whether two facts say the same. */
export const same = (before: unknown, now: unknown): boolean => contentHash(before) === contentHash(now);
