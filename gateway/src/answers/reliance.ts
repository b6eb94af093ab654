import type { Day } from '@zhibu/kernel';
import type { Request } from 'express';

/** What an operation was, once it is known. */
export interface Operation {
  readonly kind: string;
  readonly name: string | null;
  /** Both moments are given, and nothing selected shows a person or what came later. */
  readonly isSteady: boolean;
}

/** What the answer to one request rests on, noted while it is made. */
export class Reliance {
  /** The day on which it is answered, for everything in it that names none. */
  readonly today: Day;
  /** The views that it has read. */
  readonly views = new Set<string>();
  restsOnToday = false;
  /** It asks more than the read model, or failed: it must be answered anew each time. */
  isPassing = false;
  hasFailed = false;
  operation: Operation | undefined;

  constructor(today: Day) {
    this.today = today;
  }

  /** Whether it answers a query, without errors. */
  get isWhole(): boolean {
    return this.operation?.kind === 'query' && !this.hasFailed;
  }
}

const ofRequests = new WeakMap<Request, Reliance>();

/** Notes from here on what the answer to a request rests on. */
export function beginReliance(request: Request, today: Day): Reliance {
  const reliance = new Reliance(today);
  ofRequests.set(request, reliance);
  return reliance;
}

/** What is noted of a request; of one that is not kept in any case, too. */
export function relianceOf(request: Request, today: () => Day): Reliance {
  return ofRequests.get(request) ?? beginReliance(request, today());
}
