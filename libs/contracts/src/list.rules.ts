import { contentHash } from '@zhibu/kernel';
import { editionTerms } from './edition.rules.ts';
import type { EditionContent } from './edition.ts';

/** A branch with its grade in a round. */
export interface InList {
  readonly branchId: string;
  readonly unitId: string;
  readonly editionId: string;
  readonly grade: string;
}

/** A branch with its grade, as lists of a round show it: no score, no person. */
export interface Listed {
  readonly branchId: string;
  readonly grade: string;
}

/** The branches of a unit with their grades, by code: what its party group reviews. */
export const unitList = (unitId: string, graded: readonly InList[]): readonly Listed[] =>
  listOf(graded.filter((branch) => branch.unitId === unitId));

/** The branches whose grade is made public before it is confirmed, by code: of the grades that each edition names. */
export function noticeList(
  editions: readonly { readonly editionId: string; readonly content: EditionContent }[],
  graded: readonly InList[],
): readonly Listed[] {
  const grades = new Map(editions.map(({ editionId, content }) => [editionId, editionTerms(content).notice.grades]));
  return listOf(graded.filter(({ editionId, grade }) => grades.get(editionId)?.includes(grade) === true));
}

const listOf = (graded: readonly InList[]): readonly Listed[] =>
  graded.map(({ branchId, grade }) => ({ branchId, grade })).sort((a, b) => (a.branchId < b.branchId ? -1 : 1));

/** Hexadecimal SHA-256 of a list (RFC 8785): it changes with any grade in it. */
export const listHashOf = (list: readonly Listed[]): string => contentHash(list);
