import { type Faceting, lastTold } from '../../process/standings.rules.ts';

/** Whose own day a reinspection is counted from: of naming, of a look that passed, of a revocation that was undone or waived. */
const LOOKS = `('PriorDesignationRecorded', 'BranchDesignated', 'DesignationPassed', 'ReinspectionPassed', 'DesignationRestored', 'RevocationWaived')`;

/** What a step says of a designation: its level and kind, the day of a look, and until when a grace lasts. */
export const DESIGNATION_TOLD = `jsonb_strip_nulls(jsonb_build_object('level', said -> 'level', 'kind', said -> 'programmeKind',
  'lookedOn', CASE WHEN type IN ${LOOKS} THEN to_char(effective_on, 'YYYY-MM-DD') END,
  'graceUntil', CASE WHEN type = 'ReinspectionConditional' THEN said -> 'graceUntil' END))`;

/** Level and kind, which every step says; of the days the latest that took effect, whatever was recorded last. */
export const designationFacets: Faceting = (first, taken) => {
  const latest = (field: string): string | null =>
    taken
      .flatMap((told) => told[field] ?? [])
      .sort()
      .at(-1) ?? null;
  return lastTold(first, [...taken, { lookedOn: latest('lookedOn'), graceUntil: latest('graceUntil') }]);
};
