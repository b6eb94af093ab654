import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gradingStream, problemId, problemStream, remediationStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import type { FeedConsumer } from '@zhibu/feed';
import { REACTION_GROUP } from '@zhibu/service-kit';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { rectificationService } from './rectification.module.ts';
import { Feeding } from './testing/feeding.ts';
import { dissolved, editionPublished, type Fact, graded, roundClosed } from './testing/facts.ts';
import { World } from './testing/world.ts';

// A run waits for its statements most of the time: so several go on beside each other, each on a database of its own.
const AT_ONCE = 4;
let databases: readonly TemporaryDatabase[];
let pools: readonly Pool[];
beforeAll(async () => {
  databases = await Promise.all(Array.from({ length: AT_ONCE }, temporaryDatabase));
  pools = await Promise.all(
    databases.map(
      async (database) => (await database.schema('rectification', rectificationService.migrations)).service,
    ),
  );
});
afterAll(() => Promise.all(databases.map((database) => database.drop())));

const BRANCHES = ['B1', 'B2', 'B3'];
const RUNS = runs(1_000);

const decision = fc.record({
  branchId: fc.constantFrom(...BRANCHES),
  standing: fc.constantFrom('lagging' as const, 'ordinary' as const),
  type: fc.constantFrom('BranchGraded' as const, 'GradeDetermined' as const, 'GradeRevised' as const),
});
const history = fc.record({
  decisions: fc.array(decision, { minLength: 1, maxLength: 6 }),
  /** Before which decision the round is closed; beyond them all: never. */
  closing: fc.nat({ max: 8 }),
  dissolved: fc.uniqueArray(fc.constantFrom(...BRANCHES), { maxLength: 2 }),
});
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

const turns = fc.array(
  fc.record({
    consumer: fc.nat({ max: 4 }),
    events: fc.integer({ min: 1, max: 4 }),
    again: fc.nat({ max: 3 }),
    parks: fc.boolean(),
    retries: fc.boolean(),
  }),
  { maxLength: 25 },
);

type Decided = History['decisions'][number];

/** What stands of a branch: what its inputs came to, and what a superior decided otherwise, before the closing or after. */
interface Stands {
  readonly computed: string;
  readonly determined?: string;
  readonly later?: string;
}

/** A correction of the computed grade lifts no decision of a superior; graded anew by its inputs a branch begins again. */
function after(before: Stands | undefined, { type, standing }: Decided, isClosed: boolean): Stands {
  if (!before || type === 'BranchGraded') return { computed: standing };
  if (type === 'GradeRevised') return { ...before, computed: standing };
  return isClosed ? { ...before, later: standing } : { ...before, determined: standing };
}

const inForce = ({ later, determined, computed }: Stands): string => later ?? determined ?? computed;

/** What stands of each branch after so many decisions. */
function standingsAfter({ decisions, closing }: History, count: number): ReadonlyMap<string, Stands> {
  const standings = new Map<string, Stands>();
  decisions.slice(0, count).forEach((decided, index) => {
    standings.set(decided.branchId, after(standings.get(decided.branchId), decided, index >= closing));
  });
  return standings;
}

/** A branch is first graded by its inputs; what a superior or a correction decides comes after. */
function factsOf(drawn: History): readonly Fact[] {
  const { decisions, closing } = drawn;
  const closed = roundClosed(...laggingIn(standingsAfter(drawn, closing)));
  const facts = decisions.flatMap(({ branchId, type, standing }, index) => [
    ...(index === closing ? [closed] : []),
    graded(branchId, standingsAfter(drawn, index).has(branchId) ? type : 'BranchGraded', standing),
  ]);
  return closing === decisions.length ? [...facts, closed] : facts;
}

const laggingIn = (standings: ReadonlyMap<string, Stands>): readonly string[] =>
  [...standings].filter(([, stands]) => inForce(stands) === 'lagging').map(([branchId]) => branchId);

/** What must be open in the end, from the facts alone. */
function dutiesOf(drawn: History): { readonly problems: readonly string[]; readonly remediations: readonly string[] } {
  const { decisions, closing, dissolved: gone } = drawn;
  const living = new Map([...standingsAfter(drawn, decisions.length)].filter(([branchId]) => !gone.includes(branchId)));
  const confirmed = closing <= decisions.length;
  // Named when the round is closed.
  const named = confirmed ? [...living.keys()] : [];
  const problems = named.flatMap((branchId) =>
    ['1.1', '1.2'].map((item) =>
      problemStream(
        problemId({
          organizationId: branchId,
          source: { kind: 'grading', reference: `${gradingStream(branchId, 'classification', '2022')}/${item}` },
        }),
      ),
    ),
  );
  const remediations = confirmed ? laggingIn(living).map((branchId) => remediationStream(branchId, '2022')) : [];
  return { problems: problems.sort(), remediations: remediations.toSorted() };
}

const sameDuties = (pool: Pool, taking: (consumer: FeedConsumer) => boolean) =>
  fc.asyncProperty(history, turns, async (drawn, schedule) => {
    const world = new World(pool);
    await world.forget();
    await world.record(
      editionPublished(),
      ...factsOf(drawn),
      ...drawn.dissolved.map((branchId) => dissolved(branchId)),
    );
    const feeding = new Feeding(world, pool, world.consumers.filter(taking));
    for (const turn of schedule) await feeding.turn(turn);
    await feeding.end();
    expect(await world.openDuties()).toEqual(dutiesOf(drawn));
  });

it(`has the same duties open in the end, whatever the interleaving, the repeats, the restarts and the parkings: ${RUNS} times`, async () => {
  await Promise.all(
    pools.map((pool) =>
      fc.assert(
        sameDuties(pool, () => true),
        { numRuns: RUNS / AT_ONCE, endOnFailure: true },
      ),
    ),
  );
}, 600_000);

it.each(['organization', 'rectification'])(
  'would notice if the facts of %s were not reacted to',
  async (service) => {
    const [pool] = pools;
    if (!pool) throw new Error('no database');
    const { failed } = await fc.check(
      sameDuties(pool, (consumer) => consumer.group !== REACTION_GROUP || consumer.service !== service),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(failed).toBe(true);
  },
  600_000,
);
