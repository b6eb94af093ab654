import type { CommandNamed, EventNamed, InspectionOutcome, ReinspectionOutcome } from '@zhibu/contracts';

type Conclusion = EventNamed<'InspectionConcluded'>['data'];

/** 复核: as the conclusion of its inspection says of one designation. */
export type Reinspection = CommandNamed<'RecordReinspection'>['data'] & { readonly inspectionId: string };

const OUTCOMES: Readonly<Record<InspectionOutcome, ReinspectionOutcome>> = {
  pass: 'passed',
  rectify: 'conditional',
  fail: 'failed',
};

/** What a conclusion says of each designation reviewed; what concerns no one of them concerns them all. Of another purpose: nothing. */
export const reinspectionsIn = (data: Conclusion): readonly Reinspection[] =>
  data.purpose === 'reinspection'
    ? data.designations.map(({ programmeId, outcome }) => ({
        programmeId,
        organizationId: data.organizationId,
        inspectionId: data.inspectionId,
        inspectedOn: data.visitedOn,
        outcome: OUTCOMES[outcome],
        ...(outcome !== 'pass' && { problems: problemsOf(data, programmeId) }),
      }))
    : [];

const problemsOf = ({ findings }: Conclusion, programmeId: string): string[] =>
  findings.filter((found) => (found.programmeId ?? programmeId) === programmeId).map(({ says }) => says);

/**
 * 验收: for which programmes an acceptance inspection was passed; null: for any, where it named none; undefined: it was none,
 * or not passed.
 */
export function acceptedFor({ purpose, outcome, designations }: Conclusion): readonly string[] | null | undefined {
  if (purpose !== 'acceptance') return undefined;
  if (designations.length === 0) return outcome === 'pass' ? null : undefined;
  const passed = designations.filter((reviewed) => reviewed.outcome === 'pass');
  return passed.length === 0 ? undefined : passed.map(({ programmeId }) => programmeId);
}
