import { gradingStream } from '@zhibu/contracts';
import fc from 'fast-check';
import { History } from './history.ts';

const units = ['U1', 'U2', 'U3'];
const committees = units.map((unit) => `${unit}-J`);
const branches = Array.from({ length: 8 }, (_, index) => `B${index + 1}`);
const day = fc
  .integer({ min: 0, max: 1100 })
  .map((days) => new Date(Date.UTC(2020, 6, 1) + days * 86_400_000).toISOString().slice(0, 10));
const branch = fc.constantFrom(...branches);
const period = fc.constantFrom('2020', '2021', '2022');
const grade = fc.constantFrom('advanced', 'general', 'lagging');
const reasoned = { reason: '登记有误', basis: { documentNo: '示例〔2023〕1号' } };

const scheme = fc.constantFrom('classification', 'appraisal');
// A grade that is computed comes more often than what may follow it.
const decisionTypes = [
  'BranchGraded',
  'BranchGraded',
  'GradeDetermined',
  'DeterminationWithdrawn',
  'GradeRevised',
  'GradeReassessed',
  'PriorGradeRecorded',
  'PriorGradeCorrected',
] as const;

interface Asked {
  readonly branch: string;
  readonly scheme: string;
  readonly period: string;
  readonly type: (typeof decisionTypes)[number];
}

const isClosed = ({ events }: History, round: Pick<Asked, 'scheme' | 'period'>): boolean =>
  events.some(({ type, stream }) => type === 'RoundClosed' && stream === `round-C:${round.scheme}:${round.period}`);

/** Whether the grading as it stands leads to such a decision. */
function mayDecide(history: History, { type, ...asked }: Asked): boolean {
  const stream = gradingStream(asked.branch, asked.scheme, asked.period);
  const types = history.events.filter((event) => event.stream === stream).map((event) => event.type);
  const closed = isClosed(history, asked);
  const computed = types.includes('BranchGraded');
  const superior = types.findLast((one) => one === 'GradeDetermined' || one === 'DeterminationWithdrawn');
  const determined = superior === 'GradeDetermined';
  switch (type) {
    case 'BranchGraded':
      return !closed && !determined && !types.includes('PriorGradeRecorded');
    case 'GradeDetermined':
      return computed;
    case 'DeterminationWithdrawn':
      return determined;
    case 'GradeRevised':
      return computed && (closed || determined);
    case 'GradeReassessed':
      return computed && closed;
    case 'PriorGradeRecorded':
      return types.length === 0 && !closed;
    case 'PriorGradeCorrected':
      return types.includes('PriorGradeRecorded');
  }
}

type Step = (history: History) => unknown;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ branch, parent: fc.constantFrom(...units, ...committees), day }).map(
    ({ branch: id, parent, day: on }): Step =>
      (history) =>
        history.organization(id, 'OrganizationMoved', { parentId: parent, effectiveOn: on }),
  ),
  fc.record({ id: fc.constantFrom(...committees), parent: fc.constantFrom(...units), day }).map(
    ({ id, parent, day: on }): Step =>
      (history) =>
        history.organization(id, 'OrganizationMoved', { parentId: parent, effectiveOn: on }),
  ),
  fc.record({ branch, day }).map(
    ({ branch: id, day: on }): Step =>
      (history) =>
        history.organization(id, 'OrganizationDissolved', { effectiveOn: on, reason: '机构改革' }),
  ),
  fc.record({ branch, day, kind: fc.constantFrom('branch', 'branch', 'general-branch') }).map(
    ({ branch: id, day: openedOn, kind }): Step =>
      (history) =>
        history.organization(id, 'RegistrationCorrected', { kind, name: id, openedOn, ...reasoned }),
  ),
  fc.record({ branch, day, form: fc.constantFrom('temporary', 'temporary', 'ordinary', 'retired') }).map(
    ({ branch: id, day: effectiveOn, form }): Step =>
      (history) =>
        history.organization(id, 'FormSet', { form, effectiveOn }),
  ),
  branch.map(
    (id): Step =>
      (history) =>
        history.organization(id, 'OrganizationReinstated', reasoned),
  ),
  fc.record({ branch, parent: fc.constantFrom(...units, ...committees), day }).map(
    ({ branch: id, parent: parentId, day: openedOn }): Step =>
      (history) =>
        history
          .organization(id, 'RegistrationCancelled', { reason: '重复登记' })
          .register(id, 'branch', { parentId, openedOn }),
  ),
  fc
    .record({
      branch,
      period,
      grade,
      day: fc.option(day, { nil: undefined }),
      scheme,
      type: fc.constantFrom(...decisionTypes),
    })
    .map(
      (made): Step =>
        (history) =>
          mayDecide(history, made) &&
          history.grade(made.branch, made.period, {
            grade: made.grade,
            scheme: made.scheme,
            type: made.type,
            ...(made.day ? { effectiveOn: made.day } : {}),
          }),
    ),
  fc.record({ scheme, period }).map(
    (round): Step =>
      (history) =>
        isClosed(history, round) || history.closeRound(round.scheme, round.period),
  ),
  fc.constant((history: History) => history.atOnce()),
  // Later in the same second, on the same day, on another.
  fc.constantFrom(
    (history: History) => history.atOnce().wait(300),
    (history: History) => history.wait(45_000),
    (history: History) => history.wait(9 * 3_600_000),
  ),
);

/** A register of 8 branches in 3 units, then moves, dissolutions, changed forms, decisions of every kind and any effective day, and closings. */
export const randomHistory: fc.Arbitrary<History> = fc
  .record({
    opened: fc.array(day, { minLength: branches.length, maxLength: branches.length }),
    cancelled: fc.boolean(),
    steps: fc.array(step, { maxLength: 40 }),
  })
  .map(({ opened, cancelled, steps }) => {
    const history = new History().register('P', 'province').register('C', 'work-committee', 'P').edition();
    units.forEach((unit, index) =>
      history.register(unit, 'unit', 'C').register(committees[index] ?? '', 'organ-committee', unit),
    );
    branches.forEach((id, index) =>
      history.register(id, 'branch', { parentId: committees[index % 3] ?? '', openedOn: opened[index] ?? '' }),
    );
    steps.forEach((take) => take(history));
    if (cancelled) history.organization('B1', 'RegistrationCancelled', { reason: '重复登记' });
    return history;
  });

export const places = ['P', 'C', ...units, ...committees, ...branches];
export const anyDay = day;
