import { holds } from '../moment.ts';
import { APPLIED, IN_FORCE } from './designation.rules.ts';

const counted = (statuses: readonly string[]): string =>
  `split_part(n.counted, ':', 3) IN (${statuses.map((status) => `'${status}'`).join(', ')})`;

/** Whether an organization is designated at any level, at the moment ($1, $2). */
export const isDesignated = (organizationId: string): string =>
  `EXISTS (SELECT FROM designation_span n WHERE n.organization_id = ${organizationId} AND ${counted(IN_FORCE)} AND ${holds('n')})`;

/** The spans `n` of an organization on which it is designated or applied for, at the moment ($1, $2), as a join. */
export const designatedOrApplied = (organizationId: string): string =>
  `JOIN designation_span n ON n.organization_id = ${organizationId} AND ${counted([...IN_FORCE, ...APPLIED])} AND ${holds('n')}`;
