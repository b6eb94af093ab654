import { type OrganizationKind, parentKinds } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { NamedFacts, ParentFacts } from './facts.ts';
import { refusal, refuseIf } from './living.rules.ts';

interface Child {
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly parentId: string | undefined;
  /** From which day on it would stand there. */
  readonly on: Day;
}

type KnownParent = Extract<ParentFacts, { readonly status: 'known' }>;

/**
 * Whether an organization may be registered under a parent: of a kind that may be its parent, known, and not dissolved on
 * that day. One that opens later is taken; the edge then holds from the child's date.
 * @throws Refusal PARENT_REQUIRED, PARENT_UNKNOWN, PARENT_KIND, PARENT_DISSOLVED, UNIT_TOO_DEEP
 */
export function refuseParent(child: Child, parent: ParentFacts): KnownParent | undefined {
  const { id, kind, parentId, on } = child;
  const allowed = parentKinds[kind];
  if (parentId === undefined) {
    refuseIf(allowed.length > 0, 'PARENT_REQUIRED', { field: 'parentId', kind, allowed });
    return undefined;
  }
  refuseIf(allowed.length === 0, 'PARENT_KIND', { field: 'parentId', kind, allowed });
  if (parent.status !== 'known') throw refusal('PARENT_UNKNOWN', { field: 'parentId', parentId });
  const parentKind = parent.kind;
  const unfit = !allowed.includes(parentKind) || parentId === id;
  refuseIf(unfit, 'PARENT_KIND', { field: 'parentId', kind, parentKind, allowed });
  refuseIf(kind === 'unit' && parent.underUnit, 'UNIT_TOO_DEEP', { field: 'parentId', parentId });
  refuseIf(isDissolved(parent, on), 'PARENT_DISSOLVED', {
    field: 'parentId',
    parentId,
    dissolvedOn: parent.dissolvedOn,
  });
  return parent;
}

/**
 * The same of a move, which leads under one that is open on the day.
 * @throws Refusal also PARENT_NOT_OPEN
 */
export function refuseMove(child: Child, parent: ParentFacts, unitsUnder: readonly string[]): void {
  const under = refuseParent(child, parent);
  const { kind, parentId, on } = child;
  refuseIf(kind === 'unit' && under?.kind === 'unit' && unitsUnder.length > 0, 'UNIT_TOO_DEEP', {
    field: 'parentId',
    parentId,
    units: unitsUnder,
  });
  refuseIf(under !== undefined && on < under.openedOn, 'PARENT_NOT_OPEN', {
    field: 'effectiveOn',
    parentId,
    openedOn: under?.openedOn,
  });
}

const isDissolved = ({ dissolvedOn }: { readonly dissolvedOn?: Day | undefined }, day: Day): boolean =>
  dissolvedOn !== undefined && day >= dissolvedOn;

/**
 * An organization that a command names beside its own: registered, and living on the day.
 * @throws Refusal ORGANIZATION_UNKNOWN, BEFORE_OPENING, ORGANIZATION_DISSOLVED
 */
export function refuseNamed(
  { field, id, on }: { readonly field: string; readonly id: string; readonly on: Day },
  named: NamedFacts | undefined,
): OrganizationKind {
  if (named?.status !== 'known') throw refusal('ORGANIZATION_UNKNOWN', { field, organizationId: id });
  const { openedOn, dissolvedOn } = named;
  refuseIf(on < openedOn, 'BEFORE_OPENING', { field, organizationId: id, openedOn });
  refuseIf(isDissolved(named, on), 'ORGANIZATION_DISSOLVED', { field, organizationId: id, dissolvedOn });
  return named.kind;
}
