import { createHash } from 'node:crypto';
import type { Day } from '@zhibu/kernel';

/** One access: who asked or did what, about whom, and what came of it. No body, no password, no name. */
export interface AccessEntry {
  /** When it was answered. */
  readonly at: Date;
  /** A reference. */
  readonly person: string;
  readonly session: string | null;
  readonly duty: string | null;
  readonly operation: string;
  /** SHA-256 of the GraphQL document, or of what a paper (文书) shows, in hexadecimal. */
  readonly document: string | null;
  /** The roots and ids that were asked for. */
  readonly subjects: readonly string[];
  /** How many entries of lists, or commands, the answer has. */
  readonly rows: number | null;
  readonly asOf: Day | null;
  readonly knownAt: Date | null;
  /** `ok`, `kept` (answered from memory), or the code of the refusal. */
  readonly outcome: string;
  readonly address: string;
  readonly ms: number;
}

/** An access in the chain of its writer: a process from its start to its end. */
export interface ChainedEntry extends AccessEntry {
  readonly writer: string;
  /** From 1, without a gap. */
  readonly number: bigint;
  /** SHA-256 over the hash before and all that the entry says, in hexadecimal. */
  readonly chain: string;
}

/** What stands before the first entry of a chain. */
export const BEFORE_FIRST = '0'.repeat(64);

/** The hash that binds an entry to the one before it. @param previous the hash of that one */
export function linkOf(previous: string, entry: Omit<ChainedEntry, 'chain'>): string {
  const said = [
    entry.writer,
    String(entry.number),
    entry.at.toISOString(),
    entry.person,
    entry.session,
    entry.duty,
    entry.operation,
    entry.document,
    entry.subjects,
    entry.rows,
    entry.asOf,
    entry.knownAt?.toISOString() ?? null,
    entry.outcome,
    entry.address,
    entry.ms,
  ];
  return createHash('sha256').update(previous).update(JSON.stringify(said)).digest('hex');
}
