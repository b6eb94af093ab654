import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/duties.ts';
import { assign, loggedIn, password, register } from '../support/people.ts';
import { PlatformUnderTest, run } from '../support/platform.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  await register(platform, [
    ['P', 'province', undefined],
    ['C', 'city', 'P'],
    ['W', 'work-committee', 'C'],
    ['V', 'work-committee', 'C'],
  ]);
}, 180_000);
afterAll(() => platform.discard());

const unit = (code: string, parentId: string) => ({
  data: { code, kind: 'unit', parentId, name: `${code}单位`, openedOn: '2020-01-01' },
});

it('a clerk registers under his committee and nowhere else, as himself, until he may log in no more', async () => {
  await assign(platform, 'P-clerk', { duty: 'committee-clerk', organizationId: 'W' });
  const session = await loggedIn(platform, 'clerk', 'P-clerk');
  const send = (code: string, parentId: string, headers = {}) =>
    platform.post('/commands/RegisterOrganization', unit(code, parentId), { ...session, ...headers });

  // The services learn of a duty by their feeds.
  await eventually(async () => expect((await send('U1', 'W')).status).toBe(200), 30_000);
  expect(await send('U2', 'V')).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  expect(await send('U2', 'C')).toMatchObject({ status: 403, body: { code: 'DUTY_MISSING' } });
  expect(await send('U2', 'W', { 'zhibu-operator': 'P-2' })).toMatchObject({
    status: 403,
    body: { code: 'ACTS_AS_ANOTHER' },
  });
  expect((await run('accounts', ['disable', 'clerk', '--data', platform.data])).code).toBe(0);
  expect(await send('U2', 'W')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
});

it('the password is in no log', () => {
  const { stdout, stderr } = platform.program;
  expect(`${stdout}${stderr}`).not.toContain(password);
});
