import { type JoinedPlanItem, type PlanEvent, planEvents, type PlanItem, type PlanStatus } from '@zhibu/contracts';
import { saidBy } from '../../process/said.ts';
import type { Standing } from '../../process/standing.lookup.ts';

type DataOf<Type extends PlanEvent['type']> = Extract<PlanEvent, { type: Type }>['data'];

/** What the steps of a plan tell of it at a moment. */
export interface PlanDetails {
  readonly adopted: DataOf<'PlanAdopted'>;
  /** The last one; null: it stands as it was adopted. */
  readonly amended: DataOf<'PlanAmended'> | null;
  /** As they stand. */
  readonly items: readonly PlanItem[];
  /** What items are joined with, by their ids. */
  readonly joined: ReadonlyMap<string, readonly JoinedPlanItem[]>;
}

/** What a plan is, as it stands; undefined where it was not adopted by then. */
export function planIn({ steps }: Standing<PlanStatus>): PlanDetails | undefined {
  const [adopted] = saidBy(planEvents.PlanAdopted, steps);
  if (!adopted) return undefined;
  const amended = saidBy(planEvents.PlanAmended, steps).at(-1) ?? null;
  const joined = Map.groupBy(saidBy(planEvents.PlanItemsJoined, steps), ({ itemId }) => itemId);
  return {
    adopted,
    amended,
    items: (amended ?? adopted).items,
    joined: new Map([...joined].map(([itemId, all]) => [itemId, all.map(({ other }) => other)])),
  };
}
