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
import { AppendTooLarge } from '../../port.ts';

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

/** The cluster holds something that this adapter did not write, or lacks something that it wrote. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
}

const PASSING = [NotLeaderError, UnavailableError, CancelledError, DeadlineExceededError, TimeoutError];
/** What the network and the client's discovery say in words only. */
const PASSING_WORDS =
  /Failed to discover|Channel (has been )?(closed|shut ?down)|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|write after end|Name resolution failed|No connection established/i;

/** The client's errors in the port's words; the only place that knows them. What is no error of the client stays as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof StoreUnavailable || !(error instanceof Error)) return error;
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
    return new StoreDamaged(
      `stream ${error.streamName} was deleted from EventStoreDB; nothing of this platform ever is`,
      { cause: error },
    );
  }
  return mayPass(error)
    ? new StoreUnavailable(`EventStoreDB cannot be asked: ${error.message}`, { cause: error })
    : error;
}

function mayPass(error: Error): boolean {
  if (error instanceof InvalidArgumentError) return false;
  return PASSING.some((kind) => error instanceof kind) || PASSING_WORDS.test(error.message);
}

/** Whether the stream was not where an append expected it. */
export function isWrongExpectation(error: unknown): boolean {
  return error instanceof WrongExpectedVersionError;
}
