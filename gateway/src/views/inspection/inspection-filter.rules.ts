import {
  inspectionContract,
  inspectionModeWords,
  inspectionPurposeWords,
  inspectionScopeWords,
} from '@zhibu/contracts';
import type { InspectionFilter } from '../../generated/schema.ts';
import type { Conditions, Filtered } from '../../process/list.lookup.ts';
import { refuseOther } from '../problem/problem-filter.rules.ts';
import { countedVisit } from './visit-counting.rules.ts';

/** What passes a filter, and as what that is counted. @throws Refusal INPUT_INVALID naming what is none of its words */
export const filtered = (filter: InspectionFilter): Filtered => ({
  where: passing(filter),
  counted: countedWith(filter),
});

/** Those that a filter lets through. @throws Refusal INPUT_INVALID naming what is none of its words */
function passing({ status, scope, mode, purpose, body }: InspectionFilter): Conditions {
  refuseOther('status', status, inspectionContract.statuses);
  refuseOther('scope', scope, inspectionScopeWords);
  refuseOther('mode', mode, inspectionModeWords);
  refuseOther('purpose', purpose, inspectionPurposeWords);
  return (bound) => [
    ...(typeof status === 'string' ? [`status = ${bound(status)}`] : []),
    ...Object.entries({ scope, mode, purpose, body }).flatMap(([facet, value]) =>
      typeof value === 'string' ? [`facets ->> '${facet}' = ${bound(value)}`] : [],
    ),
  ];
}

/** As what those are counted that a filter lets through; undefined: it names a body, by which none is counted. */
function countedWith(filter: InspectionFilter): ((value: string) => boolean) | undefined {
  const { status, scope, mode, purpose, body } = filter;
  if (typeof body === 'string') return undefined;
  return (value) => {
    const visit = countedVisit(value);
    return (
      visit.status === (status ?? visit.status) &&
      visit.scope === (scope ?? visit.scope) &&
      visit.mode === (mode ?? visit.mode) &&
      visit.purpose === (purpose ?? visit.purpose)
    );
  };
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
    `facets ->> 'body' = ${bound(bodyId)}`,
    `facets ->> 'planItem' = ${bound(itemId)}`,
    `left(facets ->> 'visitOn', 4) = ${bound(year)}`,
  ];
