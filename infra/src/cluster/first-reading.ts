import { z } from 'zod';

const health = z.object({ feeds: z.array(z.object({ position: z.coerce.bigint(), head: z.coerce.bigint() })) });

/** Waits for a process as long as it goes on with its first reading: of a large log that takes longer than any other start. */
export class FirstReading {
  private readonly withinMs: number;
  private readonly onFurther: (percent: number) => void;
  private readonly now: () => number;
  private until: number;
  private read = 0n;

  /**
   * @param withinMs how long it may stand still
   * @param onFurther told how much of what there is was read, in percent, whenever that is more than before
   */
  constructor(withinMs: number, onFurther: (percent: number) => void = () => undefined, now = Date.now) {
    this.withinMs = withinMs;
    this.onFurther = onFurther;
    this.now = now;
    this.until = now() + withinMs;
  }

  /** Takes what `/health/ready` answers; what is no such answer tells nothing. */
  hear(body: string): void {
    const feeds = feedsIn(body);
    const read = feeds.reduce((sum, { position }) => sum + position, 0n);
    if (read <= this.read) return;
    this.read = read;
    this.until = this.now() + this.withinMs;
    const total = feeds.reduce((sum, { head }) => sum + head, 0n);
    this.onFurther(total < read ? 100 : Number((read * 100n) / total));
  }

  /** Whether it has stood still for too long. */
  get isLate(): boolean {
    return this.now() > this.until;
  }
}

function feedsIn(body: string): z.infer<typeof health>['feeds'] {
  try {
    return health.parse(JSON.parse(body)).feeds;
  } catch {
    return [];
  }
}
