import { eventContract, type EventType, type Recorded, type ServiceName } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { FeedConsumer } from '../port.ts';

interface Handling<Event> {
  handle(sql: Sql, events: readonly Event[]): Promise<unknown>;
}

/** What is done about events, by their type; several types may share one handler. */
export type Handlers = { readonly [Type in EventType]?: Handling<Recorded<Type>>['handle'] };

/** A look-up's feed and name; the rest as any consumer's. */
type Declared = Pick<FeedConsumer, 'service' | 'lingers'>;

/**
 * A look-up: a consumer that keeps what its handlers write, each given neighbouring events in their order. What it takes
 * follows from the handlers, so that events of other types, and of types that are not known here yet, go by.
 * @param name its checkpoint and its parked streams go by it
 * @throws Error when a handler is for an event that the feed's service does not record
 */
export function lookup(name: string, { service, lingers = false }: Declared, handlers: Handlers): FeedConsumer {
  const takes = typesHandled(handlers);
  const strange = [...takes].find((type) => eventContract(type)?.service !== service);
  if (strange !== undefined) throw new Error(`${name}: ${service} records no ${strange}`);
  return {
    group: name,
    service,
    lingers,
    takes,
    apply: (transaction, events) => handleBy(handlers, transaction, events),
  };
}

/** The types that handlers are for. */
export const typesHandled = (handlers: Handlers): ReadonlySet<string> => new Set(Object.keys(handlers));

/** The handlers of events that one service records. */
export const handlersOf = (service: ServiceName, handlers: Handlers): Handlers =>
  Object.fromEntries(Object.entries(handlers).filter(([type]) => eventContract(type)?.service === service));

/** Gives each run of neighbouring events that share a handler to it; events without one do not part a run. */
export async function handleBy(handlers: Handlers, sql: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const byType = new Map<string, Handling<RecordedEvent>['handle']>(Object.entries(handlers));
  let run: { readonly handle: Handling<RecordedEvent>['handle']; readonly events: RecordedEvent[] } | undefined;
  for (const event of events) {
    const handle = byType.get(event.type);
    if (!handle) continue;
    if (run?.handle === handle) run.events.push(event);
    else {
      await run?.handle(sql, run.events);
      run = { handle, events: [event] };
    }
  }
  await run?.handle(sql, run.events);
}
