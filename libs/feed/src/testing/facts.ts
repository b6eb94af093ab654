import { randomUUID } from 'node:crypto';
import { organizationEvents } from '@zhibu/contracts';
import type { EventStore } from '@zhibu/event-store';
import type { NewEvent } from '@zhibu/kernel';

/** A fact on its way into a stream, valid unless overridden. */
export interface Fact {
  readonly stream: string;
  readonly event: NewEvent;
}

/** A renaming of organization X1, X2, …: the plainest event of the contracts. */
export function renamed(organizationId: string, name: string, overrides: Partial<NewEvent> = {}): Fact {
  const commandId = randomUUID();
  return {
    stream: `organization-${organizationId}`,
    event: {
      id: randomUUID(),
      type: 'OrganizationRenamed',
      schemaVersion: organizationEvents.OrganizationRenamed.schemaVersion,
      data: { organizationId, effectiveOn: '2022-01-01', findings: [], name },
      metadata: {
        commandId,
        commandHash: '0'.repeat(64),
        correlationId: commandId,
        actor: { personId: 'person-1', role: 'operator' },
      },
      ...overrides,
    },
  };
}

/** A fact that no version of its contract lets through. */
export const corrupt = (organizationId: string): Fact =>
  renamed(organizationId, '', { data: { organizationId, name: 42 } });

/** A fact of a version that this program does not know yet. */
export const fromTheFuture = (organizationId: string): Fact => renamed(organizationId, 'later', { schemaVersion: 99 });

/** A fact of a type that this program does not know yet. */
export const unheardOf = (organizationId: string): Fact => renamed(organizationId, 'new', { type: 'SealReplaced' });

/** Appends facts in their order, those that follow each other in one stream together. */
export async function publishTo(store: EventStore, facts: readonly Fact[]): Promise<void> {
  for (const { stream, events } of runsOf(facts)) {
    const known = await store.readStream(stream);
    await store.append(stream, known.at(-1)?.revision ?? 'no-stream', events);
    // Its place in the log before the next one's: streams have no order between them, but these tests name positions.
    await store.recorded(stream, { from: known.length, to: known.length + events.length - 1 });
  }
}

function runsOf(facts: readonly Fact[]): readonly { readonly stream: string; readonly events: NewEvent[] }[] {
  const runs: { readonly stream: string; readonly events: NewEvent[] }[] = [];
  for (const { stream, event } of facts) {
    const last = runs.at(-1);
    if (last?.stream === stream) last.events.push(event);
    else runs.push({ stream, events: [event] });
  }
  return runs;
}
