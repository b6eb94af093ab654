import { type OrganizationKind, parentKinds } from '@zhibu/contracts';
import type { ParentFacts } from './facts.ts';
import { refusal, refuseIf } from './living.rules.ts';

interface Child {
  readonly kind: OrganizationKind;
  readonly parentId: string | undefined;
}

/**
 * Whether an organization may stand under a parent: of a kind that may be its parent, known, and not dissolved.
 * @throws Refusal PARENT_REQUIRED, PARENT_UNKNOWN, PARENT_KIND, PARENT_DISSOLVED
 */
export function refuseParent({ kind, parentId }: Child, parent: ParentFacts): void {
  const allowed = parentKinds[kind];
  if (parentId === undefined)
    return refuseIf(allowed.length > 0, 'PARENT_REQUIRED', { field: 'parentId', kind, allowed });
  refuseIf(allowed.length === 0, 'PARENT_KIND', { field: 'parentId', kind, allowed });
  if (parent.status === 'unknown' || parent.status === 'cancelled')
    throw refusal('PARENT_UNKNOWN', { field: 'parentId', parentId });
  refuseIf(!allowed.includes(parent.kind), 'PARENT_KIND', {
    field: 'parentId',
    kind,
    parentKind: parent.kind,
    allowed,
  });
  refuseIf(parent.status === 'dissolved', 'PARENT_DISSOLVED', { field: 'parentId', parentId });
}
