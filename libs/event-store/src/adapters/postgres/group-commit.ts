import type { Pool } from '@zhibu/database';
import type { NewEvent } from '@zhibu/kernel';
import { written } from '../../content.ts';
import { type Appended, type ExpectedRevision, limits } from '../../port.ts';
import { type Addition, additionOf, appendAfterAll, appendAlone, appendTogether } from './append.ts';

/** So many commits are under way at once: the server works on one while this process writes down the next. */
const AT_ONCE = 2;

interface Waiting {
  readonly addition: Addition;
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Appends to different streams that wait in this process go to the server as one statement and one commit, each with its
 * own outcome. Nothing waits for company: an append that comes while fewer commits than {@link AT_ONCE} are under way goes
 * at once, with what has come in the same turn of the event loop; what comes meanwhile goes with the next. Appends to one
 * stream follow on each other in the order in which they came.
 */
export class GroupCommit {
  private readonly pool: Pool;
  private readonly underWay = new Set<string>();
  private waiting: Waiting[] = [];
  private commits = 0;
  private scheduled = false;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** See {@link EventStore.append}. */
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const addition = additionOf(stream, expected, written(events));
    const bytes = addition.events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    return new Promise((resolve, reject) => {
      this.waiting.push({ addition, bytes, resolve, reject });
      this.schedule();
    });
  }

  /** Once whoever runs now has said all he has to append. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.commits < AT_ONCE) {
        const group = this.takeGroup();
        if (group.length === 0) return;
        void this.commit(group);
      }
    });
  }

  /** From the front, what fits one append; a stream that is under way waits, and with it what came for it later. */
  private takeGroup(): readonly Waiting[] {
    const streams = new Set(this.underWay);
    const isFirst = ({ addition: { place } }: Waiting): boolean => {
      const count = streams.size;
      return streams.add(place.stream).size > count;
    };
    const free = this.waiting.filter(isFirst);
    const group = new Set(free.slice(0, manyFitting(free)));
    if (group.size === 0) return [];
    this.waiting = this.waiting.filter((one) => !group.has(one));
    for (const { addition } of group) this.underWay.add(addition.place.stream);
    return [...group];
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    this.commits += 1;
    const [only] = group;
    const rest =
      only && group.length === 1 ? this.settle(only, appendAlone(this.pool, only.addition)) : this.commitAll(group);
    await rest;
    this.commits -= 1;
    this.schedule();
  }

  /** Ends when the statement has: whom something stood in the way of is seen to while the next group is committed. */
  private async commitAll(group: readonly Waiting[]): Promise<void> {
    // In one order everywhere: two statements that take the same streams crosswise would wait for each other.
    const additions = group.map(({ addition }) => addition).toSorted(byStream);
    try {
      const elsewhere = await appendTogether(this.pool, additions);
      for (const one of group) {
        const { place } = one.addition;
        void this.settle(
          one,
          elsewhere.has(place.stream) ? appendAfterAll(this.pool, one.addition) : Promise.resolve(place),
        );
      }
    } catch (error) {
      // Nothing was appended. Where the server refused the statement for one of them, each goes on its own.
      for (const one of group)
        void this.settle(one, isRefusal(error) ? appendAlone(this.pool, one.addition) : Promise.reject(error));
    }
  }

  private async settle({ addition, resolve, reject }: Waiting, outcome: Promise<Appended>): Promise<void> {
    await outcome.then(resolve, reject);
    this.underWay.delete(addition.place.stream);
    this.schedule();
  }
}

/** How many from the front fit one append: at least one. */
function manyFitting(waiting: readonly Waiting[]): number {
  let [events, bytes] = [0, 0];
  const tooMany = waiting.findIndex((one) => {
    events += one.addition.events.length;
    bytes += one.bytes;
    return events > limits.eventsAnAppend || bytes > limits.bytesAnAppend;
  });
  return tooMany === -1 ? waiting.length : Math.max(1, tooMany);
}

const byStream = (a: Addition, b: Addition): number => {
  if (a.place.stream === b.place.stream) return 0;
  return a.place.stream < b.place.stream ? -1 : 1;
};

/** SQLSTATE classes that blame what the statement brought: data, constraints, other transactions; not server or connection. */
const BLAMES_CONTENT = /^(22|23|40)[0-9A-Z]{3}$/;

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && BLAMES_CONTENT.test(error.code);
