/** A document as the build made it: what is sent, its SHA-256, and the types of what it asks for and is answered. */
export interface Asked<Answer, Variables> {
  readonly name: string;
  readonly hash: string;
  readonly text: string;
  /** It carries the types alone; nothing stands there. */
  readonly types?: (variables: Variables) => Answer;
}

/** Why there is no answer, in words that the gateway chose. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** A stable code; `UNREACHABLE` where no answer came. */
  readonly code: string;
  /** By which an operator finds it; only of what nobody foresaw. */
  readonly reference: string | undefined;

  constructor(code: string, says: string, reference?: string) {
    super(says);
    this.code = code;
    this.reference = reference;
  }
}
