import { designationStream, type DutyName, dutyStream, roundId, roundStream } from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import fc from 'fast-check';
import { Duties } from './duties.ts';
import { History } from './history.ts';

/** The day on which everything is asked about a random forest. */
export const TODAY = '2022-06-15';

/** Somebody with his duties, whether they hold or not. */
export interface Person {
  readonly personId: string;
  readonly duties: readonly RandomDuty[];
}

export interface RandomDuty {
  readonly duty: DutyName;
  readonly organizationId: string;
  readonly branchIds?: string[];
  readonly from: string;
  readonly until?: string;
}

/** Two cities whose units and branches move between them, and people with duties at any of their organizations. */
export interface Forest {
  readonly history: History;
  readonly people: readonly Person[];
}

const units = ['U1', 'U2', 'U3'];
const branches = ['B1', 'B2', 'B3', 'B4', 'B5', 'B6'];
const parents = [...units, 'J1'];
export const forestPlaces = ['P', 'C1', 'C2', 'W1', 'W2', ...parents, ...branches];
const periods = ['2020', '2021'];

const dayBetween = (min: number, max: number): fc.Arbitrary<string> =>
  fc.integer({ min, max }).map((days) => new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const day = dayBetween(0, 1000);
// Nobody is dissolved before he is opened.
const [early, late] = [dayBetween(0, 365), dayBetween(366, 1000)];
const branch = fc.constantFrom(...branches);
const because = { reason: '登记有误', basis: { documentNo: '示例〔2023〕1号' } };

type Step = (history: History) => unknown;

const moved = (what: readonly string[], where: readonly string[]): fc.Arbitrary<Step> =>
  fc.record({ id: fc.constantFrom(...what), parentId: fc.constantFrom(...where), effectiveOn: day }).map(
    ({ id, ...to }): Step =>
      (history) =>
        history.organization(id, 'OrganizationMoved', to),
  );

const step: fc.Arbitrary<Step> = fc.oneof(
  moved(branches, parents),
  moved(branches, parents),
  moved(units, ['W1', 'W2']),
  moved(units, ['W1', 'W2']),
  moved(['J1'], units),
  fc.record({ id: branch, effectiveOn: late }).map(
    ({ id, effectiveOn }): Step =>
      (history) =>
        history.organization(id, 'OrganizationDissolved', { effectiveOn, reason: '撤并' }),
  ),
  branch.map(
    (id): Step =>
      (history) =>
        history.organization(id, 'OrganizationReinstated', because),
  ),
  fc
    .record({ id: branch, parentId: fc.constantFrom(...parents), openedOn: early, again: fc.boolean() })
    .map(({ id, again, ...registered }): Step => (history) => {
      history.organization(id, 'RegistrationCancelled', { reason: '重复登记' });
      if (again) history.register(id, 'branch', registered);
    }),
  fc.record({ id: fc.constantFrom(...forestPlaces), effectiveOn: day }).map(
    ({ id, effectiveOn }): Step =>
      (history) =>
        history.organization(id, 'OrganizationRenamed', { name: `${id}新`, effectiveOn }),
  ),
  fc.record({ id: branch, unitIds: fc.subarray(units), effectiveOn: day }).map(
    ({ id, unitIds, effectiveOn }): Step =>
      (history) =>
        history
          .organization(id, 'FormSet', { form: 'joint', effectiveOn })
          .organization(id, 'JointUnitsSet', { unitIds, effectiveOn }),
  ),
  fc
    .record({ id: branch, period: fc.constantFrom(...periods), grade: fc.constantFrom('advanced', 'lagging'), on: day })
    .map(
      ({ id, period, grade, on }): Step =>
        (history) =>
          history.grade(id, period, { grade, effectiveOn: on }),
    ),
  fc.record({ id: branch, effectiveOn: day }).map(({ id, effectiveOn }): Step => (history) => {
    const item = `${history.events.length}`;
    const duties = new Duties(history).problem(id, item, { effectiveOn });
    const grading = history.events.find(({ stream }) => stream.startsWith(`grading-${id}:`));
    if (grading) duties.causedBy(grading.id);
  }),
  fc.record({ id: branch, effectiveOn: day }).map(
    ({ id, effectiveOn }): Step =>
      (history) =>
        history.record(designationStream('P', id), 'PriorDesignationRecorded', {
          programmeId: 'P',
          organizationId: id,
          level: 'committee',
          programmeKind: 'party-building-site',
          effectiveOn,
          basis: because.basis,
          source: 'register.csv',
        }),
  ),
  fc.record({ id: branch, effectiveOn: day }).map(
    ({ id, effectiveOn }): Step =>
      (history) =>
        new Duties(history).remediation(id, 'RemediationOpened', {
          effectiveOn,
          grounds: [{ scheme: 'classification', roundId: 'W1:classification:2022' }],
          owes: 'plan',
          dueOn: effectiveOn,
          dueVersion: 1,
        }),
  ),
);

// Most of them hold, so that most questions are answered; of upper organizations there are few, and much stands under them.
const often = <Value>(value: Value, otherwise: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: otherwise });
const duty: fc.Arbitrary<RandomDuty> = fc
  .record({
    duty: fc.constantFrom<DutyName>('committee-clerk', 'branch-secretary', 'auditor', 'rater'),
    organizationId: fc.constantFrom('C1', 'W1', 'W1', 'W1', 'W2', 'W2', 'W2', ...parents, ...parents, 'B1', 'B4'),
    branchIds: fc.subarray(branches, { minLength: 1 }),
    from: often('2000-01-01', day),
    until: often<string | undefined>(undefined, day),
  })
  .map(({ branchIds, until, ...held }) => ({
    ...held,
    ...(until === undefined ? {} : { until }),
    ...(held.duty === 'rater' ? { branchIds } : {}),
  }));

