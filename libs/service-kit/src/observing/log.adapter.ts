import type { LoggerService } from '@nestjs/common';
import { destination, type Logger, pino } from 'pino';
import { traceIds } from './tracing.ts';

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What Nest says of itself at each start. */
const CHATTER = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'NestMicroservice',
]);

/**
 * Nest's logger, written as one JSON object a line with the ids of the trace that it belongs to. Whoever logs gives
 * codes, references and counts; bodies and personal data never come here.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor({ process, level }: { readonly process: string; readonly level: LogLevel }) {
    this.pino = pino(
      {
        level,
        base: { process },
        messageKey: 'message',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        mixin: traceIds,
      },
      destination({ dest: 1, sync: true }),
    );
  }

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.write(CHATTER.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: readonly unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }
  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.write('error', message, rest);
  }

  /** Nest passes the context last, and a stack before it. */
  private write(level: LogLevel, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? { stack: rest[0] } : {};
    this.pino[level]({ ...(typeof context === 'string' ? { context } : {}), ...stack, ...factsOf(message) });
  }
}

/** Facts as fields; a text that holds JSON, as the feeds' do, is unpacked. */
function factsOf(message: unknown): object {
  if (message instanceof Error) return { message: message.message, stack: message.stack };
  if (typeof message === 'object' && message !== null) return { message: 'facts', ...message };
  const text = String(message);
  return text.startsWith('{') ? { message: 'state', ...unpacked(text) } : { message: text };
}

function unpacked(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return { message: text };
  }
}
