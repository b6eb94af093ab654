import type { DesignationFilter } from '../../generated/schema.ts';
import type { Conditions, Filtered } from '../../process/list.lookup.ts';
import { countedAs, IN_FORCE } from './designation.rules.ts';
import { isReinspectionDueBy } from './reinspection.lookup.ts';

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** What passes a filter, and as what that is counted. */
export const filtered = (filter: DesignationFilter): Filtered => ({
  where: passing(filter),
  counted: countedWith(filter),
});

/** What passes a filter. */
const passing =
  ({ level, kind, status, inForce, programme: id, reinspectionDueBy }: DesignationFilter): Conditions =>
  (bound) => [
    ...(typeof level === 'string' ? [`facets ->> 'level' = ${bound(level)}`] : []),
    ...(typeof kind === 'string' ? [`facets ->> 'kind' = ${bound(kind)}`] : []),
    ...(typeof status === 'string' ? [`status = ${bound(status)}`] : []),
    ...(typeof inForce === 'boolean' ? [`${inForce ? '' : 'NOT '}status IN (${quoted(IN_FORCE)})`] : []),
    ...(typeof id === 'string' ? [`split_part(key, ' ', 1) = ${bound(id)}`] : []),
    ...(typeof reinspectionDueBy === 'string' ? [isReinspectionDueBy(`${bound(reinspectionDueBy)}::date`)] : []),
  ];

/** As what those are counted that pass a filter; undefined: it asks for more than what they are counted by. */
function countedWith(filter: DesignationFilter): ((value: string) => boolean) | undefined {
  const { level, kind, status, inForce, programme, reinspectionDueBy } = filter;
  if (typeof programme === 'string' || typeof reinspectionDueBy === 'string') return undefined;
  const named = IN_FORCE.map(String);
  return (value) => {
    const counted = countedAs(value);
    return (
      counted.level === (level ?? counted.level) &&
      counted.kind === (kind ?? counted.kind) &&
      counted.status === (status ?? counted.status) &&
      named.includes(counted.status) === (inForce ?? named.includes(counted.status))
    );
  };
}
