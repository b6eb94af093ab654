/** What a decision on a grade is, by the type of its event. */
export const decisions = {
  BranchGraded: '初定等次',
  GradeDetermined: '审定等次',
  DeterminationWithdrawn: '撤回审定',
  GradeRevised: '更正等次',
  GradeReassessed: '重新定级',
  PriorGradeRecorded: '补录等次',
  PriorGradeCorrected: '更正补录等次',
} as const;
