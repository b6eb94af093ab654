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
import type { Conditions } from '../../process/standing.lookup.ts';

const OPEN = "status NOT IN ('closed', 'dismissed')";
// A completion that waits to be verified is nobody's delay but the verifier's.
const OVERDUE = "status = 'rectifying' AND due_on < $1::date";

/** What a step says last, of those steps of a problem that are known and took effect by the moment. */
const lastSaid = (field: string, which: string): string =>
  `(SELECT f.said ->> '${field}' FROM problem_step f WHERE f.key = standing.key AND f.effective_on <= $1::date
     AND f.recorded_at <= $2::timestamptz AND ${which} ORDER BY f.revision DESC LIMIT 1)`;

/** What was found, as its first step says it. */
const found = (path: string): string =>
  `(SELECT f.said ${path} FROM problem_step f WHERE f.key = standing.key AND f.revision = 0)`;

const RESPONSIBLE = lastSaid('responsibleId', "f.said ? 'responsibleId'");
// The ladder begins anew with each of these steps, which name no level.
const LEVEL = lastSaid(
  'level',
  "f.type IN ('RectificationEscalated', 'RectificationOpened', 'ExtensionGranted', 'ProblemReopened')",
);

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
    ...given(source, (kind) => `${found("-> 'source' ->> 'kind'")} = ${bound(kind)}`),
    ...given(aspect, (code) => `${found("->> 'aspect'")} = ${bound(code)}`),
    ...given(responsible, (id) => `status <> 'identified' AND ${RESPONSIBLE} = ${bound(id)}`),
    ...given(dueBefore, (day) => `status = 'rectifying' AND due_on < ${bound(day)}::date`),
    ...given(level, (one) => `status IN ('identified', 'rectifying') AND ${LEVEL} = ${bound(one)}`),
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
