import type { Aggregate, DecisionRun } from '@zhibu/event-store';
import type { Actor, ByCommand, CommandIn, Day, Decision, Sent } from '@zhibu/kernel';

type Facts<Of extends Decision> = Of['facts'] extends ByCommand<infer Known> ? Known : never;

/** The commands that rest on more than the day and their sender. */
type LookedUp<Known> = {
  [Name in keyof Known]: undefined extends Known[Name] ? never : Sent extends Known[Name] ? never : Name;
}[keyof Known];

/** By command, what looks up the facts that it needs beyond the day and its sender; may refuse. */
export type LookUps<Of extends Decision> = {
  readonly [Name in LookedUp<Facts<Of>>]: (
    command: CommandIn<Of, Name> & Sent,
    state: Of['state'],
    run: DecisionRun,
  ) => Promise<Omit<Facts<Of>[Name], keyof Sent>>;
};

/**
 * The facts of an aggregate's commands: to each the day and its sender, and what its look-up finds. A command without a
 * look-up rests on no more; the compiler asks for the others.
 */
export function lookingUp<Of extends Decision>(today: () => Day, lookUps: LookUps<Of>): Aggregate<Of>['facts'];
export function lookingUp(today: () => Day, lookUps: LooseLookUps): LooseFacts {
  return async (command, state, run) => {
    const sent = { today: today(), actor: command.actor };
    const lookUp = Object.hasOwn(lookUps, command.name) ? lookUps[command.name] : undefined;
    return { ...sent, ...(await lookUp?.({ ...command, ...sent }, state, run)) };
  };
}

interface LooseCommand {
  readonly name: string;
  readonly data: object;
  readonly actor: Actor;
}
type LooseFacts = (command: LooseCommand, state: unknown, run: DecisionRun) => Promise<object>;
type LooseLookUps = Readonly<
  Record<string, (command: LooseCommand & Sent, state: unknown, run: DecisionRun) => Promise<object>>
>;
