import { insertNew, type Pool, type Sql, type Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { FeedConsumer } from '../port.ts';

/** What the consumer under test has written: one row an application, so that a second one would show. */
export interface Effect {
  readonly stream: string;
  readonly revision: number;
  readonly name: string;
}

/** The table that {@link RecordingConsumer} writes; made by the schema's owner. */
export const EFFECTS = `CREATE TABLE effect (
  id bigserial PRIMARY KEY, consumer_group text NOT NULL, stream text NOT NULL, revision int NOT NULL, name text NOT NULL)`;

const effect: Table = {
  name: 'effect',
  columns: { consumer_group: 'text', stream: 'text', revision: 'integer', name: 'text' },
};

/** A plain consumer that keeps what it is given, and fails where a test wants it to. */
export class RecordingConsumer implements FeedConsumer {
  readonly group: string;
  readonly service = 'organization';
  attempts = 0;
  /** The fault of an event, if it has one. */
  faultOf: (event: RecordedEvent) => Error | undefined = () => undefined;
  /** Something that happens when the effects are written and the checkpoint is not. */
  beforeCheckpoint: (transaction: Sql) => Promise<void> = () => Promise.resolve();

  constructor(group: string) {
    this.group = group;
  }

  readonly apply = async (transaction: Sql, events: readonly RecordedEvent[]): Promise<void> => {
    this.attempts += 1;
    await insertNew(
      transaction,
      effect,
      events.map(({ stream, revision, data }) => ({
        consumer_group: this.group,
        stream,
        revision,
        name: 'name' in data ? String(data.name) : '',
      })),
    );
    for (const event of events) {
      const fault = this.faultOf(event);
      if (fault) throw fault;
    }
    await this.beforeCheckpoint(transaction);
  };

  /** What stands in the table, in the order written. */
  async effects(database: Pool): Promise<readonly Effect[]> {
    const found = await database.query<Effect>(
      'SELECT stream, revision, name FROM effect WHERE consumer_group = $1 ORDER BY id',
      [this.group],
    );
    return found.rows;
  }
}

/** A fault of events of this name. */
export const faultOfName =
  (...names: readonly string[]) =>
  (event: RecordedEvent): Error | undefined =>
    'name' in event.data && names.includes(String(event.data.name))
      ? new Error(`cannot take ${String(event.data.name)}`)
      : undefined;
