import { Controller, Get, Inject, Param, Query, UseGuards } from '@nestjs/common';
import { inputWords } from '@zhibu/contracts';
import { NotYetRecorded } from '@zhibu/event-store';
import { isStorable, type RecordedEvent } from '@zhibu/kernel';
import { z } from 'zod';
import { parsed } from './command-door.ts';
import { outward } from './log.controller.ts';
import type { ObservedStore } from '../observing/observed-store.ts';
import { FellowsOnly } from '../access/reader.adapter.ts';
import { EVENT_STORE } from '../process/tokens.ts';

const PATIENCE_WITH_DAMAGE_MS = 500;

const streamName = z.string().min(1).max(500).refine(isStorable, inputWords.unstorable.en);
const prefixQuery = z.object({ prefix: streamName.min(3).max(200) });

/** A stream as its source has it: what a replay folds, and whether the log's chain holds around it. */
@Controller('streams')
@UseGuards(FellowsOnly)
export class StreamController {
  private readonly store: ObservedStore;

  constructor(@Inject(EVENT_STORE) store: ObservedStore) {
    this.store = store;
  }

  /** The streams whose name begins so; null where the store keeps no list of its streams. */
  @Get()
  async list(@Query() query: unknown): Promise<object> {
    const { prefix } = parsed(prefixQuery, query, '');
    return { streams: (await this.store.streamsStartingWith?.(prefix)) ?? null };
  }

  @Get(':stream')
  async read(@Param() asked: unknown): Promise<object> {
    const { stream } = parsed(z.object({ stream: streamName }), asked, '');
    const written = await this.store.readStream(stream);
    const verified = await this.store.verifyStream?.(stream);
    const revisions = written.map((event) => event.revision);
    const events =
      verified?.intact === false ? await this.whatIsLeft(stream, revisions) : await this.whole(stream, revisions);
    return {
      events: events.map(outward),
      chainIntact: verified?.intact ?? null,
      ...(verified?.fault ? { fault: verified.fault } : {}),
    };
  }

  private async whole(stream: string, revisions: readonly number[]): Promise<readonly RecordedEvent[]> {
    const last = revisions.at(-1);
    return last === undefined ? [] : this.store.recorded(stream, { from: 0, to: last });
  }

  /** What was taken out of the stream or the log will never come: each event that both still have, without waiting long. */
  private async whatIsLeft(stream: string, revisions: readonly number[]): Promise<readonly RecordedEvent[]> {
    const found = await Promise.all(
      revisions.map((revision) =>
        this.store
          .recorded(stream, { from: revision, to: revision }, PATIENCE_WITH_DAMAGE_MS)
          .catch((error: unknown) => {
            if (error instanceof NotYetRecorded) return [];
            throw error;
          }),
      ),
    );
    return found.flat();
  }
}
