import { expect, it } from '@jest/globals';
import type { CommandNamed, ProblemEvent } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import {
  about,
  actingFor,
  asSuperior,
  bySystem,
  closed,
  completed,
  dismissed,
  identified,
  opened,
  verified,
} from '../testing/examples.ts';
import { problemDecider } from './problem.decider.ts';

const problem = specification(problemDecider);
const alive = { dissolvedOn: null, duplicateOn: null };
const facts = { ...asSuperior, ...alive };
const basis = { documentNo: '示例〔2023〕2号' };
const dismiss = (
  more: Partial<CommandNamed<'DismissProblem'>['data']> = { because: 'not-a-problem' },
): CommandNamed<'DismissProblem'> => ({
  name: 'DismissProblem',
  data: { problemId: about.problemId, because: 'not-a-problem', ...more },
});
const outcome = (history: readonly ProblemEvent[], command = dismiss(), by: object = {}) =>
  problem.given(identified(), ...history).when(command, { ...facts, ...by });

it('says why, once; a problem that is closed is not dismissed', () => {
  outcome([], dismiss({ because: 'entered-in-error', reason: '录错支部' })).then({
    type: 'ProblemDismissed',
    data: { ...about, effectiveOn: '2023-03-01', because: 'entered-in-error', reason: '录错支部' },
  });
  outcome([dismissed]).thenNothing();
  outcome([opened(), completed(), verified, closed]).thenRefused('PROBLEM_CLOSED');
  problem.given().when(dismiss(), facts).thenRefused('PROBLEM_UNKNOWN');
});

it('is for a superior, of an inspection for its body too, and for nobody else', () => {
  const byCity = identified({ source: { kind: 'inspection', reference: 'I-1' }, inspectedBy: 'C' });
  for (const superior of ['C1', 'W'])
    expect(outcome([], dismiss(), actingFor(superior)).outcome).toHaveProperty('events');
  const ofInspection = problem.given(byCity).when(dismiss(), { ...facts, ...actingFor('C') });
  expect(ofInspection.outcome).toHaveProperty('events');
  for (const other of ['C', 'B1']) outcome([], dismiss(), actingFor(other)).thenRefused('NOT_THE_SUPERIOR');
  outcome([], dismiss(), actingFor(undefined)).thenRefused('ACTS_FOR_NOBODY');
});

const reassigned: ProblemEvent = {
  type: 'RectificationReassigned',
  data: {
    ...about,
    effectiveOn: '2023-02-10',
    dueOn: '2023-04-30',
    dueVersion: 1,
    post: '书记',
    responsibleId: 'P-7',
    reason: '调离',
  },
};
const progress: ProblemEvent = {
  type: 'ProgressReported',
  data: { ...about, effectiveOn: '2023-02-11', dueOn: '2023-04-30', dueVersion: 1, says: '过半', reporterId: 'P-3' },
};

it.each([
  ['was responsible before', 'P-1'],
  ['is responsible now', 'P-7'],
  ['reported progress', 'P-3'],
  ['reported completion', 'P-2'],
])('is never for one who %s', (_who, personId) =>
  outcome([opened(), reassigned, progress, completed()], dismiss({ basis }), actingFor('C1', personId)).thenRefused(
    'DISMISSED_BY_INVOLVED',
  ),
);

it('needs a basis once a rectification was opened', () => {
  outcome([opened()]).thenRefused('BASIS_REQUIRED');
  outcome([opened()], dismiss({ basis })).then({
    type: 'ProblemDismissed',
    data: { ...about, effectiveOn: '2023-03-01', because: 'not-a-problem', basis },
  });
});

it('names of a duplicate the other problem, of the same organization', () => {
  const other = '0f4a6f0e-3c53-5a0c-9d53-7a6962750001';
  const duplicate = dismiss({ because: 'duplicate', of: other });
  expect(outcome([], duplicate, { duplicateOn: 'B1' }).outcome).toHaveProperty('events');
  outcome([], duplicate, { duplicateOn: 'B2' }).thenRefused('DUPLICATE_OF_NONE');
  outcome([], duplicate).thenRefused('DUPLICATE_OF_NONE');
  outcome([], dismiss({ because: 'duplicate' })).thenRefused('DUPLICATE_OF_NONE');
  outcome([], dismiss({ because: 'duplicate', of: about.problemId }), { duplicateOn: 'B1' }).thenRefused(
    'DUPLICATE_OF_NONE',
  );
  outcome([], dismiss({ of: other }), { duplicateOn: 'B1' }).thenRefused('DUPLICATE_OF_NONE');
});

it.each([
  ['the day before', '2023-03-02', 'NO_DISSOLUTION'],
  ['on the day', '2023-03-01', undefined],
  ['the day after', '2023-02-28', undefined],
])('for a dissolution is refused %s of it', (_when, dissolvedOn, code) => {
  const asked = outcome([], dismiss({ because: 'branch-dissolved' }), { dissolvedOn });
  if (code !== undefined) asked.thenRefused(code);
  else expect(asked.outcome).toHaveProperty('events');
});

it('is done by the platform when the organization is dissolved, on that day as far as the steps before allow', () => {
  const gone = dismiss({ because: 'branch-dissolved', reason: '机构改革', effectiveOn: '2023-01-20' });
  const dismissal = { because: 'branch-dissolved' as const, reason: '机构改革' };
  outcome([], gone, bySystem).then({
    type: 'ProblemDismissed',
    data: { ...about, effectiveOn: '2023-01-20', ...dismissal },
  });
  outcome([opened()], gone, bySystem).then({
    type: 'ProblemDismissed',
    data: { ...about, effectiveOn: '2023-02-01', ...dismissal },
  });
});
