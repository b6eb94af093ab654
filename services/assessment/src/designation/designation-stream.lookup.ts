import { designationStream } from '@zhibu/contracts';
import { type EventStore, folded } from '@zhibu/event-store';
import { designationDecider } from './designation.decider.ts';
import type { DesignationState } from './designation.state.ts';

/** Reads designations from their streams. */
export type Designations = (programmeId: string, organizationId: string) => Promise<DesignationState>;

export function designationsIn(store: EventStore): Designations {
  const designations = folded(store, designationDecider);
  return (programmeId, organizationId) => designations(designationStream(programmeId, organizationId));
}
