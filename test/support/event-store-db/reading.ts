import { status } from '@grpc/grpc-js';
import type { ReadReq as Request, ReadResp as Response } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type NodeParts, type ReadCall, refusal, visible } from './behaviour.ts';
import { eventOf, streamNotFound } from './messages.ts';
import type { ServerRecord } from './server-log.ts';
import { subscribing } from './subscribing.ts';

type Options = NonNullable<ReturnType<Request['getOptions']>>;

const BACKWARDS = streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** `Streams/Read`: a page of a stream, a page of `$all`, or a subscription to `$all`. */
export function readingOf(parts: NodeParts) {
  const { behaviour, leader } = parts;
  return (call: ReadCall): void => {
    behaviour.calls.read += 1;
    behaviour.opened(call);
    const over = (): void => behaviour.ended(call);
    call.on('cancelled', over);
    call.on('close', over);
    call.on('error', over);
    behaviour
      .admit(call.metadata, leader)
      .then(() => {
        const options = call.request.getOptions();
        if (!options) throw refusal(status.INVALID_ARGUMENT, 'no options', {});
        if (options.hasSubscription()) return subscribing(parts, call, startOf(parts, options));
        for (const message of options.hasStream() ? streamPage(parts, options) : allPage(parts, options))
          call.write(message);
        return call.end();
      })
      .catch((error: Error) => call.emit('error', error));
  };
}

function streamPage(parts: NodeParts, options: Options): Response[] {
  const wish = options.getStream();
  if (!wish) return [];
  const name = Buffer.from(wish.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  const history = visible(parts).filter((record) => record.stream === name);
  if (history.length === 0) return [streamNotFound(name)];
  const backwards = options.getReadDirection() === BACKWARDS;
  const from = wish.hasEnd() ? history.length - 1 : Number(wish.getRevision());
  return cut(backwards ? history.slice(0, from + 1).toReversed() : history.slice(from), options).map(eventOf);
}

/** Reading on from a position begins with the event that stands there; reading back, with the one before it. */
function allPage(parts: NodeParts, options: Options): Response[] {
  const all = visible(parts);
  const at = options.getAll()?.hasEnd() ? undefined : startOf(parts, options);
  if (options.getReadDirection() !== BACKWARDS)
    return cut(
      all.filter((record) => record.position >= (at ?? 0n)),
      options,
    ).map(eventOf);
  return cut(all.filter((record) => at === undefined || record.position < at).toReversed(), options).map(eventOf);
}

function cut(records: readonly ServerRecord[], options: Options): readonly ServerRecord[] {
  return records.slice(0, Math.min(records.length, Number(options.getCount())));
}

/** The position asked for; undefined for the start. @throws ServiceError for a place where no record stands */
function startOf({ log, behaviour }: NodeParts, options: Options): bigint | undefined {
  const position = options.getAll()?.getPosition();
  const place = position && BigInt(position.getCommitPosition());
  if (place !== undefined && !log.records.some((record) => record.position === place))
    throw refusal(status.UNKNOWN, 'invalid position', {});
  if (options.hasSubscription()) behaviour.subscribedFrom.push(place ?? -1n);
  return place;
}
