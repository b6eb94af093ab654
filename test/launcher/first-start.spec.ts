import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/duties.ts';
import { PlatformUnderTest, program, temporaryFolder } from '../support/platform.ts';

const password = 'Correct-horse-9';
let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await PlatformUnderTest.start({ data: await temporaryFolder(), args: ['--empty'] });
}, 300_000);
afterAll(() => platform?.discard());

const LINK = /http:\/\/127\.0\.0\.1:\d+\/set-up\/administrators#([\w-]{43})/;
const linkIn = (said: string): string | undefined => LINK.exec(said)?.[1];
const accounts = (action: string) => program('accounts', [action, '--data', platform.data]).ended;
const chosen = (at: number, login: string) => ({ [`login${at}`]: login, [`password${at}`]: password });
const three = { ...chosen(1, 'xitong'), ...chosen(2, 'anquan'), ...chosen(3, 'shenji') };
const found = (token: string | undefined) => platform.post('/set-up/administrators', { token, ...three });

it('prints a link that makes the administrators once; another one is made as long as there are none', async () => {
  const first = await eventually(
    async () => linkIn(platform.program.stdout) ?? Promise.reject(new Error('no link yet')),
  );
  const second = await accounts('link');
  expect([first, second.code]).toEqual([expect.any(String), 0]);
  expect(await found(first)).toMatchObject({ status: 401, body: { code: 'SET_UP_REFUSED' } });
  expect(await found(linkIn(second.stdout))).toMatchObject({ status: 200 });

  const { duties } = await platform.query<{ duties: { edges: readonly { node: { duty: string } }[] } }>(
    '{ duties(first: 9) { edges { node { duty } } } }',
  );
  const held = duties.edges.map(({ node }) => node.duty).toSorted();
  expect(held).toEqual(['audit-administrator', 'security-administrator', 'system-administrator']);
  expect(await accounts('link')).toMatchObject({ code: 1, stderr: expect.stringContaining('平台已设立管理员') });
  const another = { data: { personId: 'P-1', duties: ['audit-administrator'] } };
  expect(await platform.post('/commands/FoundDuties', another)).toMatchObject({
    status: 409,
    body: { code: 'DUTIES_FOUNDED_BEFORE' },
  });
});
