import type { Day } from '@zhibu/kernel';
import { Patience, type ServiceContext } from '@zhibu/service-kit';
import { acceptanceOf, acceptancesReadTo } from '../conclusions.lookup.ts';
import type { DesignationState } from './designation.state.ts';

/** 验收: the day of the acceptance inspection that an application has passed, as the committee's review names it; null: none. */
export const acceptedOnOf = (state: DesignationState): Day | null =>
  'application' in state ? (state.application.acceptance?.passedOn ?? null) : null;

interface Reviewed {
  readonly programmeId: string;
  readonly organizationId: string;
  readonly inspectionId?: string | undefined;
}

/** Whether a review names an acceptance inspection that was passed, and when; its conclusion may be on its way. */
export function acceptancesIn({ database }: ServiceContext) {
  const patience = new Patience();
  return async ({ inspectionId, ...of }: Reviewed): Promise<Day | null> => {
    if (inspectionId === undefined) return null;
    const found = await patience.wait({
      look: () => acceptanceOf(database, inspectionId, of),
      readTo: () => acceptancesReadTo(database),
    });
    return found?.passedOn ?? null;
  };
}
