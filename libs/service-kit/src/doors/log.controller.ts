import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Post,
  Query,
  Req,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { type Language, refusal, upcast } from '@zhibu/contracts';
import { type AuditedStretch, type EventStore, InstantInFuture } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Request } from 'express';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { parsed } from './command-door.ts';
import type { ObservedStore } from '../observing/observed-store.ts';
import { languageOf } from './language.ts';
import { LogSight, type ToldOf } from '../access/log-sight.ts';
import { problemLine } from './problem-line.ts';
import { FellowsOnly } from '../access/reader.adapter.ts';
import { signedRequest } from '../access/signed-request.ts';
import { isPerson, TokenVerifier } from '../access/token.ts';
import { EVENT_STORE } from '../process/tokens.ts';

const range = z.object({
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
});
const freshness = z.object({ when: z.enum(['now', 'lately']).default('now') });
const settlement = z.strictObject({ instant: z.iso.datetime({ offset: true }) });
const EVENTS_A_READ = 1000;
/** The gateway holds a page whole, so it ends with the event that fills it. */
const BYTES_A_PAGE = 8 * 2 ** 20;
/** What one answer holds is in memory at once. */
const EVENTS_A_STRETCH = 5000;
const stretch = range.extend({ limit: z.coerce.number().int().min(1).max(EVENTS_A_STRETCH).default(EVENTS_A_STRETCH) });

/** The owning service's log for whoever is behind the transport's retention, rebuilds, or audits. */
@Controller('log')
export class LogController {
  private readonly store: ObservedStore;
  private readonly verifier: TokenVerifier;
  private readonly sight: LogSight;

  constructor(
    @Inject(EVENT_STORE) store: ObservedStore,
    @Inject(TokenVerifier) verifier: TokenVerifier,
    @Inject(LogSight) sight: LogSight,
  ) {
    this.store = store;
    this.verifier = verifier;
    this.sight = sight;
  }

  /**
   * NDJSON, one event a line after a position, upcasted where its contract lets it through. A fellow process is told
   * all. Who reads through the gateway is told what he may see, up to some 8 MB, and last of all where to go on (`next`), or
   * by a `problem` why he is told no more; without that last line the answer is not whole.
   */
  @Get()
  @Header('content-type', 'application/x-ndjson')
  async read(
    @Query() query: unknown,
    @Req() request: Request,
    @Headers('accept-language') accepted: string | undefined,
  ): Promise<StreamableFile> {
    const reader = await this.verifier.logReader(signedRequest(request));
    const { after, limit } = parsed(range, query, '');
    const batches = batchesOf(this.store, BigInt(after), limit);
    if (!reader) return ndjson(linesOf(batches));
    const toldOf = isPerson(reader) ? this.sight.of(reader.actor) : undefined;
    // Who may read nothing at all is refused before an answer begins.
    await toldOf?.([]);
    return ndjson(toldLines(batches, { toldOf, after, language: languageOf(accepted) }));
  }

  /** A stretch of the log for an audit, read once, with what its chain shows where the store keeps one. */
  @Get('audit')
  @UseGuards(FellowsOnly)
  async audit(@Query() query: unknown): Promise<object> {
    const { after, limit } = parsed(stretch, query, '');
    const { events, faults, next, chainKept } = await stretchOf(this.store, BigInt(after), limit);
    const streams = new Map(events.map(({ position, stream }) => [position, stream]));
    return {
      events: events.map((event) => outward(readable(event))),
      faults: faults.map(({ position, says }) => ({ says, stream: position && streams.get(position) })),
      chainKept,
      next: next?.toString() ?? null,
    };
  }

  /** `when`: as `EventStore.head` takes it; `now` unless told. */
  @Get('head')
  @UseGuards(FellowsOnly)
  async head(@Query() query: unknown): Promise<object> {
    const head = await this.store.head(parsed(freshness, query, '').when);
    return head ? { ...head, position: head.position.toString() } : { generation: null, position: '0', eventId: null };
  }

  /** See `EventStore.settle`. */
  @Post('settle')
  @UseGuards(FellowsOnly)
  @HttpCode(200)
  async settle(@Body() body: unknown): Promise<object> {
    const { instant } = parsed(settlement, body, '');
    const position = await this.store.settle(instant).catch((error: unknown) => {
      throw error instanceof InstantInFuture ? refusal('KNOWN_AT_IN_FUTURE', { field: 'instant', instant }) : error;
    });
    return { position: position.toString() };
  }
}

async function stretchOf(
  store: ObservedStore,
  after: bigint,
  limit: number,
): Promise<AuditedStretch & { readonly chainKept: boolean }> {
  if (store.auditedStretch) return { ...(await store.auditedStretch(after, limit)), chainKept: true };
  const events = await store.readLog(after, limit);
  const next = events.length < limit ? undefined : events.at(-1)?.position;
  return { events, faults: [], next, chainKept: false };
}

/** How somebody is told of the log who reads it through the gateway. */
interface Telling {
  /** Absent: of all, as the operator is. */
  readonly toldOf: ToldOf | undefined;
  readonly after: string;
  readonly language: Language;
}

async function* batchesOf(
  store: EventStore,
  after: bigint,
  limit: number,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  for (let left = limit, from = after; left > 0;) {
    const events = await store.readLog(from, Math.min(left, EVENTS_A_READ));
    const last = events.at(-1);
    if (!last) return;
    yield events;
    left -= events.length;
    from = last.position;
  }
}

async function* linesOf(batches: AsyncIterable<readonly RecordedEvent[]>): AsyncGenerator<string> {
  for await (const events of batches) yield written(events);
}

/** What goes wrong on the way is the last line: the head of the answer is long sent. */
async function* toldLines(
  batches: AsyncIterable<readonly RecordedEvent[]>,
  { toldOf, after, language }: Telling,
): AsyncGenerator<string> {
  let [next, left] = [after, BYTES_A_PAGE];
  try {
    for await (const events of batches) {
      const told = fitting(toldOf ? await toldOf(events) : events, left);
      yield told.text;
      left = told.left;
      next = (told.filledBy ?? events.at(-1))?.position.toString() ?? next;
      if (told.filledBy) break;
    }
    yield `${JSON.stringify({ next })}\n`;
  } catch (error) {
    yield problemLine(error, language);
  }
}

/** The lines of as many events as fill so many bytes, how many are left, and which event filled them. */
function fitting(
  events: readonly RecordedEvent[],
  bytes: number,
): { readonly text: string; readonly left: number; readonly filledBy?: RecordedEvent } {
  const lines: string[] = [];
  let left = bytes;
  for (const event of events) {
    const line = written([event]);
    lines.push(line);
    left -= Buffer.byteLength(line);
    if (left <= 0) return { text: lines.join(''), left, filledBy: event };
  }
  return { text: lines.join(''), left };
}

const written = (events: readonly RecordedEvent[]): string =>
  events.map((event) => `${JSON.stringify(outward(readable(event)))}\n`).join('');

const ndjson = (lines: AsyncIterable<string>): StreamableFile =>
  new StreamableFile(Readable.from(lines), { type: 'application/x-ndjson' });

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
