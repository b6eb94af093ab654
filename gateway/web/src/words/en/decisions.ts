import type { Words } from '../shape.ts';

export const decisions: Words['decisions'] = {
  BranchGraded: 'computed',
  GradeDetermined: 'determined',
  DeterminationWithdrawn: 'determination withdrawn',
  GradeRevised: 'revised',
  GradeReassessed: 'reassessed',
  PriorGradeRecorded: 'prior grade recorded',
  PriorGradeCorrected: 'prior grade corrected',
};
