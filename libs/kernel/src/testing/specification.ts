import { isDeepStrictEqual } from 'node:util';
import { type Decider, type Decision, type FactsFor, fold } from '../decider.ts';
import { Refusal } from '../refusal.ts';

/** What a command led to: the facts, or the code it was refused with. */
export type Outcome<Event> = { readonly events: readonly Event[] } | { readonly refused: string };

/**
 * given these facts, when this command, then exactly these facts, or refused with this code, or nothing.
 * Independent of any test runner: it throws when the outcome differs, showing both. A command is given what its own
 * decision rests on, and nothing else.
 */
export function specification<Of extends Decision>(decider: Decider<Of>) {
  return {
    given: (...history: readonly Of['event'][]) => ({
      when: <Asked extends Of['command']>(command: Asked, ...facts: Given<FactsFor<Of, Asked['name']>>) =>
        expectations<Of['event']>(
          outcomeOf(() => decider.decide(command, fold(decider, history), anyFacts<Of>(facts[0]))),
        ),
    }),
  };
}

// Of one command, so among those of any; `when` has held them to its name.
const anyFacts = <Of extends Decision>(facts: unknown) => facts as FactsFor<Of, Of['command']['name']>;

/** What the decision rests on, or nothing where it rests on nothing. */
type Given<Facts> = undefined extends Facts ? readonly [facts?: Facts] : readonly [facts: Facts];

function expectations<Event>(outcome: Outcome<Event>) {
  const expectOutcome = (expected: Outcome<Event>): void => {
    if (isDeepStrictEqual(outcome, expected)) return;
    throw new Error(`expected ${show(expected)}\n but was ${show(outcome)}`);
  };
  return {
    then: (...events: readonly Event[]): void => expectOutcome({ events }),
    thenNothing: (): void => expectOutcome({ events: [] }),
    thenRefused: (code: string): void => expectOutcome({ refused: code }),
    /** For a test that looks at one part of a large fact. */
    outcome,
  };
}

function outcomeOf<Event>(decide: () => readonly Event[]): Outcome<Event> {
  try {
    return { events: [...decide()] };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code };
    throw error;
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
