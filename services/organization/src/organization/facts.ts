import type { OrganizationKind } from '@zhibu/contracts';

/** What the register knows of an organization that another is to stand under. */
export type ParentFacts =
  | { readonly status: 'unknown' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'registered'; readonly kind: OrganizationKind }
  | { readonly status: 'dissolved'; readonly kind: OrganizationKind };

/** What a decision rests on beyond the organization's own stream. */
export interface OrganizationFacts {
  /** For a registration or a move: the parent named. */
  readonly parent: ParentFacts;
  /** For a dissolution: the organizations that would be left standing under this one, by code. */
  readonly livingChildren: readonly string[];
  /** For a cancellation: what speaks of this organization, by name of stream. */
  readonly referrers: readonly string[];
}

export const noFacts: OrganizationFacts = { parent: { status: 'unknown' }, livingChildren: [], referrers: [] };
