import streams from '@eventstore/db-client/generated/streams_pb.js';
import { admit, connectionOf, type NodeParts, type ReadCall } from './behaviour.ts';
import { eventOf, streamNotFound } from './messages.ts';
import { allPage, type Options, startOf, streamPage } from './pages.ts';
import type { Right } from './rights.ts';
import { subscribing } from './subscribing.ts';
import type { ToldBy } from './tally.ts';

/** `Streams/Read`: a page of a stream, a page of `$all`, or a subscription to `$all`. */
export function readingOf(parts: NodeParts) {
  const { behaviour } = parts;
  return (call: ReadCall): void => {
    behaviour.opened(call);
    const over = (): void => behaviour.ended(call);
    call.on('cancelled', over);
    call.on('close', over);
    call.on('error', over);
    answered(parts, call).catch((error: Error) => call.emit('error', error));
  };
}

async function answered(parts: NodeParts, call: ReadCall): Promise<void> {
  const options = optionsOf(call);
  const [kind, stream] = [kindOf(options), nameOf(options)];
  await admit(parts, { kind, right: rightOf(stream), stream, metadata: call.metadata });
  if (kind === 'subscribe') return subscribing(parts, call, startOf(parts, options));
  const found = kind === 'read-stream' ? streamPage(parts, options, stream) : allPage(parts, options);
  const answers = found?.map(eventOf) ?? [streamNotFound(stream)];
  await parts.pace.read(answers.length);
  for (const answer of answers) call.write(answer);
  parts.counts.told(connectionOf(call.metadata), kind, found?.length);
  call.end();
}

function optionsOf(call: ReadCall): Options {
  return call.request.getOptions() ?? new streams.ReadReq.Options();
}

function rightOf(stream: string): Right {
  return stream === '$all' ? 'all' : 'read';
}

function kindOf(options: Options): ToldBy {
  if (options.hasSubscription()) return 'subscribe';
  return options.hasStream() ? 'read-stream' : 'read-all';
}

function nameOf(options: Options): string {
  const name = options.getStream()?.getStreamIdentifier()?.getStreamName_asU8();
  return name ? Buffer.from(name).toString() : '$all';
}
