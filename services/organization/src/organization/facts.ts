import type { OrganizationKind } from '@zhibu/contracts';

/** What the register knows of an organization that another is to stand under. */
export type ParentFacts =
  | { readonly status: 'unknown' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'registered'; readonly kind: OrganizationKind }
  | { readonly status: 'dissolved'; readonly kind: OrganizationKind };

/** What a registration or a move rests on: the parent named. */
export interface PlacingFacts {
  readonly parent: ParentFacts;
}
