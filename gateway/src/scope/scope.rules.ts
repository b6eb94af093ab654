import { type DutyName, dutyTable } from '@zhibu/contracts';

/** What of a duty says what its holder sees. */
export interface SeeingDuty {
  readonly duty: DutyName;
  /** Absent: at the platform. */
  readonly organizationId?: string | undefined;
  /** Absent: for all that stands under its organization. */
  readonly branchIds?: readonly string[] | undefined;
}

/** Below which organizations somebody sees what there is. */
export interface Scope {
  readonly roots: readonly string[];
  /** Of these roots he sees registrations that were cancelled too: he is their auditor. */
  readonly audited: readonly string[];
  /** He administers the platform: he sees who holds which duty where, and no business rows. */
  readonly administers: boolean;
}

/**
 * What the duties of a person let him see: each the subtree of its organization, or the branches that it is held for.
 * A duty at the platform shows no business rows. Source: access.md, sections 2 and 3.
 */
export function scopeOf(duties: readonly SeeingDuty[]): Scope {
  // What a feed is fed with is declared with the feed; its client reads nothing else.
  const seeing = duties.filter(({ duty }) => duty !== 'feed-client');
  return {
    roots: rootsOf(seeing),
    audited: rootsOf(duties.filter(({ duty }) => duty === 'auditor')),
    administers: duties.some(({ duty }) => dutyTable[duty].isAdministrator),
  };
}

function rootsOf(duties: readonly SeeingDuty[]): readonly string[] {
  const roots = duties.flatMap(({ organizationId, branchIds }) => branchIds ?? organizationId ?? []);
  return [...new Set(roots)].sort();
}
