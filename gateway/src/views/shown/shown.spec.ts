import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dig } from '../../testing/asking.ts';
import { city } from '../../testing/city.ts';
import { type PlatformUnderTest, platformUnderTest } from '../../testing/platform.ts';

let platform: PlatformUnderTest;
let last: bigint;
beforeAll(async () => {
  platform = await platformUnderTest({ knownWithinMs: 300 });
  const history = city(3);
  await platform.record(history);
  last = history.events.filter(({ stream }) => stream.startsWith('organization-')).at(-1)?.position ?? 0n;
});
afterAll(() => platform.stop());

const asked = (service: string, position: string): Promise<unknown> =>
  platform.ask('query ($service: String!, $position: String!) { shown(service: $service, position: $position) }', {
    service,
    position,
  });

it('says that queries show what the log holds, and not what it does not hold yet', async () => {
  expect(dig(await asked('organization', String(last)), 'data', 'shown')).toBe(true);
  expect(dig(await asked('organization', String(last + 1000n)), 'data', 'shown')).toBe(false);
});

it.each([
  ['nobody', '1'],
  ['organization', '-1'],
  ['organization', '1e3'],
  ['organization', ''],
  ['organization', '9'.repeat(40)],
])('refuses a service that there is not and what is no position: %s %s', async (service, position) => {
  expect(dig(await asked(service, position), 'errors', 0, 'extensions', 'code')).toBe('INPUT_INVALID');
});
