import { Logger } from '@nestjs/common';

const EVERY_MS = 60_000;
/** Causes told apart: more of them than this are forgotten, and said anew. */
const CAUSES = 1_000;

/**
 * Says what goes wrong, once a minute at most for each cause, with how often it happened since it was said last.
 * @param what what goes wrong, for the log
 * @param logger that of the wiring unless told
 */
export function faultLog(
  what: string,
  logger: Pick<Logger, 'warn'> = new Logger('wiring'),
  now: () => number = Date.now,
): (error: unknown) => void {
  const said = new Map<string, { at: number; unsaid: number }>();
  return (error) => {
    const cause = error instanceof Error ? error.message : String(error);
    const before = said.get(cause);
    if (before && now() - before.at < EVERY_MS) {
      before.unsaid += 1;
      return;
    }
    if (said.size >= CAUSES) said.clear();
    said.set(cause, { at: now(), unsaid: 0 });
    const name = error instanceof Error ? { name: error.name } : {};
    logger.warn({ fault: what, ...name, error: cause, count: 1 + (before?.unsaid ?? 0) });
  };
}
