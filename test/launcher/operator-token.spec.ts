import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newData, PlatformUnderTest, program, type Ended } from '../support/platform.ts';

const asked = ['--under', 'P', '--all'];
let platform: PlatformUnderTest;
beforeAll(async () => {
  const data = await newData();
  // The copy has one from its first start; this one is to be made anew.
  rmSync(join(data, 'operator.token'));
  platform = await PlatformUnderTest.start({
    data,
    args: ['--empty'],
    environment: { OPERATOR_WITHOUT_TOKEN: 'never', METRICS_PORT: '' },
  });
}, 300_000);
afterAll(() => platform?.discard());

const audit = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  program('audit', [...asked, ...args], { environment }).ended;
const token = (): string => readFileSync(join(platform.data, 'operator.token'), 'utf8').trim();

it('the token is made at the first start, 256 bits that their owner alone reads', () => {
  expect(token()).toMatch(/^[\w-]{43}$/);
  expect(statSync(join(platform.data, 'operator.token')).mode & 0o777).toBe(0o600);
});

it('a command shows it, of the data folder or the environment, and is then asked for nothing else', async () => {
  const nothingThere = { code: 2, stderr: expect.stringContaining('没有这个组织') };
  for (const ended of [
    await audit(['--data', platform.data]),
    await audit(['--server', platform.url], { OPERATOR_TOKEN: token() }),
    await audit(['--server', platform.url], { OPERATOR_TOKEN_FILE: join(platform.data, 'operator.token') }),
  ])
    expect(ended).toMatchObject(nothingThere);
});

it('without it a command is refused, and with another one, too', async () => {
  const [none, wrong] = [
    await audit(['--server', platform.url]),
    await audit(['--server', platform.url], { OPERATOR_TOKEN: 'x'.repeat(43) }),
  ];
  expect(none).toMatchObject({ code: 3, stderr: expect.stringContaining('未登录') });
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('运维令牌不正确') });
});
