import { type AccessCommand, accessContract, type AccessEvent, refusing } from '@zhibu/contracts';
import { contentHash, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { type AccessState, evolveAccess, notSealed } from './access.state.ts';

const { refuseIf } = refusing(accessContract);

const decide = { SealAccessHead: seal };

export interface AccessDecision {
  readonly command: AccessCommand;
  readonly state: AccessState;
  readonly event: AccessEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 访问日志: where the log of accesses stood at the end of each day. */
export const accessDecider = decider<AccessDecision>({ initialState: notSealed, evolve: evolveAccess, decide });

/** A day is sealed once: what is said of it later is the same, or somebody has to look into it. */
function seal(data: AccessCommand['data'], state: AccessState, { today, actor }: Sent): AccessEvent[] {
  refuseIf(actor.role !== 'system', 'ACCESS_SEALED_BY_PLATFORM');
  refuseIf(data.day >= today, 'ACCESS_DAY_NOT_OVER', { day: data.day, today });
  if (state.status === 'none') return [{ type: 'AccessHeadSealed', data }];
  refuseIf(contentHash(state.head) !== contentHash(data), 'ACCESS_HEAD_SEALED', { day: data.day });
  return [];
}
