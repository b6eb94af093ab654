import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Settlement } from './settlement.ts';

/** Settles the past again and again, so that knownAt is answered while the service that would have to settle it is away. */
export class SettlingAhead implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly settlement: Settlement;
  private readonly everyMs: number;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(settlement: Settlement, everyMs: number) {
    this.settlement = settlement;
    this.everyMs = everyMs;
  }

  onApplicationBootstrap(): void {
    this.next();
  }

  onModuleDestroy(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private next(): void {
    if (this.ended) return;
    this.timer = setTimeout(() => void this.settlement.settleAhead().finally(() => this.next()), this.everyMs);
  }
}
