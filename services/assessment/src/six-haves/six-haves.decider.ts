import {
  type CheckedItem,
  refusing,
  type SixHavesCommand,
  sixHavesContract,
  type SixHavesEvent,
  sixHavesNames,
} from '@zhibu/contracts';
import { contentHash, type Day, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { evolveSixHaves, notChecked, type SixHavesState } from './six-haves.state.ts';

const { refusal, refuseIf } = refusing(sixHavesContract);

const decide = { RecordSixHaves: recordSixHaves };

export interface SixHavesDecision {
  readonly command: SixHavesCommand;
  readonly state: SixHavesState;
  readonly event: SixHavesEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 六有: checked by the unit yearly, and by an inspector at acceptance and reinspection. */
export const sixHavesDecider = decider<SixHavesDecision>({ initialState: notChecked, evolve: evolveSixHaves, decide });

export interface CheckFacts extends Sent {
  /** The branch on the day of the check; null: it is not known. */
  readonly branch: { readonly kind: string; readonly alive: boolean } | null;
}

/** The same check of the same day records nothing. */
function recordSixHaves(data: SixHavesCommand['data'], state: SixHavesState, facts: CheckFacts): SixHavesEvent[] {
  const { today, branch } = facts;
  if (!branch) throw refusal('BRANCH_UNKNOWN', { field: 'branchId' });
  refuseIf(branch.kind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', kind: branch.kind });
  refuseIf(!branch.alive, 'BRANCH_DISSOLVED', { field: 'branchId' });
  const { checkedOn = today, ...check } = data;
  refuseIf(checkedOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'checkedOn', checkedOn, today });
  refuseIncomplete(data.items);
  if (isOlder(state, checkedOn)) throw refusal('BEFORE_LAST_STEP', { field: 'checkedOn', checkedOn });
  if (isSame(state, data, checkedOn)) return [];
  const unmet = data.items.flatMap(({ item, standing }) => (standing === 'unmet' ? [item] : []));
  return [{ type: 'SixHavesRecorded', data: { ...check, unmet, effectiveOn: checkedOn } }];
}

/** 六有逐项登记; 功能具备的说明由什么代替. */
function refuseIncomplete(items: readonly CheckedItem[]): void {
  const named = new Set(items.map(({ item }) => item));
  const missing = sixHavesNames.filter((name) => !named.has(name));
  refuseIf(missing.length > 0 || named.size < items.length, 'SIX_HAVES_INCOMPLETE', { field: 'items', missing });
  const unsaid = items.find(({ standing, instead }) => standing === 'met-by-function' && instead === undefined);
  refuseIf(unsaid !== undefined, 'INSTEAD_MISSING', { field: 'items', item: unsaid?.item });
}

const isOlder = (state: SixHavesState, day: Day): boolean => state.status === 'recorded' && day < state.on;

const isSame = (state: SixHavesState, { occasion, items }: SixHavesCommand['data'], day: Day): boolean =>
  state.status === 'recorded' &&
  state.on === day &&
  state.occasion === occasion &&
  contentHash(state.items) === contentHash(items);
