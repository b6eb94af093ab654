import { CLASSIFICATION } from '../../scheme.ts';

/** Which branches an address asks for, and from which on. */
export interface BranchesAsked {
  readonly scheme: string;
  readonly grade: string | undefined;
  readonly after: string | undefined;
}

export function askedIn(search: string): BranchesAsked {
  const given = new URLSearchParams(search);
  return {
    scheme: given.get('scheme') ?? CLASSIFICATION,
    grade: given.get('grade') ?? undefined,
    after: given.get('after') ?? undefined,
  };
}
