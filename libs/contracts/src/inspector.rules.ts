import { addDays, type Day, derivedId } from '@zhibu/kernel';
import type { InspectionEvent } from './inspection.contract.ts';

/** An inspector keeps his duty for so many days after the conclusion. Source: access.md, section 2. */
const DAYS_AFTER_CONCLUSION = 30;

/** What an event of an inspection says of the duty of one person of its team. */
export interface InspectorDuty {
  readonly said: 'assigned' | 'ended';
  readonly personId: string;
  /** One a person and inspection. */
  readonly dutyId: string;
  /** The body that inspects, at which the duty is held. */
  readonly organizationId: string;
  /** The organization inspected, for which alone it is held. */
  readonly branchIds: readonly [string];
  /** Of an assignment its first day, of an end the first day on which it is held no more. */
  readonly effectiveOn: Day;
}

/** The events of an inspection by which duties begin and end. */
export const inspectorEvents = ['InspectionScheduled', 'InspectionConcluded', 'InspectionCancelled'] as const;
export type InspectorEvent = Extract<InspectionEvent, { type: (typeof inspectorEvents)[number] }>;

/**
 * The duties as inspectors that an inspection gives its team by itself, without a proposal: from the day on which it is
 * scheduled, until its conclusion and 30 days more, or until it is cancelled. Source: access.md, section 2.
 */
export function inspectorDutiesBy({ type, data }: InspectorEvent): readonly InspectorDuty[] {
  const { inspectionId, bodyId, organizationId, effectiveOn } = data;
  const of = (personId: string) => ({
    personId,
    dutyId: derivedId('inspector', inspectionId, personId),
    organizationId: bodyId,
    branchIds: [organizationId] as const,
  });
  switch (type) {
    case 'InspectionScheduled':
      return data.team.map((personId) => ({ ...of(personId), said: 'assigned', effectiveOn }));
    case 'InspectionConcluded': {
      const over = addDays(effectiveOn, DAYS_AFTER_CONCLUSION + 1);
      return data.team.map((personId) => ({ ...of(personId), said: 'ended', effectiveOn: over }));
    }
    case 'InspectionCancelled':
      return data.team.map((personId) => ({ ...of(personId), said: 'ended', effectiveOn }));
  }
}
