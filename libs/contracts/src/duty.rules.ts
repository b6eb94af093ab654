import type { Day } from '@zhibu/kernel';
import { type DutyName, dutyNames, dutyTable, type Reach } from './duty.table.ts';
import type { Right } from './rights.ts';
import type { OrganizationKind } from './vocabulary.ts';

/** A duty of a person, as it was assigned. */
export interface HeldDuty {
  readonly duty: DutyName;
  /** The organization at which it is held; absent: the platform. */
  readonly organizationId?: string | undefined;
  /** What it is held for, of what stands under its organization, with whatever stands under that; absent: for all. */
  readonly branchIds?: string[] | undefined;
  readonly from: Day;
  /** The last day on which it holds; absent: until it is ended. */
  readonly until?: Day | undefined;
}

type Lineage = readonly { readonly id: string; readonly kind: OrganizationKind }[];

/** What a command is about. */
export interface DutySubject {
  /**
   * The organization and whom it stands under today, itself first, then the nearest; empty: the platform. null: no
   * organization, so that a right counts wherever it is held.
   */
  readonly lineage: Lineage | null;
  readonly today: Day;
}

/** Whether a duty holds on a day: from its first day to its last, both included. */
export const holdsOn = ({ from, until }: Pick<HeldDuty, 'from' | 'until'>, day: Day): boolean =>
  from <= day && (until === undefined || day <= until);

/**
 * The duties of a person that give him a right about a subject today, in their order; none: he is refused. Nothing is
 * inherited upward, and a duty reaches what stands under its organization today, wherever it stood before.
 * Source: access.md, section 2.
 */
export function dutiesAllowing<Held extends HeldDuty>(
  held: readonly Held[],
  right: Right,
  subject: DutySubject,
): readonly Held[] {
  return held.filter((duty) => {
    if (!holdsOn(duty, subject.today)) return false;
    const { rights } = dutyTable[duty.duty];
    return reachesOf(duty, subject.lineage).some((reach) => rights[reach]?.includes(right));
  });
}

/** The duties that would give a right about a subject to whoever held one there, in the order of the table. */
export function dutiesGiving(right: Right, subject: DutySubject): readonly DutyName[] {
  return dutyNames.filter((duty) => dutiesAllowing(heldAlong(duty, subject), right, subject).length > 0);
}

/** A duty as it could be held at each organization along a lineage; of no lineage, anywhere. */
function heldAlong(duty: DutyName, { lineage, today: from }: DutySubject): readonly HeldDuty[] {
  const { heldAt, isForBranches } = dutyTable[duty];
  if (lineage === null || heldAt.length === 0) return [{ duty, from }];
  const branchIds = isForBranches ? lineage.slice(0, 1).map(({ id }) => id) : undefined;
  return lineage
    .filter(({ kind }) => heldAt.includes(kind))
    .map(({ id: organizationId }) => ({ duty, organizationId, branchIds, from }));
}

/**
 * Whether somebody knows by his duties of today that a subject is there: it stands under the organization of one of them,
 * or, where it is an organization itself, above it (`above`: whom those organizations stand under), or he administers the
 * platform. Source: access.md, section 1.
 */
export function isKnownBy(
  held: readonly (HeldDuty & { readonly above: readonly string[] })[],
  subject: KnownSubject,
): boolean {
  const { lineage, isOrganization, today } = subject;
  const at = isOrganization ? lineage?.[0]?.id : undefined;
  return held.some((duty) => {
    if (!holdsOn(duty, today)) return false;
    if (duty.organizationId === undefined) return isOrganization || lineage?.every(isAbove) !== false;
    return reachesOf(duty, lineage).length > 0 || (at !== undefined && duty.above.includes(at));
  });
}

/** What somebody may or may not know to be there. */
export interface KnownSubject extends DutySubject {
  /** Whether it is an organization itself rather than something of one. */
  readonly isOrganization: boolean;
}

/** The reaches of a duty within which a subject lies. */
function reachesOf(held: HeldDuty, lineage: Lineage | null): readonly Reach[] {
  if (lineage === null) return ['subtree', 'below', 'own', 'above-committees'];
  if (held.organizationId !== undefined) return reachesAlong(lineage, held);
  return lineage.every(isAbove) ? ['subtree', 'above-committees'] : ['subtree'];
}

function reachesAlong(lineage: Lineage, { organizationId, branchIds }: HeldDuty): readonly Reach[] {
  const subject = lineage[0]?.id ?? '';
  const isUnder = (ids: readonly string[]): boolean => lineage.some(({ id }) => ids.includes(id));
  if (organizationId === undefined || !isUnder([organizationId]) || (branchIds && !isUnder(branchIds))) return [];
  return subject === organizationId ? ['subtree', 'own'] : ['subtree', 'below'];
}

/** Whether an organization stands above every work committee. */
const isAbove = ({ kind }: Lineage[number]): boolean => kind === 'province' || kind === 'city';

/** 三权分立: whether a person may not hold both, unless the platform runs with its administrators merged. */
export const excludeEachOther = (one: DutyName, other: DutyName): boolean =>
  one !== other && (dutyTable[one].isAdministrator === true || dutyTable[other].isAdministrator === true);
