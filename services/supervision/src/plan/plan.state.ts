import type { JoinedPlanItem, PlanEvent, PlanItem } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

type DataOf<Type extends PlanEvent['type']> = Extract<PlanEvent, { type: Type }>['data'];

/** Two items that are inspected under together. */
export interface Joining {
  /** Of this plan. */
  readonly itemId: string;
  readonly other: JoinedPlanItem;
}

/** 督查计划 of a body for a year. */
export interface Plan {
  readonly adoption: Pick<DataOf<'PlanAdopted'>, 'basis' | 'items'>;
  /** The last one; null: it stands as it was adopted. */
  readonly amendment: Pick<DataOf<'PlanAmended'>, 'basis' | 'items' | 'reason'> | null;
  /** As they stand. */
  readonly items: readonly PlanItem[];
  readonly joined: readonly Joining[];
}

export type PlanState = { readonly status: 'none' } | ({ readonly status: 'adopted' | 'amended' } & Plan);

export type KnownPlan = Exclude<PlanState, { status: 'none' }>;

export const noPlan: PlanState = { status: 'none' };

export const evolvePlan: EvolveMap<{ state: PlanState; event: PlanEvent }> = {
  PlanAdopted: (_state, { data: { basis, items } }) => ({
    status: 'adopted',
    adoption: { basis, items },
    amendment: null,
    items,
    joined: [],
  }),
  PlanAmended: (state, { data: { basis, items, reason } }) =>
    state.status === 'none' ? state : { ...state, status: 'amended', amendment: { basis, items, reason }, items },
  PlanItemsJoined: (state, { data: { itemId, other } }) =>
    state.status === 'none' ? state : { ...state, joined: [...state.joined, { itemId, other }] },
};
