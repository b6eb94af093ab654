import { setTimeout as wait } from 'node:timers/promises';

/** Looks again and again until the check answers without throwing; after ten seconds its error is the test's. */
export async function eventually<Answer>(
  check: () => Answer | Promise<Answer>,
  milliseconds = 10_000,
): Promise<Answer> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(10);
    }
  }
}
