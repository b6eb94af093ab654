import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { EventStore } from '@zhibu/event-store';
import { z } from 'zod';
import { parsed } from './command-door.ts';
import { outward } from './log.controller.ts';
import { EVENT_STORE } from './tokens.ts';

/** What a store promises beyond the core that an auditor asks for. */
interface AuditedStore {
  verifyStream(stream: string): Promise<{ readonly intact: boolean; readonly fault?: string }>;
  streamsStartingWith(prefix: string): Promise<readonly string[]>;
}

const prefixQuery = z.object({ prefix: z.string().min(3).max(200) });

/** A stream as its source has it: what a replay folds, and whether the log's chain holds around it. */
@Controller('streams')
export class StreamController {
  private readonly store: EventStore & Partial<AuditedStore>;

  constructor(@Inject(EVENT_STORE) store: EventStore & Partial<AuditedStore>) {
    this.store = store;
  }

  @Get()
  async list(@Query() query: unknown): Promise<object> {
    const { prefix } = parsed(prefixQuery, query, '');
    return { streams: await this.store.streamsStartingWith?.(prefix) ?? [] };
  }

  @Get(':stream')
  async read(@Param('stream') stream: string): Promise<object> {
    const written = await this.store.readStream(stream);
    const last = written.at(-1);
    const events = last ? await this.store.recorded(stream, { from: 0, to: last.revision }) : [];
    const verified = await this.store.verifyStream?.(stream);
    return { events: events.map(outward), chainIntact: verified?.intact ?? null, ...(verified?.fault ? { fault: verified.fault } : {}) };
  }
}
