import type { ServiceName } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import { z } from 'zod';
import { refusedOr, type ServiceClient } from '../commands/service-client.adapter.ts';
import { eventOf } from '../views/replay/grading-stream.adapter.ts';

/** Something in a log that is not as it was recorded; the stream where it is known. */
export interface DamagedLog {
  readonly stream?: string | undefined;
  readonly says: string;
}

/** A stretch of a service's log, in order. */
export interface Stretch {
  readonly events: readonly RecordedEvent[];
  readonly faults: readonly DamagedLog[];
  /** Whether the store keeps a chain of hashes. */
  readonly chainKept: boolean;
}

const stretch = z.object({
  events: z.array(z.unknown()),
  faults: z.array(z.object({ says: z.string(), stream: z.string().optional() })),
  chainKept: z.boolean(),
  next: z.string().nullable(),
});
const placed = z.object({ stream: z.string() });
/** A stretch is read and judged before it is answered. */
const WITHIN_MS = 60_000;

/** Goes once through the log of a service, stretch by stretch, from its beginning. @throws Refusal SERVICE_UNAVAILABLE */
export async function* logOf(client: ServiceClient, service: ServiceName): AsyncGenerator<Stretch> {
  for (let after: string | null = '0'; after !== null;) {
    const path = `/log/audit?after=${after}`;
    const answer = await client.send({ service, path, withinMs: WITHIN_MS });
    if (answer.status !== 200) throw refusedOr(service, answer);
    const read: z.infer<typeof stretch> = stretch.parse(answer.body);
    const events = read.events.map((value) => [value, eventOf(value)] as const);
    yield {
      events: events.flatMap(([, event]) => (typeof event === 'string' ? [] : [event])),
      faults: [...read.faults, ...events.flatMap(([value, event]) => unreadable(value, event))],
      chainKept: read.chainKept,
    };
    after = read.next;
  }
}

function unreadable(value: unknown, event: RecordedEvent | string): readonly DamagedLog[] {
  return typeof event === 'string' ? [{ stream: placed.safeParse(value).data?.stream, says: event }] : [];
}
