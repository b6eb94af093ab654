import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, problemsUnder, sendAs, type ShownProblem } from '../support/duties.ts';
import { importedEdges } from '../support/imported-city.ts';
import { assign, linkOf, logIn, sendBy, type Session, setUp, withCode } from '../support/people.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const COMMITTEE = '990200-SZGW';
const UNTIL = '2099-12-31';
const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

let platform: PlatformUnderTest;
let problem: ShownProblem;
let branch: string;
const sessions = new Map<string, Session>();

beforeAll(async () => {
  platform = await importedEdges('closed');
  problem = await eventually(async () => {
    const named = await problemsUnder(platform, '990200', { source: 'grading' });
    const first = named.find(({ item }) => item !== null);
    if (!first) throw new Error('no problem yet');
    return first;
  });
  branch = problem.branch.organization.code;
  const verifier = { duty: 'verifier', organizationId: COMMITTEE, branchIds: [branch], until: UNTIL };
  await assign(platform, 'P-both', { duty: 'branch-secretary', organizationId: branch });
  for (const personId of ['P-both', 'P-other']) await assign(platform, personId, verifier);
  for (const login of ['both', 'other']) {
    const secret = await setUp(platform, await linkOf(platform, ['add', login, `P-${login}`]));
    sessions.set(login, await logIn(platform, login, withCode(secret)));
  }
}, 300_000);
afterAll(() => platform.discard());

const send = (login: string, name: string, data: object, headers: Session = {}) =>
  sendBy(platform, { ...sessions.get(login), ...headers }, [name, { problemId: problem.id, ...data }]);
const verify = (login: string) => send(login, 'VerifyCompletion', { accepted: true });

it('the secretary of a branch reports what was done, and as its verifier is refused to verify it', async () => {
  const order = { item: problem.item, post: '组织委员', responsibleId: 'P-1', dueOn };
  const opened = await sendAs(platform, { personId: 'P-superior', actingFor: COMMITTEE }, [
    'OpenRectification',
    { problemId: problem.id, ...order },
  ]);
  expect(opened).toEqual(['RectificationOpened']);
  // The services learn of duties by their feeds.
  await eventually(async () =>
    expect(await send('both', 'ReportCompletion', { says: '已补齐', evidence: ['台账'] })).toBe('done'),
  );
  // His other duty may be heard of later than the one by which he reported.
  await eventually(async () => expect(await verify('both')).toBe('VERIFIER_NOT_INDEPENDENT'));
});

it('another verifier of the branch verifies it', async () => {
  await eventually(async () => expect(await verify('other')).toBe('done'));
  expect(await send('other', 'ReportCompletion', { says: '再报', evidence: ['台账'] })).toBe('DUTY_MISSING');
});
