import { status } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import type { ServerAppend, ServerExpectation } from './server-log.ts';

/** `google.rpc.Status`: what a batched append is answered that was not made. */
export type Refused = InstanceType<typeof statuses.Status>;

const [STATUS_CODE, STATUS_MESSAGE, STATUS_DETAILS] = [1, 2, 3];
const [ANY_TYPE, ANY_VALUE] = [1, 2];
const VARINT = 0;
const DELIMITED = 2;

/** A status with one detail, which names what went wrong: the client goes by its type. */
export function detail(type: string, message: { serializeBinary(): Uint8Array }, text = ''): Refused {
  const any = Buffer.concat([
    field(ANY_TYPE, Buffer.from(`type.googleapis.com/${type}`)),
    field(ANY_VALUE, message.serializeBinary()),
  ]);
  return statuses.Status.deserializeBinary(
    Buffer.concat([
      Buffer.from([(STATUS_CODE << 3) | VARINT, status.FAILED_PRECONDITION]),
      field(STATUS_MESSAGE, Buffer.from(text)),
      field(STATUS_DETAILS, any),
    ]),
  );
}

export function refusedAs(
  written: Exclude<ServerAppend, { outcome: 'success' }>,
  expected: ServerExpectation,
  maxAppendBytes: number,
): Refused {
  if (written.outcome === 'deleted') return detail('event_store.client.StreamDeleted', new shared.StreamDeleted());
  if (written.outcome === 'too-large') {
    const message = new shared.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendBytes);
    return detail('event_store.client.MaximumAppendSizeExceeded', message);
  }
  const message = new shared.WrongExpectedVersion();
  if (written.current === -1) message.setCurrentNoStream();
  else message.setCurrentStreamRevision(String(written.current));
  if (typeof expected === 'bigint') message.setExpectedStreamPosition(String(expected));
  return detail('event_store.client.WrongExpectedVersion', message);
}

/** Bytes of variable length, as Protocol Buffers write them. */
function field(number: number, content: Uint8Array): Buffer {
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([(number << 3) | DELIMITED, ...length, rest]), content]);
}
