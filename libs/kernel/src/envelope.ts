/** A person in a role of an organization; a reference, never a name (domain.md, section 2). */
export interface Actor {
  readonly personId: string;
  readonly role: string;
  readonly organizationId?: string | undefined;
  /** 代为录入: who typed what the person signed, and the number of that paper; absent: the person sent it himself. */
  readonly enteredBy?: { readonly personId: string; readonly documentNo: string } | undefined;
}

/** Who had a hand in a step: who signed, and who typed it for him. Source: access.md, section 2. */
export const handsOf = ({ personId, enteredBy }: Actor): readonly string[] =>
  enteredBy === undefined || enteredBy.personId === personId ? [personId] : [personId, enteredBy.personId];

/** 四眼: whether one person had a hand in both of two steps. */
export const shareAHand = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((personId) => other.includes(personId));

/** The place in a file that a decision was taken in from. Rows count as a spreadsheet does, the header being 1. */
export interface SourceReference {
  readonly file: string;
  /** Hexadecimal SHA-256 of the file's bytes. */
  readonly sha256: string;
  readonly rows: readonly number[];
}

/** What every event carries beside its facts. */
export interface EventMetadata {
  readonly commandId: string;
  /** Hexadecimal SHA-256 of the command's payload (RFC 8785), without clock and trace. */
  readonly commandHash: string;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly actor: Actor;
  /** W3C trace context of the command, where one was traced; no part of what the command says. */
  readonly traceparent?: string | undefined;
  readonly source?: SourceReference | undefined;
}

/** A fact: its type and what it says. Every event of the contracts is one of these. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** An event on its way into a stream. */
export interface NewEvent {
  /** UUID; UUIDv5(stream, command id, index) for the events of a command. */
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: object;
  readonly metadata: EventMetadata;
}

/** An event as the log holds it. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** First revision of a stream is 0; no holes. */
  readonly revision: number;
  /** Place in the owning service's log: ordered within a store generation, otherwise opaque. */
  readonly position: bigint;
  /** RFC 3339, milliseconds, UTC; never decreases along the log. */
  readonly recordedAt: string;
}
