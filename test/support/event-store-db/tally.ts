/** What a node is asked; of batched appends each append is one. */
export type RequestKind =
  | 'read-stream'
  | 'read-all'
  | 'subscribe'
  | 'append'
  | 'batch-append'
  | 'delete'
  | 'tombstone'
  | 'gossip'
  | 'features';
/** By which kind of answer an event is told. */
export type ToldBy = 'read-stream' | 'read-all' | 'subscribe';

const [REQUEST, TOLD, WRITTEN] = ['request ', 'told ', 'written '];

/** What was asked of a cluster, told and written up to some moment; counted and never changed. */
export class Tally {
  private readonly counts: ReadonlyMap<string, number>;

  constructor(counts: ReadonlyMap<string, number> = new Map()) {
    this.counts = counts;
  }

  /** Of all kinds unless told; discovery (gossip, features) is a request like any other. */
  requests(kind?: RequestKind): number {
    return this.sum(REQUEST, kind);
  }

  /** Requests that demand the leader. */
  get demandingLeader(): number {
    return this.sum('demanding leader');
  }

  /** Events, each time that they were told. */
  eventsTold(by?: ToldBy): number {
    return this.sum(TOLD, by);
  }

  get checkpointsTold(): number {
    return this.sum('checkpoints');
  }

  /** Subscriptions that the server ended since their reader lagged. */
  get subscriptionsDropped(): number {
    return this.sum('dropped');
  }

  /** Events written, of all types unless told, by whoever asked for it. */
  eventsWritten(type?: string): number {
    return this.sum(WRITTEN, type);
  }

  /** What came after an earlier moment. */
  since(earlier: Tally): Tally {
    const counts = new Map(this.counts);
    for (const [key, count] of earlier.counts) counts.set(key, (counts.get(key) ?? 0) - count);
    return new Tally(counts);
  }

  /** For whoever asks in another process. */
  toJSON(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }

  static of(counts: Readonly<Record<string, number>>): Tally {
    return new Tally(new Map(Object.entries(counts)));
  }

  static together(tallies: readonly Tally[]): Tally {
    const none = new Tally();
    return tallies.reduce((sum, tally) => sum.since(none.since(tally)), none);
  }

  private sum(kind: string, key?: string): number {
    if (key !== undefined) return this.counts.get(kind + key) ?? 0;
    return [...this.counts].reduce((sum, [name, count]) => (name.startsWith(kind) ? sum + count : sum), 0);
  }
}

/** Counts what one node does, by connection: the client names its own in every request (`connectionName`). */
export class Counts {
  private readonly connections = new Map<string, Map<string, number>>();

  /** @param connection all of them unless told */
  tally(connection?: string): Tally {
    const tallies = [...this.connections]
      .filter(([name]) => connection === undefined || name === connection)
      .map(([, counts]) => new Tally(new Map(counts)));
    return Tally.together(tallies);
  }

  get names(): readonly string[] {
    return [...this.connections.keys()];
  }

  request(connection: string, kind: RequestKind, demandsLeader = false): void {
    this.add(connection, REQUEST + kind);
    if (demandsLeader) this.add(connection, 'demanding leader');
  }

  told(connection: string, by: ToldBy, events = 0): void {
    this.add(connection, TOLD + by, events);
  }

  checkpoint(connection: string): void {
    this.add(connection, 'checkpoints');
  }

  dropped(connection: string): void {
    this.add(connection, 'dropped');
  }

  wrote(connection: string, types: readonly string[]): void {
    for (const type of types) this.add(connection, WRITTEN + type);
  }

  private add(connection: string, key: string, count = 1): void {
    const counts = this.connections.get(connection) ?? new Map<string, number>();
    counts.set(key, (counts.get(key) ?? 0) + count);
    this.connections.set(connection, counts);
  }
}
