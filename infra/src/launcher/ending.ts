const PARENT_CHECK_MS = 250;

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
