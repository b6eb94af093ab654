import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { carrierOf, type TraceOf } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import type { NextFunction, Request, Response } from 'express';

/** Where spans go, and as whose. */
export interface TracingOptions {
  /** The collector's base address; `/v1/traces` is added to it. */
  readonly endpoint: string;
  /** The process, as the traces name it. */
  readonly process: string;
}

/** What a span is about. */
export interface SpanAbout {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** A W3C traceparent to continue, instead of what runs now. */
  readonly parent?: string | undefined;
}

/** What the spans of a batch are about. */
export interface SpansAbout {
  readonly name: string;
  readonly kind: SpanKind;
}

const EXPORT_EVERY_MS = 1_000;
/** So many traces of one batch of events are continued; a backlog of a million belongs to nobody's request. */
const TRACES_A_BATCH = 32;
let isOn = false;

/**
 * Sends spans to an OTLP collector from here on; until it is called, tracing costs nothing. What cannot be delivered is
 * dropped. @returns what flushes and ends it
 */
export async function startTracing({ endpoint, process }: TracingOptions): Promise<() => Promise<void>> {
  const [
    { BatchSpanProcessor, TracerProvider },
    { OTLPTraceExporter },
    { resourceFromAttributes },
    { AsyncLocalStorageContextManager },
    { W3CTraceContextPropagator },
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/core'),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `zhibu-${process}`, 'service.namespace': 'zhibu' }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_EVERY_MS })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  isOn = true;
  return async () => {
    isOn = false;
    await provider.shutdown().catch(() => undefined);
    trace.disable();
    context.disable();
    propagation.disable();
  };
}

/** Runs work within a span; what it throws is noted by its kind, never by its words. */
export async function inSpan<Result>(
  name: string,
  about: SpanAbout,
  work: (span: Span | undefined) => Promise<Result>,
): Promise<Result> {
  if (!isOn) return work(undefined);
  const parent = about.parent === undefined ? context.active() : contextOf(about.parent);
  const span = tracer().startSpan(
    name,
    { kind: about.kind ?? SpanKind.INTERNAL, attributes: about.attributes ?? {} },
    parent,
  );
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
    throw error;
  } finally {
    span.end();
  }
}

/** The W3C traceparent of what runs now; undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  return traceHeaders()['traceparent'];
}

/** The headers that carry the trace on to the next process. */
export function traceHeaders(): Readonly<Record<string, string>> {
  return isOn ? headersOf(context.active()) : {};
}

function headersOf(of: Context): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  propagation.inject(of, headers);
  return headers;
}

/** The ids that a log line carries. */
export function traceIds(): { readonly traceId?: string; readonly spanId?: string } {
  const spanContext = isOn ? trace.getActiveSpan()?.spanContext() : undefined;
  return spanContext ? { traceId: spanContext.traceId, spanId: spanContext.spanId } : {};
}

/** Names the span of the request being answered. */
export function nameRequest(name: string): void {
  if (isOn) trace.getActiveSpan()?.updateName(name);
}

/** Answers every request but those of health and metrics within a span that continues its sender's trace. */
export function traceRequests(request: Request, response: Response, next: NextFunction): void {
  if (!isOn || /^\/(health|metrics)/.test(request.path)) return next();
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer().startSpan(
    `${request.method} ${request.path.split('/')[1] ?? ''}`,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method } },
    parent,
  );
  response.once('close', () => {
    span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
}

/**
 * Runs work on a batch of events within one span for each trace that the events come from; the work itself runs in the
 * first of them. {@link traceOf} tells of each event the span that it is worked on in, to hand it on.
 */
export async function inSpansOf<Result>(
  events: readonly RecordedEvent[],
  about: SpansAbout,
  work: () => Promise<Result>,
): Promise<Result> {
  const [first, ...others] = isOn ? spansOf(events, about) : [];
  if (!first) return work();
  try {
    return await context.with(first.within, work);
  } finally {
    for (const { span } of [first, ...others]) span.end();
  }
}

/** By the metadata, which an event keeps when it is upcasted. */
const workedOn = new WeakMap<RecordedEvent['metadata'], string>();

/** The W3C traceparent that goes on with an event: of the span in which it was last worked on here, else the one it came with. */
export const traceOf: TraceOf = (event) => workedOn.get(event.metadata) ?? carrierOf(event);

function spansOf(
  events: readonly RecordedEvent[],
  { name, kind }: SpansAbout,
): readonly { readonly span: Span; readonly within: Context }[] {
  const byParent = Map.groupBy(
    events.filter((event) => carrierOf(event) !== undefined),
    (event) => carrierOf(event) ?? '',
  );
  return [...byParent].slice(0, TRACES_A_BATCH).map(([parent, own]) => {
    const around = contextOf(parent);
    const span = tracer().startSpan(
      name,
      { kind, attributes: { 'messaging.batch.message_count': events.length } },
      around,
    );
    const within = trace.setSpan(around, span);
    for (const { metadata } of own) workedOn.set(metadata, headersOf(within)['traceparent'] ?? parent);
    return { span, within };
  });
}

const tracer = () => trace.getTracer('zhibu');
const contextOf = (traceparent: string) => propagation.extract(ROOT_CONTEXT, { traceparent });
