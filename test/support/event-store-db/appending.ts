import { type sendUnaryData, type ServerReadableStream, status } from '@grpc/grpc-js';
import type { AppendReq as Request, AppendResp as Response } from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type NodeParts, refusal } from './behaviour.ts';
import { type ProposedEvent, type ServerAppend, type ServerExpectation } from './server-log.ts';

/** `Streams/Append`: options first, then the events, then one answer. */
export function appending({ log, behaviour, leader }: NodeParts) {
  return (call: ServerReadableStream<Request, Response>, answer: sendUnaryData<Response>): void => {
    behaviour.calls.append += 1;
    behaviour.opened(call);
    const messages: Request[] = [];
    let told = false;
    const tell: typeof answer = (...what) => {
      if (!told) {
        told = true;
        answer(...what);
      }
    };
    call.on('data', (message: Request) => messages.push(message));
    call.on('error', (error) => {
      tell(error);
      behaviour.ended(call);
    });
    call.on('end', () => {
      behaviour
        .admit(call.metadata, leader)
        .then(() => {
          const [stream, expected] = wish(messages[0]);
          const appended = log.append(stream, expected, messages.slice(1).map(proposed));
          if (behaviour.answersToLose > 0) {
            behaviour.answersToLose -= 1;
            return tell(refusal(status.UNAVAILABLE, 'dropped', {}));
          }
          return answered(appended, log.maxAppendBytes, tell);
        })
        .catch((error: Error) => tell(error))
        .finally(() => behaviour.ended(call));
    });
  };
}

function wish(header: Request | undefined): readonly [string, ServerExpectation] {
  const options = header?.getOptions();
  if (!options) throw refusal(status.INVALID_ARGUMENT, 'no options', {});
  const stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  if (options.hasNoStream()) return [stream, 'no-stream'];
  return [stream, options.hasAny() ? 'any' : BigInt(options.getRevision())];
}

function proposed(request: Request): ProposedEvent {
  const message = request.getProposedMessage();
  if (!message) throw refusal(status.INVALID_ARGUMENT, 'no message', {});
  const metadata = message.getMetadataMap();
  return {
    id: uuidOf(message.getId()),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    customMetadata: message.getCustomMetadata_asU8(),
  };
}

function uuidOf(id: InstanceType<typeof shared.UUID> | undefined): string {
  const structured = id?.getStructured();
  if (!structured) return id?.getString() ?? '';
  const hex = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
    .map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'))
    .join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function answered(appended: ServerAppend, maxAppendBytes: number, answer: sendUnaryData<Response>): void {
  if (appended.outcome === 'too-large') {
    const trailers = { 'maximum-append-size': String(maxAppendBytes) };
    return answer(refusal(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded', trailers));
  }
  const response = new streams.AppendResp();
  if (appended.outcome === 'success') response.setSuccess(success(appended));
  else response.setWrongExpectedVersion(wrong(appended.current));
  answer(null, response);
}

function success(appended: { readonly revision: number; readonly position: bigint }) {
  const message = new streams.AppendResp.Success();
  message.setCurrentRevision(String(appended.revision));
  const position = new streams.AppendResp.Position();
  position.setCommitPosition(String(appended.position));
  position.setPreparePosition(String(appended.position));
  message.setPosition(position);
  return message;
}

function wrong(current: number) {
  const message = new streams.AppendResp.WrongExpectedVersion();
  if (current === -1) message.setCurrentNoStream(new shared.Empty());
  else message.setCurrentRevision(String(current));
  return message;
}
