import { evidenceStream } from '@zhibu/contracts';
import { type EventStore, folded } from '@zhibu/event-store';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { EvidenceContent } from './content/content.ts';
import { evidenceDecider } from './evidence.decider.ts';
import { isHeld } from './evidence.state.ts';
import type { Receipts } from './receipt.lookup.ts';

/** No file is on its way for so long: what nobody has then was kept, and its registration failed. */
const HELD_AFTER_MS = 3_600_000;
const EVERY_MS = 86_400_000;

interface Sources {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly content: EvidenceContent;
  readonly receipts: Receipts;
}

/** Takes contents away that nobody has handed in, an hour after they came: at the start, and every day. */
export class ContentSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('evidence');
  private readonly sources: Sources;
  private readonly evidence;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(sources: Sources) {
    this.sources = sources;
    this.evidence = folded(sources.store, evidenceDecider);
  }

  onApplicationBootstrap(): void {
    this.look();
  }

  /** Ends after the content it is at. */
  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** How many were taken away. Each is asked for just before it goes, so that what is being registered stays. */
  async sweep(): Promise<number> {
    const { content, receipts } = this.sources;
    let count = 0;
    for await (const sha256 of content.keptBefore(Date.now() - HELD_AFTER_MS)) {
      if (this.ended) break;
      if (isHeld(await this.evidence(evidenceStream(sha256))) || receipts.isComing(sha256)) continue;
      await content.remove(sha256);
      count += 1;
    }
    return count;
  }

  private look(): void {
    this.running = this.sweep()
      .then((count) => {
        if (count > 0) this.logger.log(`${count} contents were taken away that nobody had handed in`);
      })
      .catch((error: unknown) => {
        this.logger.warn(`contents that nobody has are not taken away: ${String(error)}; looked at again tomorrow`);
      })
      .then(() => {
        if (!this.ended) this.timer = setTimeout(() => this.look(), EVERY_MS).unref();
      });
  }
}
