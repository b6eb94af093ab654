import type { Wording } from '@zhibu/contracts';

/** What makes grading by an edition impossible or ambiguous: where it is, and what is wrong. */
export interface EditionFault {
  readonly field: string;
  readonly problem: Wording;
}

/** @param field within the content */
export const fault = (field: string, zh: string, en: string): EditionFault => ({
  field: `content.${field}`,
  problem: { zh, en },
});

/** A code with its place in the content. */
export type Placed = readonly [field: string, code: string];

/** Every code that stands before in the same list. */
export function repeated(places: readonly Placed[]): readonly EditionFault[] {
  return places
    .filter(([, code], index) => places.findIndex(([, other]) => other === code) < index)
    .map(([field, code]) => fault(field, `代码${code}重复`, `code ${code} is used twice`));
}

/** The codes of a list, each with its place; none where the list is left out. */
export const placed = (list: string, codes: readonly string[] | undefined, field = ''): readonly Placed[] =>
  (codes ?? []).map((code, index) => [`${list}.${index}${field}`, code]);
