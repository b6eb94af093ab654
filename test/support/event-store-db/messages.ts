import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadResp as Response } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerRecord } from './records.ts';

const TICKS_A_MILLISECOND = 10_000n;

/** An event as `Read` gives it. */
export function eventOf(record: ServerRecord): Response {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  event.setId(uuid(record.id));
  event.setStreamIdentifier(identifier(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', String(BigInt(record.created) * TICKS_A_MILLISECOND));
  event.setData(record.data);
  event.setCustomMetadata(record.customMetadata);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
}

/** How far a filter has come. */
export function checkpointAt(position: bigint): Response {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const response = new streams.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
}

/** The subscription stands; or it has caught up. */
export function signOf(sign: 'confirmation' | 'caught-up'): Response {
  const response = new streams.ReadResp();
  if (sign === 'caught-up') response.setCaughtUp(new streams.ReadResp.CaughtUp());
  else response.setConfirmation(new streams.ReadResp.SubscriptionConfirmation());
  return response;
}

export function streamNotFound(stream: string): Response {
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifier(stream));
  const response = new streams.ReadResp();
  response.setStreamNotFound(notFound);
  return response;
}

function identifier(stream: string) {
  const message = new shared.StreamIdentifier();
  message.setStreamName(Buffer.from(stream).toString('base64'));
  return message;
}

function uuid(id: string) {
  const message = new shared.UUID();
  message.setString(id);
  return message;
}
