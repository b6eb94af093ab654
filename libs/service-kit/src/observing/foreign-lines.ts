import type { LoggerService } from '@nestjs/common';
import { format } from 'node:util';

const levels = { debug: 'debug', log: 'log', info: 'log', warn: 'warn', error: 'error' } as const;

/**
 * Node's warnings, and what libraries write to the console, become lines of the log as all others are: whoever reads it reads
 * JSON. To be called once a process.
 */
export function takeInForeignLines(logger: LoggerService): void {
  // The listener that is there prints plain text.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message, ...rest }) => {
    const code = 'code' in rest && typeof rest.code === 'string' ? { code: rest.code } : {};
    logger.warn({ message, warning: name, ...code });
  });
  for (const [method, level] of Object.entries(levels)) {
    const write = (...said: readonly unknown[]): void => logger[level]?.(format(...said), 'console');
    Object.assign(console, { [method]: write });
  }
}
