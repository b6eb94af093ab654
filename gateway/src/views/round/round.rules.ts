import type { RoundEdition, RoundEvent, RoundExemption, RoundOutside } from '@zhibu/contracts';
import { evolving, type EvolveMap } from '@zhibu/kernel';

type DataOf<Type extends RoundEvent['type']> = Extract<RoundEvent, { type: Type }>['data'];

/** A round by all that was recorded of it. */
export interface RoundRow {
  readonly id: string;
  /** Absent: as it is known now. */
  readonly knownAt?: string | undefined;
  readonly opened: DataOf<'RoundOpened'>;
  readonly editions: readonly RoundEdition[];
  readonly exempt: readonly RoundExemption[];
  readonly reviews: ReadonlyMap<string, DataOf<'UnitReviewRecorded'>>;
  readonly notice: DataOf<'RoundNoticeStarted'> | null;
  /** When the latest notice was recorded; RFC 3339, UTC. */
  readonly noticeStartedAt?: string | undefined;
  readonly openObjections: ReadonlySet<string>;
  readonly late: ReadonlySet<string>;
  readonly closed: DataOf<'RoundClosed'> | null;
}

/** Who stands outside, as the closing named them; who was admitted since is in. */
export const outsideNamed = ({ closed, late }: RoundRow): readonly RoundOutside[] =>
  (closed?.outside ?? []).filter(({ branchId }) => !late.has(branchId));

type Folded = RoundRow | undefined;

const changed =
  <Data>(to: (row: RoundRow, data: Data) => Partial<RoundRow>) =>
  (row: Folded, { data }: { readonly data: Data }): Folded =>
    row && { ...row, ...to(row, data) };

const evolve: EvolveMap<{ state: Folded; event: RoundEvent }> = {
  RoundOpened: (_row, { data }) => ({
    id: data.roundId,
    opened: data,
    editions: data.editions,
    exempt: [],
    reviews: new Map(),
    notice: null,
    openObjections: new Set(),
    late: new Set(),
    closed: null,
  }),
  RoundEditionAdded: changed(({ editions }, { edition }) => ({ editions: [...editions, edition] })),
  BranchExempted: changed(({ exempt }, { branchId, because, reason, basis }) => ({
    exempt: [...exempt, { branchId, because, reason, basis }],
  })),
  UnitReviewRecorded: changed(({ reviews }, review) => ({ reviews: new Map(reviews).set(review.unitId, review) })),
  RoundNoticeStarted: changed((_row, notice) => ({ notice })),
  RoundObjectionRaised: changed(({ openObjections }, { objectionId }) => ({
    openObjections: new Set([...openObjections, objectionId]),
  })),
  RoundObjectionResolved: changed(({ openObjections }, { objectionId }) => ({
    openObjections: new Set([...openObjections].filter((id) => id !== objectionId)),
  })),
  LateBranchAdmitted: changed(({ late }, { branchId }) => ({ late: new Set([...late, branchId]) })),
  RoundClosed: changed((_row, closed) => ({ closed })),
};

/** A round by its events in their order; undefined before it was opened. */
export const roundOf = (events: readonly RoundEvent[]): Folded =>
  events.reduce(evolving<{ state: Folded; event: RoundEvent }>(evolve), undefined);
