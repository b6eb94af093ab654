import type { EventContract, Wording } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import { dayOf, type RecordedEvent } from '@zhibu/kernel';

/** Where the steps of a process and the spans derived from them are kept: partitions of `process_step` and `process_span`. */
export interface ProcessTables {
  readonly steps: string;
  readonly spans: string;
}

/** The partitions of an aggregate. */
export function tablesOf(aggregate: string): ProcessTables {
  const name = aggregate.replaceAll('-', '_');
  return { steps: `${name}_step`, spans: `${name}_span` };
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

/** How events become rows of a process: each with the status that it leads to, NULL where the one before goes on. */
export function stepRows(
  { aggregate, events }: ProcessContract,
  { key, under }: Placing,
): (event: RecordedEvent) => Row {
  return ({ id, revision, recordedAt, type, data, metadata }) => {
    const said: Readonly<Record<string, unknown>> = { ...data };
    return {
      aggregate,
      key: keyOf(key.map((field) => String(said[field]))),
      organization_id: String(said[under]),
      revision,
      event_id: id,
      type,
      status: events[type]?.leadsTo,
      // What says no day takes effect when it is recorded.
      effective_on: String(said['effectiveOn'] ?? dayOf(recordedAt)),
      recorded_at: recordedAt,
      actor: metadata.actor,
      said,
    };
  };
}
