import { Logger } from '@nestjs/common';
import type { Language } from '@zhibu/contracts';
import { problemOf, unforeseen } from './problem.ts';
import { refusalOf } from './problem-filter.adapter.ts';

const logger = new Logger('answer');

/**
 * The last line of an answer in lines of JSON that ends before it is whole, its head being long sent: `problem`. What
 * nobody foresaw goes to the log, under the reference that the line names.
 */
export function problemLine(error: unknown, language: Language): string {
  const refused = refusalOf(error);
  const problem = refused ? problemOf(refused, language) : unforeseen(language);
  if (!refused) logger.error({ reference: problem['reference'], error: String(Object(error).stack ?? error) });
  return `${JSON.stringify({ problem })}\n`;
}
