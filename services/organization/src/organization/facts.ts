import type { OrganizationKind } from '@zhibu/contracts';
import type { Day, Sent } from '@zhibu/kernel';

/** What the register knows of another organization that a command names. */
export type NamedFacts =
  | { readonly status: 'unknown' }
  | { readonly status: 'cancelled' }
  | {
      readonly status: 'known';
      readonly kind: OrganizationKind;
      readonly openedOn: Day;
      /** From this day on it is no more; it may lie ahead. */
      readonly dissolvedOn?: Day | undefined;
    };

/** The same of one that another is to stand under. */
export type ParentFacts =
  | Exclude<NamedFacts, { readonly status: 'known' }>
  | (Extract<NamedFacts, { readonly status: 'known' }> & {
      /** Whether it stands under a unit itself, on the day asked about or later. */
      readonly underUnit: boolean;
    });

/** What a registration rests on: the parent named. */
export interface PlacingFacts extends Sent {
  readonly parent: ParentFacts;
}

/** What a move rests on. */
export interface MovingFacts extends PlacingFacts {
  /** The units that stand under this organization, on the day or later. */
  readonly unitsUnder: readonly string[];
}

/** What a correction of a registration rests on: whatever else is recorded of the organization. */
export interface CorrectionFacts extends Sent {
  /** Under whom it was registered. */
  readonly parent: ParentFacts;
  /** The kinds of whom it was moved under. */
  readonly laterParents: readonly OrganizationKind[];
  /** The kinds of whom it has or had under it. */
  readonly children: readonly OrganizationKind[];
  /** Streams other than organizations' that refer to it. */
  readonly referrers: readonly string[];
  /** The first day of which another stream tells something of it. */
  readonly toldSince: Day | undefined;
}

export interface DissolutionFacts extends Sent {
  /** The organizations that would be left standing under this one, by code. */
  readonly livingChildren: readonly string[];
  /** The inspections of this one, and the revocations of its designations, that are open, by name of stream. */
  readonly openSupervisions: readonly string[];
}

export interface CancellationFacts extends Sent {
  /** What speaks of this organization, by name of stream. */
  readonly referrers: readonly string[];
}

/** What a reinstatement rests on: the parent it would live under again. */
export type ReinstatementFacts = PlacingFacts;

/** The organizations that a command names, in its order. */
export interface NamingFacts extends Sent {
  readonly named: ReadonlyMap<string, NamedFacts>;
}
