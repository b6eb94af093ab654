const PARENT_CHECK_MS = 250;

/** What comes of a piece of work, or the signal's reason where it is raised before: what is waited for may never come. */
export async function unlessEnded<Result>(signal: AbortSignal | undefined, work: Promise<Result>): Promise<Result> {
  if (!signal) return work;
  work.catch(() => undefined);
  let raised = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    raised = () => reject(signal.reason);
  });
  signal.addEventListener('abort', raised);
  if (signal.aborted) raised();
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', raised);
  }
}

/**
 * Calls `end` on Ctrl-C, on a request to end, and when the launcher that started this process was killed: nobody would
 * be left who could end it.
 */
export function onEnding(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  const launcher = process.ppid;
  if (process.env['ZHIBU_LAUNCHER'] !== String(launcher)) return;
  setInterval(() => {
    if (process.ppid !== launcher) end();
  }, PARENT_CHECK_MS).unref();
}
