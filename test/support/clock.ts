import { fileURLToPath } from 'node:url';
import { type Day, dayOf, daysBetween } from '@zhibu/kernel';
import { PlatformUnderTest } from './platform.ts';

const CLOCK = fileURLToPath(new URL('moved-clock.mjs', import.meta.url));

type Environment = Readonly<Record<string, string>>;

/** With what a platform is started whose clock runs so many days ahead; of a negative number: behind. */
export const daysAhead = (days: number): Environment => ({
  NODE_OPTIONS: `--import ${CLOCK}`,
  ZHIBU_TEST_DAYS_AHEAD: String(days),
});

/** With what a platform is started for which today is a day, whichever it is outside. Its databases keep their own clock. */
export const onDay = (day: Day): Environment => daysAhead(daysBetween(dayOf(Date.now()), day));

/** The platform, stopped and started again on its data by another clock. */
export async function startedAgain(platform: PlatformUnderTest, environment: Environment): Promise<PlatformUnderTest> {
  const { data } = platform;
  await platform.stop();
  return PlatformUnderTest.start({ data, environment });
}
