/** What is wrong at a place (a dotted path). */
export interface FaultAt {
  readonly field: string;
  readonly problem: { readonly zh: string; readonly en: string };
}

/** Where the fault is and what to do: shown to the caller beside the code. */
export interface RefusalDetails {
  /** The field of the command (dotted path) that the refusal is about. */
  readonly field?: string;
  /** Several faults at once, each with its own place, in Chinese and English. */
  readonly errors?: readonly FaultAt[];
  /** What it is about, by the names that people know it by: the sentence ends with them. */
  readonly named?: readonly string[];
  readonly [fact: string]: unknown;
}

/**
 * The one error a command that should not have been sent leads to. `code` is stable (UPPER_SNAKE_CASE) and is
 * translated for people once, in the contracts' vocabulary of refusals.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly details: RefusalDetails;

  constructor(code: string, details: RefusalDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
