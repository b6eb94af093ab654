import { type sendUnaryData, type ServerReadableStream, status } from '@grpc/grpc-js';
import type { AppendReq as Request, AppendResp as Response } from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { admit, connectionOf, type NodeParts, refusal, streamDeleted } from './behaviour.ts';
import { proposed, streamNameOf } from './proposals.ts';
import type { ServerAppend, ServerExpectation } from './server-log.ts';
import { committed } from './writing.ts';

/** `Streams/Append`: options first, then the events, then one answer. */
export function appending(parts: NodeParts) {
  return (call: ServerReadableStream<Request, Response>, answer: sendUnaryData<Response>): void => {
    parts.behaviour.opened(call);
    const messages: Request[] = [];
    let told = false;
    const tell: typeof answer = (...what) => {
      if (told) return;
      told = true;
      parts.behaviour.ended(call);
      answer(...what);
    };
    call.on('data', (message: Request) => messages.push(message));
    call.on('error', (error) => tell(error));
    call.on('end', () => {
      appended(parts, call, messages).then((response) => tell(null, response), tell);
    });
  };
}

async function appended(
  parts: NodeParts,
  { metadata }: ServerReadableStream<Request, Response>,
  [header, ...messages]: readonly Request[],
): Promise<Response> {
  const [stream, expected] = wish(header);
  await admit(parts, { kind: 'append', right: 'write', stream, metadata });
  const events = messages.flatMap((message) => message.getProposedMessage() ?? []).map(proposed);
  const types = events.map(({ type }) => type);
  const written = await committed(parts, { connection: connectionOf(metadata), types }, (log) =>
    log.append(stream, expected, events),
  );
  if (parts.behaviour.answersToLose > 0) {
    parts.behaviour.answersToLose -= 1;
    throw refusal(status.UNAVAILABLE, 'dropped', {});
  }
  return responseTo(written, stream, parts.log.maxAppendBytes);
}

function wish(header: Request | undefined): readonly [string, ServerExpectation] {
  const options = header?.getOptions();
  if (!options) throw refusal(status.INVALID_ARGUMENT, 'no options', {});
  const stream = streamNameOf(options.getStreamIdentifier());
  if (options.hasNoStream()) return [stream, 'no-stream'];
  if (options.hasStreamExists()) return [stream, 'exists'];
  return [stream, options.hasAny() ? 'any' : BigInt(options.getRevision())];
}

/** @throws ServiceError for what the server answers with an error */
function responseTo(written: ServerAppend, stream: string, maxAppendBytes: number): Response {
  if (written.outcome === 'deleted') throw streamDeleted(stream);
  if (written.outcome === 'too-large') {
    const trailers = { 'maximum-append-size': String(maxAppendBytes) };
    throw refusal(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded', trailers);
  }
  if (written.outcome === 'success') return new streams.AppendResp().setSuccess(success(written));
  return new streams.AppendResp().setWrongExpectedVersion(wrong(written.current));
}

function success({ revision, position }: { readonly revision: number; readonly position: bigint }) {
  const place = new streams.AppendResp.Position();
  place.setCommitPosition(String(position)).setPreparePosition(String(position));
  return new streams.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(place);
}

function wrong(current: number) {
  const message = new streams.AppendResp.WrongExpectedVersion();
  return current === -1 ? message.setCurrentNoStream(new shared.Empty()) : message.setCurrentRevision(String(current));
}
