import type { ServiceName, Wording } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { ProcessTables, StepFact } from './steps.projection.ts';

/** What a replay of a process goes by: whose log has its streams, what their events say, and where the read model keeps it. */
export interface Replayable {
  readonly aggregate: string;
  readonly service: ServiceName;
  /** The fields that together name an instance, in the order in which they stand in the stream's name. */
  readonly key: readonly string[];
  readonly statuses: Readonly<Record<string, Wording>>;
  readonly tables: ProcessTables;
  readonly ofEveryKind: boolean;
  readonly stepOf: (event: RecordedEvent) => StepFact;
  /** How many rows of an instance are not those that follow from its steps, by the table of what is derived. */
  readonly differingRows: (sql: Sql, key: string) => Promise<ReadonlyMap<string, number>>;
}
