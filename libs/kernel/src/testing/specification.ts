import { isDeepStrictEqual } from 'node:util';
import { type Decider, type Decision, fold } from '../decider.ts';
import { Refusal } from '../refusal.ts';

/** What a command led to: the facts, or the code it was refused with. */
export type Outcome<Event> = { readonly events: readonly Event[] } | { readonly refused: string };

/**
 * given these facts, when this command, then exactly these facts, or refused with this code, or nothing.
 * Independent of any test runner: it throws when the outcome differs, showing both.
 */
export function specification<Of extends Decision>(decider: Decider<Of>) {
  return {
    given: (...history: readonly Of['event'][]) => ({
      when: (command: Of['command'], facts: Of['facts']) =>
        expectations(outcomeOf(() => decider.decide(command, fold(decider, history), facts))),
    }),
  };
}

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
