import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/duties.ts';
import { attempt, linkOf, logIn, type Session, setUp, withCode } from '../support/people.ts';
import { PlatformUnderTest, run } from '../support/platform.ts';

const NEW_PASSWORD = 'Another-horse-7';

let platform: PlatformUnderTest;
/** In the telephone that will be lost. */
let lost: string;
let session: Session;
beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  lost = await setUp(platform, await linkOf(platform, ['add', 'decider', 'P-decider']));
  session = await logIn(platform, 'decider', withCode(lost));
}, 180_000);
afterAll(() => platform.discard());

const asked = async (by: Session) => platform.graphql<{ me: object }>('{ me { personId } }', {}, by);
const isRefused = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
const codeOf = async (response: Response): Promise<unknown> => Object(await response.json()).code;

it('who has a second factor is let in by both, and by the password alone by nobody', async () => {
  expect(await asked(session)).toEqual({ data: { me: { personId: 'P-decider' } } });
  expect(await codeOf(await attempt(platform, 'decider'))).toBe('LOG_IN_REFUSED');
});

it('the telephone is lost: who administers the accounts resets it, and every session of the account ends', async () => {
  const token = await linkOf(platform, ['reset', 'decider']);
  expect(await asked(session)).toMatchObject(isRefused);
  // Whoever found the telephone has the code, and may even know the password.
  expect(await codeOf(await attempt(platform, 'decider', withCode(lost)))).toBe('LOG_IN_REFUSED');

  const found = await setUp(platform, token, NEW_PASSWORD);
  expect(found).toMatch(/^[A-Z2-7]{32}$/);
  expect(found).not.toBe(lost);
  const given = { password: NEW_PASSWORD };
  expect(await codeOf(await attempt(platform, 'decider', { ...given, ...withCode(lost) }))).toBe('LOG_IN_REFUSED');
  expect(await codeOf(await attempt(platform, 'decider', given))).toBe('LOG_IN_REFUSED');
  const again = await logIn(platform, 'decider', { ...given, ...withCode(found) });
  expect(await asked(again)).toEqual({ data: { me: { personId: 'P-decider' } } });
  expect(await asked(session)).toMatchObject(isRefused);
});

it('the link holds once, and what was tried stands in the log of accesses', async () => {
  const used = await linkOf(platform, ['reset', 'decider']);
  await setUp(platform, used, 'A-third-horse-5');
  await expect(setUp(platform, used, 'A-fourth-horse-3')).rejects.toThrow('SET_UP_REFUSED');
  // Entries are written within a second of the answer.
  await eventually(async () => {
    const { code, stdout } = await run('access-log', ['find', '--person', 'P-decider', '--data', platform.data]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('LOG_IN_REFUSED')]);
  }, 30_000);
});
