import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Post,
  Query,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { refusal, upcast } from '@zhibu/contracts';
import { type EventStore, InstantInFuture } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { parsed } from './command-door.ts';
import { FellowsOnly } from '../access/reader.adapter.ts';
import { EVENT_STORE } from '../process/tokens.ts';

const range = z.object({
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
});
const settlement = z.strictObject({ instant: z.iso.datetime({ offset: true }) });
const EVENTS_A_READ = 1000;

/** The owning service's log for whoever is behind the transport's retention, rebuilds, or audits. */
@Controller('log')
@UseGuards(FellowsOnly)
export class LogController {
  private readonly store: EventStore;

  constructor(@Inject(EVENT_STORE) store: EventStore) {
    this.store = store;
  }

  /** NDJSON, one event a line after a position, upcasted where its contract lets it through. */
  @Get()
  @Header('content-type', 'application/x-ndjson')
  read(@Query() query: unknown): StreamableFile {
    const { after, limit } = parsed(range, query, '');
    return new StreamableFile(Readable.from(lines(this.store, BigInt(after), limit)), { type: 'application/x-ndjson' });
  }

  @Get('head')
  async head(): Promise<object> {
    const head = await this.store.head();
    return head ? { ...head, position: head.position.toString() } : { generation: null, position: '0', eventId: null };
  }

  /** See `EventStore.settle`. */
  @Post('settle')
  @HttpCode(200)
  async settle(@Body() body: unknown): Promise<object> {
    const { instant } = parsed(settlement, body, '');
    const position = await this.store.settle(instant).catch((error: unknown) => {
      throw error instanceof InstantInFuture ? refusal('KNOWN_AT_IN_FUTURE', { field: 'instant', instant }) : error;
    });
    return { position: position.toString() };
  }
}

async function* lines(store: EventStore, after: bigint, limit: number): AsyncGenerator<string> {
  for (let left = limit, from = after; left > 0;) {
    const events = await store.readLog(from, Math.min(left, EVENTS_A_READ));
    const last = events.at(-1);
    if (!last) return;
    yield events.map((event) => `${JSON.stringify(outward(readable(event)))}\n`).join('');
    left -= events.length;
    from = last.position;
  }
}

/** Upcasted where a version of its contract lets it through; one that none does is the consumer's to park, not the log's to hide. */
function readable(event: RecordedEvent): RecordedEvent {
  try {
    return upcast(event);
  } catch {
    return event;
  }
}

/** An event as JSON carries it: the position as text. */
export function outward(event: RecordedEvent): object {
  return { ...event, position: event.position.toString() };
}
