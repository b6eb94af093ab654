import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { AppendTooLarge, StoreDamaged } from '../../port.ts';

/** The cluster cannot be asked now: no leader, no connection, no answer in time. It may pass. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** As the network says it, so that whoever tells passing failures from lasting ones knows this one. */
  readonly code = 'ETIMEDOUT';
}

/** The cluster refuses us: wrong credentials, or rights that are missing. An operator mends it; until then everything waits, and no event is to blame. */
export class StoreAccessDenied extends Error {
  override readonly name = 'StoreAccessDenied';
  readonly code = 'ETIMEDOUT';
}

/** The nodes and we do not agree on TLS: their certificate is not trusted, or one side does not speak it. */
export class StoreUntrusted extends Error {
  override readonly name = 'StoreUntrusted';
}

export const DELETED_FOR_GOOD = 'it was deleted for good (a tombstone); only a backup from before brings it back';

/** What is wrong with one stream. @param stream by the server's name */
export function damaged(stream: string, says: string, options: ErrorOptions = {}): StoreDamaged {
  return new StoreDamaged(`stream ${stream} of EventStoreDB: ${says}`, { ...options, stream });
}

const PASSING = [NotLeaderError, UnavailableError, CancelledError, DeadlineExceededError, TimeoutError];
/** What the network and the client's discovery say in words only. */
const PASSING_WORDS =
  /Failed to discover|Channel (has been )?(closed|shut ?down)|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|write after end|Name resolution failed|No connection established/i;

/** The client's errors in the port's words; the only place that knows them. What is no error of the client stays as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof StoreAccessDenied || !(error instanceof Error))
    return error;
  if (error instanceof MaxAppendSizeExceededError) {
    return new AppendTooLarge(`the server takes at most ${error.maxAppendSize} bytes an append`, { cause: error });
  }
  if (error instanceof AccessDeniedError) {
    return new StoreAccessDenied(
      'EventStoreDB denies access: check the credentials; the user needs to read $all and to write',
      { cause: error },
    );
  }
  if (error instanceof StreamDeletedError) {
    return damaged(error.streamName, DELETED_FOR_GOOD, { cause: error });
  }
  return mayPass(error)
    ? new StoreUnavailable(`EventStoreDB cannot be asked: ${error.message}`, { cause: error })
    : error;
}

function mayPass(error: Error): boolean {
  if (error instanceof InvalidArgumentError) return false;
  return PASSING.some((kind) => error instanceof kind) || PASSING_WORDS.test(error.message);
}

/**
 * What an error says of the node that was asked: another leads, or it may be gone; undefined: nothing. A subscriber who was too
 * slow (ABORTED) has a node that lives, and so has whoever is denied something.
 */
export function saysOfNode(error: unknown): { readonly leader?: string } | undefined {
  const raw = error instanceof StoreUnavailable && error.cause !== undefined ? error.cause : error;
  if (raw instanceof NotLeaderError) return { leader: `${raw.leader.address}:${raw.leader.port}` };
  if (raw instanceof TimeoutError || !(translated(raw) instanceof StoreUnavailable)) return undefined;
  return {};
}

/** Whether the server dropped a subscription because it lagged by more than the server keeps for it (32 messages). */
export function wasDropped(error: unknown): boolean {
  return error instanceof StoreUnavailable && error.cause instanceof TimeoutError;
}

/** Whether the user lacks a right, or the credentials are wrong. */
export function isDenied(error: unknown): boolean {
  return error instanceof AccessDeniedError;
}

/** What is said where the user may not write. */
export function mayNotWrite(stream: string, cause: unknown): StoreAccessDenied {
  return new StoreAccessDenied(
    `EventStoreDB denies access to write to ${stream}: the user lacks the right $w; see its $acl, or $userStreamAcl in $settings`,
    { cause },
  );
}

/** Whether the stream was not where an append expected it. */
export function isWrongExpectation(error: unknown): boolean {
  return error instanceof WrongExpectedVersionError;
}
