import { expect, it } from '@jest/globals';
import type { CommandNamed, EscalationLevel, ToldLevel, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  actingFor,
  asSuperior,
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
  ['no item', { ...open(), data: { ...named, item: undefined } }, 'RECTIFICATION_OTHER_ITEM'],
  ['a due date that is past', open({ dueOn: '2023-02-28' }), 'DUE_DATE_PAST'],
  ['a due date 91 days ahead', open({ dueOn: '2023-05-31' }), 'DUE_DATE_TOO_FAR'],
  ['a day in the future', { ...open(), data: { ...named, effectiveOn: '2023-03-02' } }, 'EFFECTIVE_IN_FUTURE'],
])('refuses a rectification with %s', (_what, command, code) =>
  problem
    .given(identified())
    .when(command as ProblemCommand, sent)
    .thenRefused(code),
);

it.each([
  ['2023-03-01', undefined],
  ['2023-05-30', undefined],
  ['2023-05-31', { documentNo: '示例〔2023〕4号' }],
  ['2023-08-28', { documentNo: '示例〔2023〕4号' }],
])('may be due on %s, with %j as its basis', (dueOn, basis) => {
  const command: ProblemCommand = { name: 'OpenRectification', data: { ...named, dueOn, ...(basis && { basis }) } };
  expect(problem.given(identified()).when(command, sent).outcome).toHaveProperty('events');
});

it('is due 180 days ahead at most, whatever its basis', () => {
  const data = { ...named, dueOn: '2023-08-29', basis: { documentNo: '示例〔2023〕4号' } };
  problem.given(identified()).when({ name: 'OpenRectification', data }, sent).thenRefused('DUE_DATE_TOO_FAR');
});

const datedOrder = (dueOn: string, basis?: { readonly documentNo: string }): ProblemCommand => ({
  name: 'OpenRectification',
  data: { ...named, dueOn, effectiveOn: '2023-01-20', reason: '补录', ...(basis && { basis }) },
});

it.each([
  ['2023-01-19', 'DUE_DATE_PAST'],
  ['2023-01-20', undefined],
  ['2023-02-28', undefined],
  ['2023-04-20', undefined],
  ['2023-04-21', 'DUE_DATE_TOO_FAR'],
])('has, dated back to 20 January by the superior, a due date measured from that day: %s, %s', (dueOn, code) => {
  const asked = problem.given(identified()).when(datedOrder(dueOn), asSuperior);
  if (code !== undefined) asked.thenRefused(code);
  else expect(asked.outcome).toMatchObject({ events: [{ data: { effectiveOn: '2023-01-20', dueOn } }] });
});

it.each([
  ['2023-07-19', undefined],
  ['2023-07-20', 'DUE_DATE_TOO_FAR'],
])('is due, dated back with a basis, 180 days from its day at most: %s, %s', (dueOn, code) => {
  const asked = problem.given(identified()).when(datedOrder(dueOn, { documentNo: '示例〔2023〕4号' }), asSuperior);
  if (code !== undefined) asked.thenRefused(code);
  else expect(asked.outcome).toHaveProperty('events');
});

it('is overdue at once when its order is recorded after its due date', () => {
  const order = opened({ effectiveOn: '2023-01-20', dueOn: '2023-02-28' });
  problem
    .given(identified(), order)
    .when(escalate('branch-secretary'), { today: '2023-02-28', answering: null })
    .thenRefused('ESCALATION_NOT_DUE');
  expect(
    problem.given(identified(), order).when(escalate('branch-secretary'), { today: '2023-03-01', answering: null })
      .outcome,
  ).toHaveProperty('events');
});

it('is opened without an item where several small losses are the problem', () => {
  const found = identified({ item: undefined, losses: [] });
  const data = { ...named, item: undefined };
  expect(problem.given(found).when({ name: 'OpenRectification', data }, sent).outcome).toHaveProperty('events');
});

const dated = (effectiveOn: string, reason?: string): ProblemCommand => ({
  name: 'ReportProgress',
  data: { problemId, says: '过半', effectiveOn, ...(reason !== undefined && { reason }) },
});

it('is dated back by the superior alone, with a reason, to the day after the step before at most', () => {
  const asked = problem.given(identified(), opened());
  asked.when(dated('2023-02-10', '补录'), sentBy('P-2')).thenRefused('ACTS_FOR_NOBODY');
  asked.when(dated('2023-02-10', '补录'), actingFor('B1', 'P-2')).thenRefused('NOT_THE_SUPERIOR');
  asked.when(dated('2023-02-10'), asSuperior).thenRefused('REASON_REQUIRED');
  asked.when(dated('2023-02-01', '补录'), asSuperior).thenRefused('BEFORE_LAST_STEP');
  for (const day of ['2023-02-02', '2023-02-28'])
    expect(asked.when(dated(day, '补录'), asSuperior).outcome).toMatchObject({
      events: [{ data: { effectiveOn: day } }],
    });
  expect(asked.when(dated('2023-03-01'), sentBy('P-2')).outcome).toHaveProperty('events');
  asked.when(dated('2023-03-02', '补录'), asSuperior).thenRefused('EFFECTIVE_IN_FUTURE');
});

