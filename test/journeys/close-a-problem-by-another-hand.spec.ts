import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, problemCountsUnder, problemsUnder, sendAs, type ShownProblem } from '../support/duties.ts';
import { importedEdges } from '../support/imported-city.ts';
import { type PlatformUnderTest, run } from '../support/platform.ts';

const CITY = '990200';
const COMMITTEE = '990200-SZGW';

let platform: PlatformUnderTest;
let problem: ShownProblem;
beforeAll(async () => {
  platform = await importedEdges('closed');
  problem = await eventually(async () => {
    const named = await problemsUnder(platform, CITY, { source: 'grading' });
    const first = named.find(({ item, causedBy }) => item !== null && causedBy?.type === 'RoundClosed');
    if (!first) throw new Error('no problem yet');
    return first;
  });
}, 300_000);
afterAll(() => platform.discard());

const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const send = (personId: string, name: string, input: object) =>
  sendAs(platform, { personId }, [name, { problemId: problem.id, ...input }]);
/** In the name of the work committee, which stands above every branch's superior. */
const decide = (personId: string, name: string, input: object) =>
  sendAs(platform, { personId, actingFor: COMMITTEE }, [name, { problemId: problem.id, ...input }]);

it('is found with the closing that named it, from both ends', async () => {
  expect(problem).toMatchObject({ status: 'identified', causedBy: { type: 'RoundClosed' } });
  const { ledTo } = await platform.query<{ ledTo: { type: string; stream: string }[] }>(
    'query ($id: ID!) { ledTo(eventId: $id) { type stream } }',
    { id: problem.causedBy?.eventId },
  );
  expect(ledTo).toContainEqual({ type: 'ProblemIdentified', stream: `problem-${problem.id}` });
});

it('is rectified to the item, the post and the person, and refused to be closed at once', async () => {
  const named = { item: problem.item, post: '组织委员', responsibleId: 'P-1', dueOn: day(30) };
  expect(await send('P-2', 'OpenRectification', { ...named, item: 'another' })).toBe('RECTIFICATION_OTHER_ITEM');
  expect(await send('P-2', 'OpenRectification', named)).toEqual(['RectificationOpened']);
  expect(await send('P-2', 'CloseProblem', {})).toBe('COMPLETION_NOT_VERIFIED');
});

it('is complete with evidence only, and verified for nobody and for the branch itself by nobody', async () => {
  expect(await send('P-2', 'ReportCompletion', { says: '已补齐', evidence: [] })).toBe('EVIDENCE_REQUIRED');
  expect(await send('P-2', 'ReportCompletion', { says: '已补齐', evidence: ['台账'] })).toEqual(['CompletionReported']);
  expect(await send('P-9', 'VerifyCompletion', { accepted: true })).toBe('ACTS_FOR_NOBODY');
  const branch = { personId: 'P-9', actingFor: problem.branch.organization.code };
  const verifying = ['VerifyCompletion', { problemId: problem.id, accepted: true }] as const;
  expect(await sendAs(platform, branch, verifying)).toBe('NOT_THE_SUPERIOR');
});

it('is verified by neither the responsible person nor the reporter', async () => {
  expect(await decide('P-1', 'VerifyCompletion', { accepted: true })).toBe('VERIFIER_NOT_INDEPENDENT');
  expect(await decide('P-2', 'VerifyCompletion', { accepted: true })).toBe('VERIFIER_NOT_INDEPENDENT');
  expect(await decide('P-9', 'VerifyCompletion', { accepted: true })).toEqual(['CompletionVerified']);
  expect(await decide('P-9', 'CloseProblem', {})).toEqual(['ProblemClosed']);
  expect(await problemCountsUnder(platform, CITY)).toMatchObject({ closed: 1, overdue: 0 });
  expect(await problemCountsUnder(platform, CITY, '2022-12-31')).toMatchObject({ closed: 0 });
});

it('comes back once it is reopened', async () => {
  expect(await decide('P-9', 'ReopenProblem', { reason: '反弹' })).toEqual(['ProblemReopened']);
  expect(await problemCountsUnder(platform, CITY)).toMatchObject({ closed: 0, reopened: 1 });
});

it('is the same when the read model is built anew from all logs', async () => {
  const { code, stdout, stderr } = await run('rebuild', ['all', '--data', platform.data]);
  expect({ code, says: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, says: '' });
  expect(await problemCountsUnder(platform, CITY)).toMatchObject({ closed: 0, reopened: 1 });
});
