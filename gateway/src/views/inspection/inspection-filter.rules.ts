import {
  inspectionContract,
  inspectionModeWords,
  inspectionPurposeWords,
  inspectionScopeWords,
} from '@zhibu/contracts';
import type { InspectionFilter } from '../../generated/schema.ts';
import type { Conditions } from '../../process/standing.lookup.ts';
import { refuseOther } from '../problem/problem-filter.rules.ts';

/** What a schedule says, as the first step of its stream. */
const scheduledSays = (path: string): string =>
  `(SELECT f.said ->> '${path}' FROM inspection_step f WHERE f.key = standing.key AND f.revision = 0)`;

/** Those that a filter lets through. @throws Refusal INPUT_INVALID naming what is none of its words */
export function passing({ status, scope, mode, purpose, body }: InspectionFilter): Conditions {
  refuseOther('status', status, inspectionContract.statuses);
  refuseOther('scope', scope, inspectionScopeWords);
  refuseOther('mode', mode, inspectionModeWords);
  refuseOther('purpose', purpose, inspectionPurposeWords);
  const asked = { scope, mode, purpose, bodyId: body };
  return (bound) => [
    ...(typeof status === 'string' ? [`status = ${bound(status)}`] : []),
    ...Object.entries(asked).flatMap(([field, value]) =>
      typeof value === 'string' ? [`${scheduledSays(field)} = ${bound(value)}`] : [],
    ),
  ];
}

/** An item of a body's plan of a year. */
export interface ItemOfPlan {
  readonly bodyId: string;
  readonly year: string;
  readonly itemId: string;
}

/** Those that are scheduled under an item, and not concluded yet; or those concluded. The cancelled ones are neither. */
export const underItem =
  ({ bodyId, year, itemId }: ItemOfPlan, which: 'scheduled' | 'concluded'): Conditions =>
  (bound) => [
    which === 'scheduled' ? "status = 'scheduled'" : "status NOT IN ('scheduled', 'cancelled')",
    `${scheduledSays('bodyId')} = ${bound(bodyId)}`,
    `${scheduledSays('planItem')} = ${bound(itemId)}`,
    `left(${scheduledSays('visitOn')}, 4) = ${bound(year)}`,
  ];
