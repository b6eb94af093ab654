import type { EventContract, ServiceName, Wording } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import { type Actor, type Day, dayOf, type RecordedEvent } from '@zhibu/kernel';

/**
 * Where the steps of a process are kept, and what is derived from them, spans of counting and where instances stand:
 * partitions of `process_step`, `process_span` and `process_standing`.
 */
export interface ProcessTables {
  readonly steps: string;
  readonly spans: string;
  readonly standings: string;
}

/** The partitions of an aggregate. */
export function tablesOf(aggregate: string): ProcessTables {
  const name = aggregate.replaceAll('-', '_');
  return { steps: `${name}_step`, spans: `${name}_span`, standings: `${name}_standing` };
}

/** The table of the steps, as rows are written to it. */
export const stepTable = ({ steps }: ProcessTables): Table => ({
  name: steps,
  columns: {
    aggregate: 'text',
    key: 'text',
    organization_id: 'text',
    revision: 'integer',
    event_id: 'uuid',
    type: 'text',
    status: 'text',
    effective_on: 'date',
    recorded_at: 'timestamptz',
    actor: 'jsonb',
    said: 'jsonb',
  },
});

/** What the kit reads in an aggregate's contract. */
export interface ProcessContract {
  readonly service: ServiceName;
  readonly aggregate: string;
  readonly statuses: Readonly<Record<string, Wording>>;
  readonly events: Readonly<Record<string, EventContract>>;
}

/** What of an event's data says which instance of the process it belongs to, and under which branch that stands. */
export interface Placing {
  readonly key: readonly string[];
  readonly under: string;
}

/** The key of an instance from the fields that make it up; no code has a space. */
export const keyOf = (parts: readonly string[]): string => parts.join(' ');

/** An event of a process as a step of one of its instances. */
export interface StepFact {
  readonly key: string;
  /** Under which organization the instance stands. */
  readonly organizationId: string;
  readonly eventId: string;
  readonly type: string;
  readonly revision: number;
  /** The status that it leads to; undefined: the one before goes on. */
  readonly status: string | undefined;
  readonly effectiveOn: Day;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly said: Readonly<Record<string, unknown>>;
}

/** How events become steps of a process. */
export function stepFacts(
  { events }: Pick<ProcessContract, 'events'>,
  { key, under }: Placing,
): (event: RecordedEvent) => StepFact {
  return ({ id, revision, recordedAt, type, data, metadata }) => {
    const said: Readonly<Record<string, unknown>> = { ...data };
    return {
      key: keyOf(key.map((field) => String(said[field]))),
      organizationId: String(said[under]),
      eventId: id,
      type,
      revision,
      status: events[type]?.leadsTo,
      // What says no day takes effect when it is recorded.
      effectiveOn: String(said['effectiveOn'] ?? dayOf(recordedAt)),
      recordedAt,
      actor: metadata.actor,
      said,
    };
  };
}

/** How steps become rows of a process; a status that is none is NULL. */
export const stepRow =
  (aggregate: string) =>
  (step: StepFact): Row => ({
    aggregate,
    key: step.key,
    organization_id: step.organizationId,
    revision: step.revision,
    event_id: step.eventId,
    type: step.type,
    status: step.status,
    effective_on: step.effectiveOn,
    recorded_at: step.recordedAt,
    actor: step.actor,
    said: step.said,
  });
