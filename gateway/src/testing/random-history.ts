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
        history.organization(id, 'OrganizationDissolved', { effectiveOn: on }),
  ),
  fc.record({ branch, day, kind: fc.constantFrom('branch', 'branch', 'general-branch') }).map(
    ({ branch: id, day: openedOn, kind }): Step =>
      (history) =>
        history.organization(id, 'RegistrationCorrected', { kind, name: id, openedOn }),
  ),
  branch.map(
    (id): Step =>
      (history) =>
        history.organization(id, 'OrganizationReinstated', { reason: '误办' }),
  ),
  fc.record({ branch, parent: fc.constantFrom(...units, ...committees), day }).map(
    ({ branch: id, parent: parentId, day: openedOn }): Step =>
      (history) =>
        history.organization(id, 'RegistrationCancelled', {}).register(id, 'branch', { parentId, openedOn }),
  ),
  fc
    .record({
      branch,
      period,
      grade,
      day: fc.option(day, { nil: undefined }),
      scheme: fc.constantFrom('classification', 'appraisal'),
    })
    .map(
      (made): Step =>
        (history) =>
          history.grade(made.branch, made.period, {
            grade: made.grade,
            scheme: made.scheme,
            ...(made.day ? { effectiveOn: made.day } : {}),
          }),
    ),
  fc.constant((history: History) => history.atOnce()),
  // Later in the same second, on the same day, on another.
  fc.constantFrom(
    (history: History) => history.atOnce().wait(300),
    (history: History) => history.wait(45_000),
    (history: History) => history.wait(9 * 3_600_000),
  ),
);

/** A register of 8 branches in 3 units, then moves, dissolutions and decisions of any effective day. */
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
    if (cancelled) history.organization('B1', 'RegistrationCancelled', {});
    return history;
  });

export const places = ['P', 'C', ...units, ...committees, ...branches];
export const anyDay = day;
