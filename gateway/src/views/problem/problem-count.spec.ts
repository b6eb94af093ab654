import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ProblemEvent, problemEvents } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { Duties, register } from '../../testing/duties.ts';
import { Naive } from '../../testing/naive.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { openProblemsLoader, type ProblemCounts, problemCounts } from './problem.view.ts';
import { seen } from '../../testing/seen.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

const BRANCHES = ['B1', 'B2', 'B3'];
const PLACES = ['P', 'C', 'W', 'U', 'V', ...BRANCHES];
const FIRST = Date.UTC(2023, 0, 1);

const day = fc
  .integer({ min: 0, max: 120 })
  .map((days) => new Date(FIRST + days * 86_400_000).toISOString().slice(0, 10));
/** Whose problems are counted: branches, a unit, and the work committee itself. */
const OWNERS = [...BRANCHES, 'U', 'W'];
const problem = fc.tuple(fc.constantFrom(...OWNERS), fc.constantFrom('1.1', '4.2'));
type Step = (duties: Duties) => unknown;
const running = { dueVersion: 1, reason: '等待' };

// No decider stands between: steps may contradict each other, go back in days, or never have begun.
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ problem, on: day, due: day }).map(
    ({ problem: [branch, item], on, due }): Step =>
      (duties) =>
        duties.problem(branch, item, { effectiveOn: on }).rectified(branch, item, due),
  ),
  fc.record({ problem, on: day, due: day }).map(
    ({ problem: of, on, due }): Step =>
      (duties) =>
        duties.step(of, 'ExtensionGranted', { ...running, effectiveOn: on, dueOn: due }),
  ),
  fc.record({ problem, on: day }).map(
    ({ problem: [branch, item], on }): Step =>
      (duties) =>
        duties.closed(branch, item, on),
  ),
  fc.record({ problem, on: day }).map(
    ({ problem: of, on }): Step =>
      (duties) =>
        duties.step(of, 'ProblemReopened', { effectiveOn: on, openBy: on, reason: '反弹' }),
  ),
  fc.record({ problem, on: day }).map(
    ({ problem: of, on }): Step =>
      (duties) =>
        duties.step(of, 'ProblemDismissed', { effectiveOn: on, because: 'not-a-problem' }),
  ),
  fc.record({ branch: fc.constantFrom(...BRANCHES), on: day, parentId: fc.constantFrom('U', 'V') }).map(
    ({ branch, on, parentId }): Step =>
      ({ history }) =>
        history.organization(branch, 'OrganizationMoved', { parentId, effectiveOn: on }),
  ),
  fc.record({ branch: fc.constantFrom(...BRANCHES), on: day }).map(
    ({ branch, on }): Step =>
      ({ history }) =>
        history.organization(branch, 'OrganizationDissolved', { effectiveOn: on, reason: '机构改革' }),
  ),
  // At once, later in the same second, on another day.
  fc.constantFrom(
    ...[0, 300, 90_000_000].map(
      (milliseconds): Step =>
        ({ history }) =>
          history.atOnce().wait(milliseconds),
    ),
  ),
);
const asked = fc.record({ day, knownAfter: fc.nat(60) });

it('counts as reading every step does, under any organization, on any day, as known now and at any instant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(asked, { minLength: 3, maxLength: 3 }),
      async (steps, questions) => {
        const duties = new Duties(register());
        for (const take of steps) take(duties);
        const { events, now } = duties.history;
        await under.empty();
        for (let from = 0; from < events.length; from += 7) await under.apply(events.slice(from, from + 7));
        for (const { day: asOf, knownAfter } of questions) {
          const knownAt = events[Math.min(knownAfter, events.length - 1)]?.recordedAt ?? now;
          expect(await counted(asOf)).toEqual(naively(events, asOf, now));
          expect(await counted(asOf, knownAt)).toEqual(naively(events, asOf, knownAt));
        }
      },
    ),
    { numRuns: runs(200) },
  );
});

type Counted = Readonly<Record<string, ProblemCounts | number>>;

async function counted(asOf: string, knownAt?: string): Promise<Counted> {
  const loader = openProblemsLoader({ model: under.model, moment: { asOf, knownAt } });
  const open = await Promise.all(BRANCHES.map((branch) => loader.load(seen(branch))));
  const counts = await Promise.all(
    PLACES.map(async (id) => {
      const { parts: _, ...counted } = await problemCounts(under.model, seen(id), { asOf, knownAt });
      return [id, counted] as const;
    }),
  );
  return {
    ...Object.fromEntries(counts),
    ...Object.fromEntries(BRANCHES.map((branch, index) => [`on ${branch}`, open[index] ?? 0])),
  };
}

type Recorded = RecordedEvent & ProblemEvent;
const isStep = (event: RecordedEvent): event is Recorded => Object.hasOwn(problemEvents, event.type);

function naively(events: readonly RecordedEvent[], asOf: string, knownAt: string): Counted {
  const known = events
    .filter(isStep)
    .filter(({ recordedAt, data }) => recordedAt <= knownAt && data.effectiveOn <= asOf);
  const tree = new Naive(events, asOf, knownAt);
  const of = (owners: readonly string[]): ProblemCounts => {
    const problems = [
      ...Map.groupBy(
        known.filter(({ data }) => owners.includes(data.organizationId)),
        ({ stream }) => stream,
      ).values(),
    ];
    const many = (holds: (steps: readonly Recorded[]) => boolean): number => problems.filter(holds).length;
    return {
      open: many(isOpen),
      overdue: many((steps) => statusOf(steps) === 'rectifying' && (dueOf(steps.at(-1)) ?? '9999') < asOf),
      closed: many((steps) => statusOf(steps) === 'closed'),
      reopened: many((steps) => steps.some(({ type }) => type === 'ProblemReopened')),
    };
  };
  return {
    ...Object.fromEntries(PLACES.map((id) => [id, of(tree.livingUnder(id))])),
    ...Object.fromEntries(BRANCHES.map((branch) => [`on ${branch}`, of([branch]).open])),
  };
}

/** That of the last step that leads to one; undefined: none did. */
const statusOf = (steps: readonly Recorded[]): string | undefined =>
  steps.flatMap(({ type }) => problemEvents[type].leadsTo ?? []).at(-1);

const isOpen = (steps: readonly Recorded[]): boolean => !['closed', 'dismissed'].includes(statusOf(steps) ?? 'closed');

/** What is due from the step on. */
const dueOf = (step: Recorded | undefined): string | undefined =>
  step && 'dueOn' in step.data ? step.data.dueOn : undefined;
