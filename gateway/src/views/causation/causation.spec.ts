import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { designationStream, inspectionStream } from '@zhibu/contracts';
import { Duties, register } from '../../testing/duties.ts';
import type { History } from '../../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { causesOf, consequencesOf } from './causation.lookup.ts';

const lastOf = ({ events }: History): string => events.at(-1)?.id ?? '';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

it.each(['the cause first', 'the consequence first'])(
  'finds cause and consequence from both ends, %s',
  async (order) => {
    const history = register().grade('B1', '2022', { grade: 'lagging' });
    const cause = lastOf(history);
    const problem = lastOf(new Duties(history).problem('B1', '1.1').causedBy(cause).history);
    await under.apply(order === 'the cause first' ? history.events : history.events.toReversed());
    expect(await causesOf(under.model, [problem])).toMatchObject([
      { eventId: cause, type: 'BranchGraded', actor: 'P-1' },
    ]);
    expect(await consequencesOf(under.model, [cause])).toMatchObject([
      [{ eventId: problem, type: 'ProblemIdentified' }],
    ]);
  },
);

it('finds them whatever their types and services are', async () => {
  const events = register().events;
  const [cause, consequence] = [events.find(({ type }) => type === 'OrganizationRegistered'), events.at(-1)];
  if (!cause || !consequence) throw new Error('nothing is registered');
  await under.apply([
    ...events.slice(0, -1),
    { ...consequence, metadata: { ...consequence.metadata, causationId: cause.id } },
  ]);
  expect(await causesOf(under.model, [consequence.id])).toMatchObject([
    { eventId: cause.id, type: 'OrganizationRegistered' },
  ]);
  expect(await consequencesOf(under.model, [cause.id])).toMatchObject([
    [{ eventId: consequence.id, type: consequence.type }],
  ]);
});

it('knows no cause of what a person named, nor of a cause in words that are no event', async () => {
  const history = new Duties(register()).problem('B1', '1.1').problem('B1', '1.2').causedBy('letter-12').history;
  await under.apply(history.events);
  expect(
    await causesOf(
      under.model,
      history.events.slice(-2).map(({ id }) => id),
    ),
  ).toEqual([undefined, undefined]);
});

it('finds what an inspection led to in two services, from both ends', async () => {
  const history = register();
  const inspection = { inspectionId: 'I1', organizationId: 'B1', bodyId: 'C', effectiveOn: '2023-02-11' };
  const said = {
    team: ['P-1', 'P-2'],
    findings: [],
    designations: [{ programmeId: 'P', outcome: 'rectify' }],
    outcome: 'rectify',
  };
  history.record(inspectionStream('I1'), 'InspectionConcluded', { ...inspection, ...said });
  const cause = lastOf(history);
  const problem = lastOf(new Duties(history).problem('B1', '1.1').causedBy(cause).history);
  const about = { programmeId: 'P', organizationId: 'B1', level: 'city', programmeKind: 'party-building-site' };
  history.record(designationStream('P', 'B1'), 'PriorDesignationRecorded', { ...about, effectiveOn: '2021-07-01' });
  history.record(designationStream('P', 'B1'), 'ReinspectionConditional', { ...about, effectiveOn: '2023-02-10' });
  const look = lastOf(new Duties(history).causedBy(cause).history);
  await under.apply(history.events);
  expect(await causesOf(under.model, [problem, look])).toMatchObject([
    { eventId: cause, type: 'InspectionConcluded' },
    { eventId: cause, type: 'InspectionConcluded' },
  ]);
  expect((await consequencesOf(under.model, [cause]))[0]?.map(({ type }) => type).toSorted()).toEqual([
    'ProblemIdentified',
    'ReinspectionConditional',
  ]);
});