it('is reassigned to another post or person, with its due date and the levels told', () => {
  const reassign = (responsibleId: string): ProblemCommand => ({
    name: 'ReassignRectification',
    data: { problemId, post: '书记', responsibleId, reason: '调离' },
  });
  const first = escalated('branch-secretary', '2023-05-01');
  const facts = { ...asSuperior, today: '2023-05-02' };
  const reassigned: ProblemEvent = {
    type: 'RectificationReassigned',
    data: { ...running, effectiveOn: '2023-05-02', post: '书记', responsibleId: 'P-7', reason: '调离' },
  };
  problem.given(identified(), opened(), first).when(reassign('P-7'), facts).then(reassigned);
  problem.given(identified(), opened(), first, reassigned).when(reassign('P-7'), facts).thenNothing();
  problem
    .given(identified(), opened(), first, reassigned)
    .when(escalate('branch-secretary'), { today: '2023-05-03', answering: null })
    .thenNothing();
  problem.given(identified()).when(reassign('P-7'), facts).thenRefused('RECTIFICATION_NOT_OPEN');
});

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

const escalate = (level: ToldLevel, dueVersion = 1): CommandNamed<'Escalate'> => ({
  name: 'Escalate',
  data: { problemId, level, dueVersion },
});
const escalated = (level: EscalationLevel, effectiveOn: string, answeringId?: string): ProblemEvent => ({
  type: 'RectificationEscalated',
  data: { ...running, effectiveOn, level, ...(answeringId !== undefined && { answeringId }) },
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

it('tells the first level once when no rectification is opened within 15 days, and nobody else', () => {
  const unopened = escalate('branch-secretary', 0);
  const told: ProblemEvent = {
    type: 'RectificationEscalated',
    data: {
      ...about,
      effectiveOn: '2023-03-17',
      dueOn: '2023-03-16',
      dueVersion: 0,
      level: 'branch-secretary',
      answeringId: 'B1',
    },
  };
  const on = (today: string) => ({ today, answering: 'B1' });
  problem.given(identified()).when(unopened, on('2023-03-16')).thenRefused('ESCALATION_NOT_DUE');
  problem.given(identified()).when(unopened, on('2023-03-17')).then(told);
  problem.given(identified(), told).when(unopened, on('2023-03-18')).thenNothing();
  problem.given(identified()).when(escalate('party-group', 0), on('2023-06-01')).thenRefused('ESCALATION_NOT_DUE');
  problem.given(identified(), opened()).when(unopened, on('2023-03-17')).thenRefused('ESCALATION_NOT_DUE');
});

it('tells who has to verify that a completion waits, from the day after the 15th on, and once', () => {
  const told: ProblemEvent = {
    type: 'RectificationEscalated',
    data: {
      ...about,
      effectiveOn: '2023-03-08',
      dueOn: '2023-03-07',
      dueVersion: 1,
      level: 'superior',
      answeringId: 'C1',
    },
  };
  const asked = problem.given(identified(), opened(), completed());
  const on = (today: string) => ({ today, answering: 'C1' });
  for (const early of ['2023-03-06', '2023-03-07'])
    asked.when(escalate('superior'), on(early)).thenRefused('ESCALATION_NOT_DUE');
  asked.when(escalate('superior'), on('2023-03-08')).then(told);
  asked.when(escalate('superior', 2), on('2023-03-08')).thenRefused('ESCALATION_NOT_DUE');
  problem.given(identified(), opened(), completed(), told).when(escalate('superior'), on('2023-03-09')).thenNothing();
});

it('may be dated back beyond an escalation by the superior, for what was told is no step', () => {
  const told = escalated('branch-secretary', '2023-05-01');
  const facts = { ...asSuperior, today: '2023-05-10' };
  const report = (effectiveOn: string): ProblemCommand => ({
    name: 'ReportCompletion',
    data: { problemId, says: '已补齐', evidence: ['台账'], effectiveOn, reason: '补录' },
  });
  const asked = problem.given(identified(), opened(), told);
  asked.when(report('2023-02-01'), facts).thenRefused('BEFORE_LAST_STEP');
  for (const day of ['2023-02-02', '2023-04-30', '2023-05-01', '2023-05-02'])
    expect(asked.when(report(day), facts).outcome).toMatchObject({ events: [{ data: { effectiveOn: day } }] });
});

it('does not escalate what was met, or what was extended in the meantime', () => {
  const facts = { today: '2023-06-10', answering: null };
  problem
    .given(identified(), opened(), completed())
    .when(escalate('branch-secretary'), facts)
    .thenRefused('COMPLETION_REPORTED');
  problem.given(identified(), opened()).when(escalate('branch-secretary', 2), facts).thenRefused('ESCALATION_NOT_DUE');
});
