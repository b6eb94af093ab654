import { type DataMatchCommand, dataMatchContract, type DataMatchEvent, refusing } from '@zhibu/contracts';
import { contentHash, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { refuseDataMatch } from '../grading/input.rules.ts';
import { differs } from '../grading/measure.rules.ts';
import { type DataMatchState, evolveDataMatch, noMatch } from './data-match.state.ts';

const { refuseIf, refusal } = refusing(dataMatchContract);

const decide = { RecordStandingMatch: recordStandingMatch };

export interface DataMatchDecision {
  readonly command: DataMatchCommand;
  readonly state: DataMatchState;
  readonly event: DataMatchEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 五个基本数据比对: what a branch says of itself against what the system says, month by month. */
export const dataMatchDecider = decider<DataMatchDecision>({ initialState: noMatch, evolve: evolveDataMatch, decide });

export interface MatchFacts extends Sent {
  /** The kind of the organization that the command names, and whether it lives on the day; null: it is not known. */
  readonly branch: { readonly kind: string; readonly alive: boolean } | null;
}

/** The same figures of the same day record nothing; of another day they are told again, for they are still so. */
function recordStandingMatch(
  data: DataMatchCommand['data'],
  state: DataMatchState,
  facts: MatchFacts,
): DataMatchEvent[] {
  const { today, branch } = facts;
  if (!branch) throw refusal('BRANCH_UNKNOWN', { field: 'branchId' });
  refuseIf(branch.kind !== 'branch', 'NOT_A_BRANCH', { field: 'branchId', kind: branch.kind });
  refuseIf(!branch.alive, 'BRANCH_DISSOLVED', { field: 'branchId' });
  const { branchId, source, fields } = data;
  const effectiveOn = data.effectiveOn ?? today;
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  refuseDataMatch(fields);
  if (state.status === 'matched') {
    if (state.on === effectiveOn && contentHash(state.match) === contentHash({ source, fields })) return [];
    refuseIf(effectiveOn < state.on, 'BEFORE_LAST_STEP', { field: 'effectiveOn', effectiveOn, last: state.on });
  }
  const mismatches = fields.filter(differs);
  return [{ type: 'StandingMatchRecorded', data: { branchId, source, fields, mismatches, effectiveOn } }];
}
