import type { DesignationFilter } from '../../generated/schema.ts';
import type { Conditions } from '../../process/standing.lookup.ts';
import { IN_FORCE } from './designation.rules.ts';
import { reinspectionDue } from './reinspection.lookup.ts';

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** What passes a filter. */
export const passing =
  ({ level, kind, status, inForce, programme: id, reinspectionDueBy }: DesignationFilter): Conditions =>
  (bound) => [
    ...(level || kind
      ? [
          `EXISTS (SELECT FROM designation_step s WHERE s.key = standing.key ${said('level', level, bound)} ${said('programmeKind', kind, bound)})`,
        ]
      : []),
    ...(typeof status === 'string' ? [`status = ${bound(status)}`] : []),
    ...(typeof inForce === 'boolean' ? [`${inForce ? '' : 'NOT '}status IN (${quoted(IN_FORCE)})`] : []),
    ...(typeof id === 'string' ? [`split_part(key, ' ', 1) = ${bound(id)}`] : []),
    ...(typeof reinspectionDueBy === 'string'
      ? [
          `${reinspectionDue({ key: 'standing.key', organizationId: 'standing.organization_id', status: 'standing.status' })} <= ${bound(reinspectionDueBy)}::date`,
        ]
      : []),
  ];

const said = (field: string, value: string | null | undefined, bound: (value: string) => string): string =>
  typeof value === 'string' ? `AND s.said ->> '${field}' = ${bound(value)}` : '';
