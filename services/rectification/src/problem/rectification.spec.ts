import { it } from '@jest/globals';
import type { CommandNamed, EscalationLevel, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  closed,
  completed,
  dismissed,
  identified,
  opened,
  sent,
  sentBy,
  verified,
} from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';

const problem = specification(problemDecider);
const { problemId } = about;
const named = { problemId, item: '4.2', post: '组织委员', responsibleId: 'P-1', dueOn: '2023-04-30' };
const open = (overrides: Partial<typeof named> = {}): ProblemCommand => ({
  name: 'OpenRectification',
  data: { ...named, ...overrides },
});
const progress: ProblemCommand = { name: 'ReportProgress', data: { problemId, says: '过半' } };
const running = { ...about, dueOn: '2023-04-30', dueVersion: 1 };

it('opens a rectification that names item, post, person and due date', () => {
  problem
    .given(identified())
    .when(open(), sent)
    .then(opened({ effectiveOn: '2023-03-01' }));
  problem.given(identified(), opened()).when(open(), sent).thenNothing();
  problem
    .given(identified(), opened())
    .when(open({ responsibleId: 'P-7' }), sent)
    .thenRefused('RECTIFICATION_OPEN');
});

it.each([
  ['another item than the problem’s', open({ item: '1.1' }), 'RECTIFICATION_OTHER_ITEM'],
  ['a due date that is past', open({ dueOn: '2023-02-28' }), 'DUE_DATE_PAST'],
  ['a day before the finding', { ...open(), data: { ...named, effectiveOn: '2023-01-09' } }, 'BEFORE_LAST_STEP'],
  ['a day in the future', { ...open(), data: { ...named, effectiveOn: '2023-03-02' } }, 'EFFECTIVE_IN_FUTURE'],
])('refuses a rectification with %s', (_what, command, code) =>
  problem
    .given(identified())
    .when(command as ProblemCommand, sent)
    .thenRefused(code),
);

it.each<[string, readonly ProblemEvent[], string]>([
  ['closed', [opened(), completed(), verified, closed], 'PROBLEM_CLOSED'],
  ['dismissed', [dismissed], 'PROBLEM_DISMISSED'],
  ['reported as complete', [opened(), completed()], 'COMPLETION_REPORTED'],
])('refuses to open the rectification of a problem that is %s', (_what, history, code) =>
  problem
    .given(identified(), ...history)
    .when(open(), sent)
    .thenRefused(code),
);

it('takes progress by whoever reports it, once', () => {
  const reported: ProblemEvent = {
    type: 'ProgressReported',
    data: { ...running, effectiveOn: '2023-03-01', says: '过半', reporterId: 'P-2' },
  };
  problem.given(identified(), opened()).when(progress, sentBy('P-2')).then(reported);
  problem.given(identified(), opened(), reported).when(progress, sentBy('P-2')).thenNothing();
  problem.given(identified()).when(progress, sent).thenRefused('RECTIFICATION_NOT_OPEN');
});

const escalate = (level: EscalationLevel, dueVersion = 1): CommandNamed<'Escalate'> => ({
  name: 'Escalate',
  data: { problemId, level, dueVersion },
});
const escalated = (level: EscalationLevel, effectiveOn: string, organizationId?: string): ProblemEvent => ({
  type: 'RectificationEscalated',
  data: { ...running, effectiveOn, level, ...(organizationId !== undefined && { organizationId }) },
});

it.each<[EscalationLevel, string, string]>([
  ['branch-secretary', '2023-04-30', '2023-05-01'],
  ['party-group', '2023-05-06', '2023-05-07'],
  ['work-committee', '2023-05-29', '2023-05-30'],
])('escalates to the %s not on %s but on %s, when it is due on 30 April', (level, before, from) => {
  problem
    .given(identified(), opened())
    .when(escalate(level), { today: before, answering: null })
    .thenRefused('ESCALATION_NOT_DUE');
  problem
    .given(identified(), opened())
    .when(escalate(level), { today: from, answering: 'O' })
    .then(escalated(level, from, 'O'));
});

it('escalates to each level once, all of them in order after a standstill', () => {
  const facts = { today: '2023-06-10', answering: null };
  const [first, second] = [escalated('branch-secretary', '2023-06-10'), escalated('party-group', '2023-06-10')];
  problem.given(identified(), opened(), first).when(escalate('branch-secretary'), facts).thenNothing();
  problem.given(identified(), opened(), first).when(escalate('party-group'), facts).then(second);
  problem
    .given(identified(), opened(), first, second)
    .when(escalate('work-committee'), facts)
    .then(escalated('work-committee', '2023-06-10'));
});

it('does not escalate what was met, or what was extended in the meantime', () => {
  const facts = { today: '2023-06-10', answering: null };
  problem
    .given(identified(), opened(), completed())
    .when(escalate('branch-secretary'), facts)
    .thenRefused('COMPLETION_REPORTED');
  problem.given(identified(), opened()).when(escalate('branch-secretary', 2), facts).thenRefused('ESCALATION_NOT_DUE');
});
