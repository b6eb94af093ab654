import { type sendUnaryData, type ServerUnaryCall, status } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { admit, connectionOf, type NodeParts, refusal, streamDeleted } from './behaviour.ts';
import { METADATA, TOMBSTONE } from './records.ts';
import type { ServerAppend, ServerExpectation } from './server-log.ts';
import { committed } from './writing.ts';

type DeleteRequest = InstanceType<typeof streams.DeleteReq>;
type DeleteAnswer = InstanceType<typeof streams.DeleteResp>;
type TombstoneRequest = InstanceType<typeof streams.TombstoneReq>;
type TombstoneAnswer = InstanceType<typeof streams.TombstoneResp>;

interface Options {
  getStreamIdentifier(): { getStreamName_asU8(): Uint8Array } | undefined;
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
  getRevision(): string;
}

/** `Streams/Delete`: what may come back. */
export function deleting(parts: NodeParts) {
  return (call: ServerUnaryCall<DeleteRequest, DeleteAnswer>, answer: sendUnaryData<DeleteAnswer>): void => {
    gone(parts, call, 'delete').then((position) => {
      const place = new streams.DeleteResp.Position();
      place.setCommitPosition(String(position)).setPreparePosition(String(position));
      answer(null, new streams.DeleteResp().setPosition(place));
    }, answer);
  };
}

/** `Streams/Tombstone`: what never comes back. */
export function tombstoning(parts: NodeParts) {
  return (call: ServerUnaryCall<TombstoneRequest, TombstoneAnswer>, answer: sendUnaryData<TombstoneAnswer>): void => {
    gone(parts, call, 'tombstone').then((position) => {
      const place = new streams.TombstoneResp.Position();
      place.setCommitPosition(String(position)).setPreparePosition(String(position));
      answer(null, new streams.TombstoneResp().setPosition(place));
    }, answer);
  };
}

async function gone(
  parts: NodeParts,
  { request, metadata }: ServerUnaryCall<DeleteRequest | TombstoneRequest, unknown>,
  kind: 'delete' | 'tombstone',
): Promise<bigint> {
  const options: Options | undefined = request.getOptions();
  if (!options) throw refusal(status.INVALID_ARGUMENT, 'no options', {});
  const stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  await admit(parts, { kind, right: 'delete', stream, metadata });
  const expected = expectationIn(options);
  const types = [kind === 'delete' ? METADATA : TOMBSTONE];
  const done = await committed(parts, { connection: connectionOf(metadata), types }, (log) =>
    kind === 'delete' ? log.delete(stream, expected) : log.tombstone(stream, expected),
  );
  return placeOf(done, stream, expected);
}

function expectationIn(options: Options): ServerExpectation {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'exists';
  return options.hasAny() ? 'any' : BigInt(options.getRevision());
}

/** @throws ServiceError for what was not deleted */
function placeOf(done: ServerAppend, stream: string, expected: ServerExpectation): bigint {
  if (done.outcome === 'success') return done.position;
  if (done.outcome === 'deleted') throw streamDeleted(stream);
  throw refusal(status.FAILED_PRECONDITION, 'wrong-expected-version', {
    'stream-name': stream,
    'expected-version': typeof expected === 'bigint' ? String(expected) : '-1',
    'actual-version': done.outcome === 'wrong-expected-version' && done.current >= 0 ? String(done.current) : '',
  });
}
