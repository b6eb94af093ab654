import {
  escalationLadder,
  escalationLevels,
  noneOf,
  problemContract,
  problemSourceWords,
  refusal,
  type Wording,
} from '@zhibu/contracts';
import type { ProblemFilter } from '../../generated/schema.ts';
import type { Conditions } from '../../process/list.lookup.ts';

const OPEN = "status NOT IN ('closed', 'dismissed')";
// A completion that waits to be verified is nobody's delay but the verifier's.
const OVERDUE = "status = 'rectifying' AND due_on < $1::date";

/**
 * What a step says of a problem: where it was found and of which aspect, who is responsible, and the level told. The ladder
 * begins anew with each of the steps that set what is due, which name no level.
 */
export const PROBLEM_TOLD = `(CASE WHEN revision = 0 THEN jsonb_build_object('source', said -> 'source' -> 'kind', 'aspect', said -> 'aspect') ELSE '{}' END
  || CASE WHEN said ? 'responsibleId' THEN jsonb_build_object('responsible', said -> 'responsibleId') ELSE '{}' END
  || CASE WHEN type IN ('RectificationEscalated', 'RectificationOpened', 'ExtensionGranted', 'ProblemReopened')
       THEN jsonb_build_object('level', said -> 'level') ELSE '{}' END)`;

/** Those that a filter lets through. @throws Refusal INPUT_INVALID naming what is none of its words */
export function passing(filter: ProblemFilter): Conditions {
  refuseOther('status', filter.status, problemContract.statuses);
  refuseOther('source', filter.source, problemSourceWords);
  refuseOther('level', filter.level, levelWords);
  const { status, open, overdue, source, responsible, dueBefore, aspect, level } = filter;
  return (bound) => [
    ...given(status, (value) => `status = ${bound(value)}`),
    ...given(open, (is) => (is ? OPEN : `NOT (${OPEN})`)),
    ...given(overdue, (is) => (is ? OVERDUE : `(${OVERDUE}) IS NOT TRUE`)),
    ...given(source, (kind) => `facets ->> 'source' = ${bound(kind)}`),
    ...given(aspect, (code) => `facets ->> 'aspect' = ${bound(code)}`),
    ...given(responsible, (id) => `status <> 'identified' AND facets ->> 'responsible' = ${bound(id)}`),
    ...given(dueBefore, (day) => `status = 'rectifying' AND due_on < ${bound(day)}::date`),
    ...given(level, (one) => `status IN ('identified', 'rectifying') AND facets ->> 'level' = ${bound(one)}`),
  ];
}

function given<Value>(value: Value | null | undefined, condition: (value: Value) => string): readonly string[] {
  return value === null || value === undefined ? [] : [condition(value)];
}

const levelWords: Readonly<Record<string, Wording>> = Object.fromEntries(
  escalationLevels.map((level) => [level, escalationLadder[level].words]),
);

/** Refuses what is none of the words of a filter's field. @throws Refusal INPUT_INVALID naming the field and the words */
export function refuseOther(
  field: string,
  value: string | null | undefined,
  known: Readonly<Record<string, Wording>>,
): void {
  if (typeof value !== 'string' || Object.hasOwn(known, value)) return;
  throw refusal('INPUT_INVALID', { errors: [{ field: `filter.${field}`, problem: noneOf(known) }] });
}
