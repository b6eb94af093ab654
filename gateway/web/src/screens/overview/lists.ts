import type { Scope } from './scope.ts';

/** The list of the branches that have a grade in a year. */
export const listOf = ({ id, scheme, period }: Scope, grade: string): string =>
  `/org/${encodeURIComponent(id)}/branches?${new URLSearchParams({ scheme, grade, period }).toString()}`;
