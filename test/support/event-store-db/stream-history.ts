import { type ServerRecord, TOMBSTONE } from './records.ts';

/** One stream as the log holds it: by revision, with holes where a scavenge went. */
export class StreamHistory {
  records: ServerRecord[] = [];
  /** The revision of the last event ever written, a tombstone aside; -1: none. */
  last = -1;
  tombstoned = false;

  add(record: ServerRecord): void {
    this.records.push(record);
    if (record.type === TOMBSTONE) this.tombstoned = true;
    else this.last = Number(record.revision);
  }
}
