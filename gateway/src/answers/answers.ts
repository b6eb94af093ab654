import type { Day } from '@zhibu/kernel';
import type { Versions } from '../knowledge/view-versions.ts';
import type { AccessNote } from '../access-log/noted.ts';
import type { Operation, Reliance } from './reliance.ts';
import type { Representation } from './representation.ts';

/** What is kept unless told: some ten thousand dashboards. */
export const BYTES_KEPT = 32 * 1024 * 1024;
/** One answer never takes the room of many. */
const SHARE = 16;
/** Of key, headers and bookkeeping. */
const BYTES_BESIDE = 1_024;

/** An answer, and what it rests on. */
export class Answer {
  readonly representation: Representation;
  readonly cacheControl: string;
  readonly operation: Operation;
  /** What it is logged as, whoever is answered. */
  readonly noted: AccessNote;
  private readonly rests: readonly (readonly [view: string, version: string | undefined])[];
  private readonly day: Day | undefined;

  constructor(
    made: Pick<Answer, 'representation' | 'cacheControl' | 'operation' | 'noted'>,
    { views, restsOnToday, today }: Reliance,
    versions: Versions,
  ) {
    this.representation = made.representation;
    this.cacheControl = made.cacheControl;
    this.operation = made.operation;
    this.noted = made.noted;
    this.rests = [...views].map((view) => [view, versions.get(view)] as const);
    this.day = restsOnToday ? today : undefined;
  }

  /** Whether it would be the same, were it made now. */
  isStill(versions: Versions, today: Day): boolean {
    return (
      (this.day === undefined || this.day === today) &&
      this.rests.every(([view, version]) => versions.get(view) === version)
    );
  }
}

/** Answers in memory, up to a number of bytes; those not asked for longest leave first. */
export class Answers {
  private readonly limit: number;
  private readonly byKey = new Map<string, Answer>();
  private bytes = 0;

  constructor(limit = BYTES_KEPT) {
    this.limit = limit;
  }

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): Answer | undefined {
    const found = this.byKey.get(key);
    if (!found) return undefined;
    this.byKey.delete(key);
    this.byKey.set(key, found);
    return found;
  }

  put(key: string, answer: Answer): void {
    this.remove(key);
    const taken = bytesOf(answer);
    if (taken > this.limit / SHARE) return;
    this.byKey.set(key, answer);
    this.bytes += taken;
    for (const oldest of this.byKey.keys()) {
      if (this.bytes <= this.limit) return;
      this.remove(oldest);
    }
  }

  private remove(key: string): void {
    const found = this.byKey.get(key);
    if (!found) return;
    this.byKey.delete(key);
    this.bytes -= bytesOf(found);
  }
}

const bytesOf = ({ representation }: Answer): number => representation.bytes + BYTES_BESIDE;
