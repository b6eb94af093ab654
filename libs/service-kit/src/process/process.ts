import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LoggerService } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SchemaTooNew } from '@zhibu/database';
import { ConfigurationError } from './configuration.ts';
import { takeInForeignLines } from '../observing/foreign-lines.ts';
import { JsonLogger } from '../observing/log.adapter.ts';
import { guardConnections } from '../doors/edge.adapter.ts';
import { Health } from '../observing/health.ts';
import { Metrics } from '../observing/metrics.ts';
import { type ProcessNeeds, type ProcessSettings, processSettings } from './process-settings.ts';
import { serveObserving } from '../observing/observing-server.ts';
import { believeAuthority } from './tls-settings.ts';
import { giveMemoryBackAtRest } from './rest.ts';
import { startTracing } from '../observing/tracing.ts';

/** What a process is made with. */
export interface ProcessRun {
  readonly settings: ProcessSettings;
  readonly metrics: Metrics;
  readonly logger: LoggerService;
  /** Told in reverse order once no request and no consumer runs any more. */
  readonly onClosed: (close: () => Promise<unknown>) => void;
  /** Ends it as if it had not been made, also when it serves already: what is checked late need not hold up its start. */
  readonly fail: (error: unknown) => void;
}

/** A process by its name, what it must be told, and how it is made. */
export interface ProcessPlan {
  readonly name: string;
  readonly needs: ProcessNeeds;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly make: (run: ProcessRun) => Promise<NestExpressApplication>;
}

/** One that only waits for what it leans on has nothing to finish. */
const STARTING_ENDS_WITHIN_MS = 1_000;
const IDLE_LOOK_MS = 50;
/** So long who asks over a kept connection is told with an answer that it ends. */
const FAREWELL_MS = 1_000;
/** Ending takes ten seconds at most, as whoever ends a container waits; what is not done then is cut off, and loses nothing. */
const ENDS_WITHIN_MS = 9_500;

/**
 * Runs one process of the platform until SIGTERM, SIGINT, or the end of whoever started it over a channel; also while it
 * still waits at its start for what it leans on. Settings that are wrong or missing are named, all at once, and end it
 * with code 1; a schema that is too new for it likewise, by its stable code.
 */
export async function runProcess({ name, needs, environment, make }: ProcessPlan): Promise<void> {
  const settings = settingsOf(name, needs, environment);
  const logger = new JsonLogger({ process: name, level: settings.LOG_LEVEL });
  Logger.overrideLogger(logger);
  takeInForeignLines(logger);
  const ending = endingAsked();
  believeAuthority(settings);
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  const endTracing = endpoint === null ? undefined : await startTracing({ endpoint, process: name });
  const metrics = Metrics.ofProcess();
  const closers: (() => Promise<unknown>)[] = [
    async () => {
      metrics.close();
    },
    async () => endTracing?.(),
  ];
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  const run: ProcessRun = { settings, metrics, logger, fail, onClosed: (close) => closers.push(close) };
  try {
    if (settings.TLS_CERT !== null) metrics.watchCertificate(settings.TLS_CERT);
    await Promise.race([served(make(run), { ...run, ending }), failed]);
    for (const close of closers.reverse())
      await close().catch((error: unknown) => logger.warn({ fault: 'closing', error: String(error) }));
    process.exit(0);
  } catch (error) {
    logger.error(reasonOf(error));
    process.exit(1);
  }
}

/** What the operator mends needs its sentence, what the programmer mends its trace. */
function reasonOf(error: unknown): object {
  if (error instanceof SchemaTooNew) return { message: error.message, code: error.code };
  if (error instanceof ConfigurationError) return { message: error.message };
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}

interface Serving extends ProcessRun {
  /** Why it is to end; settles only then. */
  readonly ending: Promise<string>;
}

/** Serves the application, once it is made, until the process is to end; it may never be made. */
async function served(made: Promise<NestExpressApplication>, serving: Serving): Promise<void> {
  const { settings, metrics, logger, ending, onClosed } = serving;
  const first = await Promise.race([made, ending]);
  if (typeof first === 'string') {
    logger.log({ message: 'ending', why: first, while: 'starting' });
    made.catch(() => undefined);
    // Nor may whoever was waited for answer a farewell.
    setTimeout(() => process.exit(0), STARTING_ENDS_WITHIN_MS);
    return;
  }
  guardConnections(first.getHttpServer());
  const running = runningAnswers(first.getHttpServer());
  await first.listen(settings.PORT, settings.HOST);
  onClosed(await observed(settings, { metrics, health: first.get(Health) }));
  giveMemoryBackAtRest();
  logger.log({ message: 'listening', port: settings.PORT, store: settings.STORE, feed: settings.FEED });
  logger.log({ message: 'ending', why: await ending });
  setTimeout(() => process.exit(1), ENDS_WITHIN_MS).unref();
  await closed(first, running);
}

/** Where metrics and positions are told of, when the operator names a port for them. */
async function observed(
  { METRICS_PORT: port, METRICS_HOST: host }: ProcessSettings,
  of: { readonly metrics: Metrics; readonly health: Health },
): Promise<() => Promise<void>> {
  return port === null ? async () => undefined : serveObserving({ port, host, ...of });
}

function settingsOf(name: string, needs: ProcessNeeds, environment: ProcessPlan['environment']): ProcessSettings {
  try {
    return processSettings(needs, environment);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${name} cannot start:\n${error.message}\n`);
    process.exit(1);
  }
}

/** Whoever started a process over a channel and is gone has nobody left to end it. */
function endingAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    if (process.channel) process.once('disconnect', () => resolve('the starter is gone'));
  });
}

/**
 * Ends an application: who asks is told that the connection ends, within a second; then no new request, what runs is
 * answered, and its consumers end after the transaction they are in.
 * @param running the answers that are not given yet, as `runningAnswers` keeps them
 */
export async function closed(
  app: NestExpressApplication,
  running: ReadonlySet<ServerResponse> = new Set(),
): Promise<void> {
  const server: Server = app.getHttpServer();
  await farewell(server, running);
  // A connection that falls idle after its last answer would be kept for its whole life.
  const looking = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(looking);
  }
}

/** Keeps the answers of a server that are not given yet. To be called before it listens. */
export function runningAnswers(server: Server): ReadonlySet<ServerResponse> {
  const running = new Set<ServerResponse>();
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    running.add(response);
    response.once('close', () => running.delete(response));
  });
  return running;
}

/**
 * Every connection that is asked over ends with its answer. One that is ended between two answers cuts off the request that
 * is on its way at that moment, which browsers repeat, and programs do not.
 */
async function farewell(server: Server, running: ReadonlySet<ServerResponse>): Promise<void> {
  // Whoever is answered after the farewell asks no more over that connection.
  for (const response of running) if (!response.headersSent) response.setHeader('connection', 'close');
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
  });
  for (const until = Date.now() + FAREWELL_MS; Date.now() < until; await pause(IDLE_LOOK_MS))
    if ((await connectionsOf(server)) === 0) return;
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));
}
