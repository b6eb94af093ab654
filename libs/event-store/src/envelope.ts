import type { CommandContract } from '@zhibu/contracts';
import type { Actor, Decider, Decision, FactsFor, RecordedEvent, Refusal, SourceReference } from '@zhibu/kernel';

/** A command that has passed its contract, with who sent it and why. */
export interface CommandEnvelope {
  readonly commandId: string;
  readonly contract: CommandContract;
  readonly data: object;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly source?: SourceReference | undefined;
  /** W3C trace context, kept beside the facts so that whoever takes them in continues the trace. */
  readonly traceparent?: string | undefined;
  /** The revision of the stream that the sender has seen; -1: it does not exist yet. */
  readonly expectedRevision?: number | undefined;
}

/** The commands decided on one read of their stream. The same object for each of them: what they share is kept by it. */
export interface DecisionRun {
  readonly commands: readonly { readonly name: string; readonly data: object }[];
}

/** What decides the commands of one kind of stream: the pure decider, and where its facts are looked up. */
export interface Aggregate<Of extends Decision> {
  readonly decider: Decider<Of>;
  /** Looks up what the decision rests on beyond its stream; may refuse. What is looked up once for a run holds for all of it. */
  readonly facts: (
    command: Of['command'] & { readonly actor: Actor },
    state: Of['state'],
    run: DecisionRun,
  ) => Promise<FactsFor<Of, Of['command']['name']>>;
}

/** What became of a command: the events recorded, as the log holds them, or why it was refused. */
export type CommandOutcome = { readonly events: readonly RecordedEvent[] } | { readonly refusal: Refusal };
