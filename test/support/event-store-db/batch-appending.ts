import { type ServerDuplexStream, type ServiceError, status } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq as Request } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { admit, connectionOf, type NodeParts } from './behaviour.ts';
import { detail, type Refused, refusedAs } from './batch-refusals.ts';
import { proposed, streamNameOf, uuidOf } from './proposals.ts';
import type { ProposedEvent, ServerAppend, ServerExpectation } from './server-log.ts';
import { committed } from './writing.ts';

type Response = InstanceType<typeof streams.BatchAppendResp>;
type Call = ServerDuplexStream<Request, Response>;
type Options = NonNullable<ReturnType<Request['getOptions']>>;

/** An append in pieces, until its last has come. */
interface Pending {
  readonly stream: string;
  readonly expected: ServerExpectation;
  readonly events: ProposedEvent[];
}

/**
 * `Streams/BatchAppend`: one stream of requests for all appends of a connection, each answered by itself and told apart by
 * its correlation id. What is wrong with one is its answer; where a leader is demanded of a follower, the whole stream ends
 * in the error that says so, with every append that is under way in it (`Streams.BatchAppend`, `ConvertMessage`).
 */
export function batchAppending(parts: NodeParts) {
  return (call: Call): void => {
    const pending = new Map<string, Pending>();
    parts.behaviour.opened(call);
    const over = (): void => parts.behaviour.ended(call);
    call.on('close', over);
    call.on('error', over);
    call.on('cancelled', over);
    call.on('end', () => call.end());
    call.on('data', (request: Request) => {
      const id = uuidOf(request.getCorrelationId());
      const options = request.getOptions();
      const append = pending.get(id) ?? (options && begun(options));
      if (!append) return;
      pending.set(id, append);
      append.events.push(...request.getProposedMessagesList().map(proposed));
      if (!request.getIsFinal()) return;
      pending.delete(id);
      answered(parts, call, append).then(
        (response) => response && call.write(response.setCorrelationId(request.getCorrelationId())),
        (error: Error) => call.emit('error', error),
      );
    });
  };
}

function begun(options: Options): Pending {
  return { stream: streamNameOf(options.getStreamIdentifier()), expected: expectationIn(options), events: [] };
}

function expectationIn(options: Options): ServerExpectation {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'exists';
  return options.hasAny() ? 'any' : BigInt(options.getStreamPosition());
}

/** @returns undefined for an answer that gets lost @throws ServiceError for what ends the whole stream */
async function answered(parts: NodeParts, call: Call, append: Pending): Promise<Response | undefined> {
  const { stream, expected, events } = append;
  const name = new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
  const response = new streams.BatchAppendResp().setStreamIdentifier(name);
  const refused = await refusalOf(parts, call, append);
  if (refused) return response.setError(refused);
  const types = events.map(({ type }) => type);
  const written = await committed(parts, { connection: connectionOf(call.metadata), types }, (log) =>
    log.append(stream, expected, events),
  );
  if (parts.behaviour.answersToLose > 0) {
    parts.behaviour.answersToLose -= 1;
    return undefined;
  }
  return written.outcome === 'success'
    ? response.setSuccess(success(written))
    : response.setError(refusedAs(written, expected, parts.log.maxAppendBytes));
}

/** What stands in the way of this append alone. */
async function refusalOf(parts: NodeParts, { metadata }: Call, { stream }: Pending): Promise<Refused | undefined> {
  try {
    await admit(parts, { kind: 'batch-append', right: 'write', stream, metadata });
    return undefined;
  } catch (error) {
    const { code, details } = error as ServiceError;
    if (code === status.PERMISSION_DENIED) return detail('event_store.client.AccessDenied', new shared.AccessDenied());
    // The client knows no such detail: to it this is an error unknown, after which it does not look for another node.
    if (code === status.UNAVAILABLE) return detail('google.protobuf.Empty', new shared.Empty(), details);
    throw error;
  }
}

function success({ revision, position }: Extract<ServerAppend, { outcome: 'success' }>) {
  const place = new shared.AllStreamPosition();
  place.setCommitPosition(String(position)).setPreparePosition(String(position));
  return new streams.BatchAppendResp.Success().setCurrentRevision(String(revision)).setPosition(place);
}
