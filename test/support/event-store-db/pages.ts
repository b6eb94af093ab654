import { status } from '@grpc/grpc-js';
import type { ReadReq as Request } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type NodeParts, refusal, shownOf, shownOfStream, streamDeleted } from './behaviour.ts';
import { firstAt, LARGEST_REVISION, type ServerRecord } from './records.ts';

export type Options = NonNullable<ReturnType<Request['getOptions']>>;

const BACKWARDS = streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** @returns undefined where there is no stream @throws ServiceError for one that was tombstoned */
export function streamPage(parts: NodeParts, options: Options, name: string): readonly ServerRecord[] | undefined {
  const shown = parts.log.shown(name);
  if (shown.found === 'tombstone') throw streamDeleted(name);
  if (shown.found === 'nothing') return undefined;
  const end = shownOfStream(parts, shown.records);
  return end === 0 ? undefined : cutOf(shown.records.slice(shown.first, end), options);
}

function cutOf(records: readonly ServerRecord[], options: Options): readonly ServerRecord[] {
  const at = (revision: bigint): number => firstAt(records, revision, (record) => record.revision);
  const wish = options.getStream();
  const from = wish?.hasEnd() ? LARGEST_REVISION : BigInt(wish?.getRevision() || 0);
  if (options.getReadDirection() !== BACKWARDS) return cut(records.slice(at(from)), options);
  return cut(records.slice(0, at(from + 1n)).toReversed(), options);
}

/** Reading on from a position begins with the event that stands there; reading back, with the one before it. */
export function allPage(parts: NodeParts, options: Options): readonly ServerRecord[] {
  const { records } = parts.log;
  const end = shownOf(parts);
  const place = options.getAll()?.hasEnd() ? undefined : startOf(parts, options);
  const count = Number(options.getCount());
  if (options.getReadDirection() === BACKWARDS) {
    const last = place === undefined ? end : Math.min(end, firstAt(records, place));
    return records.slice(Math.max(0, last - count), last).toReversed();
  }
  const first = options.getAll()?.hasEnd() ? end : firstAt(records, place ?? 0n);
  return records.slice(first, Math.min(end, first + count));
}

function cut(records: readonly ServerRecord[], options: Options): readonly ServerRecord[] {
  return records.slice(0, Math.min(records.length, Number(options.getCount())));
}

/** The position asked for; undefined for the start. @throws ServiceError for a place where no record stands */
export function startOf({ log, behaviour }: NodeParts, options: Options): bigint | undefined {
  const position = options.getAll()?.getPosition();
  const place = position && BigInt(position.getCommitPosition());
  if (place !== undefined && !log.isPlace(place)) throw refusal(status.UNKNOWN, 'invalid position', {});
  if (options.hasSubscription()) behaviour.subscribedFrom.push(place ?? -1n);
  return place;
}