export const randomForest: fc.Arbitrary<Forest> = fc
  .record({
    opened: fc.array(early, { minLength: branches.length, maxLength: branches.length }),
    steps: fc.array(step, { minLength: 10, maxLength: 40 }),
    held: fc.array(fc.array(duty, { minLength: 1, maxLength: 2 }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ opened, steps, held }) => {
    // What is recorded falls on days on which trees were otherwise than they are today.
    const history = new History()
      .wait(Date.UTC(2020, 0, 1) - Date.UTC(2023, 0, 1))
      .register('P', 'province')
      .edition();
    for (const [city, committee] of [
      ['C1', 'W1'],
      ['C2', 'W2'],
    ] as const)
      history.register(city, 'city', 'P').register(committee, 'work-committee', city);
    for (const committee of ['W1', 'W2']) openRound(history, committee);
    units.forEach((unit, index) => history.register(unit, 'unit', index === 2 ? 'W2' : 'W1'));
    history.register('J1', 'organ-committee', 'U1');
    branches.forEach((id, index) =>
      history.register(id, 'branch', { parentId: parents[index % 4] ?? '', openedOn: opened[index] ?? '' }),
    );
    found(history);
    for (const take of steps) {
      take(history);
      history.wait(30 * 86_400_000);
    }
    const people = held.map((duties, index): Person => ({ personId: `p-${index}`, duties }));
    for (const { personId, duties } of people) duties.forEach((each, index) => assign(history, personId, each, index));
    return { history, people };
  });

/** Something is known of every branch from the first. */
function found(history: History): void {
  for (const id of branches) {
    history.grade(id, '2020', { grade: 'advanced', effectiveOn: '2020-12-31' });
    new Duties(history).problem(id, '1', { effectiveOn: '2021-02-01' }).causedBy(history.events.at(-2)?.id ?? '');
  }
}

function openRound(history: History, workCommitteeId: string): void {
  const about = { workCommitteeId, scheme: 'classification', period: '2021' };
  const id = roundId(about);
  const edition = { editionId: 'classification:示例〔2022〕1号', editionHash: 'e'.repeat(64), sector: 'organ' };
  const editions = [{ ...edition, subjects: ['branch'] }];
  history.record(roundStream(id), 'RoundOpened', {
    ...about,
    roundId: id,
    editions,
    steps: [],
    openedOn: '2022-01-05',
  });
}

function assign(history: History, personId: string, held: RandomDuty, index: number): void {
  history.record(dutyStream(personId), 'DutyAssigned', {
    personId,
    dutyId: derivedId(personId, index),
    basis: { documentNo: '示例〔2023〕2号' },
    confirmerId: 'p-9',
    ...held,
  });
}
