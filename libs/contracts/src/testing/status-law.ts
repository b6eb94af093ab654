import { type Decider, type Decision, Refusal } from '@zhibu/kernel';
import type { AggregateContract } from '../contract.ts';

/** A command with what its decision rests on. */
export interface Asked {
  readonly command: { readonly name: string; readonly data: object };
  readonly facts?: unknown;
}

/**
 * The law of statuses: whatever is asked in whatever order, the folded status is the one that the last event with a
 * `leadsTo` leads to. Refused commands change nothing. @throws Error naming the history that breaks it
 * @returns the types of the events that there were, so that a test can say that its histories went far enough
 */
export function holdStatusLaw<Of extends Decision & { readonly state: { readonly status: string } }>(
  contract: AggregateContract,
  decider: Decider<Of>,
  asked: readonly Asked[],
): readonly string[] {
  const types: string[] = [];
  let state: Of['state'] = decider.initialState;
  let due: string | undefined;
  for (const { command, facts } of asked) {
    for (const event of decidedOrNothing(() => decider.decide(command, state, facts as never))) {
      state = decider.evolve(state, { ...event, id: `event-${types.length + 1}` });
      types.push(event.type);
      due = contract.events[event.type]?.leadsTo ?? due;
      const folded = Object.hasOwn(contract.statuses, state.status) ? state.status : undefined;
      if (folded !== due) throw new Error(`${types.join(', ')} leads to ${due}, and is folded to ${state.status}`);
    }
  }
  return types;
}

function decidedOrNothing<Event>(decide: () => readonly Event[]): readonly Event[] {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
