import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { problemStream, remediationStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import type { FeedConsumer } from '@zhibu/feed';
import { addDays, dayOf, derivedId } from '@zhibu/kernel';
import { REACTION_GROUP, SYSTEM } from '@zhibu/service-kit';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { rectificationService } from './rectification.module.ts';
import { Feeding } from './testing/feeding.ts';
import { concluded, dissolved, editionPublished, type Fact, graded, registered, roundClosed } from './testing/facts.ts';
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
/** By then whatever has arrived now has waited long enough. */
const LATER = addDays(dayOf(Date.now()), 2);

/** The last is in no edition. */
const ASPECTS: Readonly<Record<string, string>> = {
  '1.1': 'organization-setup',
  '4.1': 'organizational-life',
  '9.9': 'organizational-life',
};
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
  /** What inspections found: an item that a grading loses too, or another. */
  inspected: fc.array(
    fc.record({ branchId: fc.constantFrom(...BRANCHES), item: fc.constantFrom(...Object.keys(ASPECTS)) }),
    { maxLength: 3 },
  ),
});
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

const turns = fc.array(
  fc.record({
    // Of however many there are.
    consumer: fc.nat({ max: 99 }),
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
  const { decisions, closing, dissolved: gone, inspected } = drawn;
  const living = new Map([...standingsAfter(drawn, decisions.length)].filter(([branchId]) => !gone.includes(branchId)));
  const confirmed = closing <= decisions.length;
  // Named when the round is closed.
  const named = confirmed ? [...living.keys()] : [];
  const lost = named.flatMap((branchId) => ['1.1', '1.2'].map((item) => `${branchId} ${item}`));
  const found = inspected.flatMap(({ branchId, item }) => (gone.includes(branchId) ? [] : [`${branchId} ${item}`]));
  // Which of several sources names it, and which confirm it again, is by what comes first.
  const problems = [...new Set([...lost, ...found])];
  const remediations = confirmed ? laggingIn(living).map((branchId) => remediationStream(branchId, '2022')) : [];
  return { problems: problems.sort(), remediations: remediations.toSorted() };
}

/** What is open in the end, each problem by its branch and item. */
async function openIn(world: World): ReturnType<World['openDuties']> {
  const { problems, remediations } = await world.openDuties();
  const identified = (await world.log('rectification')).flatMap(({ type, data }) =>
    type === 'ProblemIdentified' ? [data as Readonly<Record<string, string>>] : [],
  );
  const open = identified.filter(({ problemId: id = '' }) => problems.includes(problemStream(id)));
  return { problems: open.map(({ organizationId, item }) => `${organizationId} ${item}`).toSorted(), remediations };
}

/** Each by an inspection of its own. */
const conclusionsOf = ({ inspected }: History): readonly Fact[] =>
  inspected.map(({ branchId, item }, index) => {
    const inspectionId = `I${index}`;
    const findingId = derivedId('finding', inspectionId);
    return concluded(inspectionId, branchId, [
      { findingId, aspect: ASPECTS[item], item, says: '不规范', severity: 'major' },
    ]);
  });

const sameDuties = (pool: Pool, taking: (consumer: FeedConsumer) => boolean) =>
  fc.asyncProperty(history, turns, async (drawn, schedule) => {
    const world = new World(pool);
    await world.forget();
    await world.record(
      editionPublished(),
      ...BRANCHES.map((branchId) => registered(branchId, 'branch')),
      ...factsOf(drawn),
      ...conclusionsOf(drawn),
      // After the visits: what they found is open until then.
      ...drawn.dissolved.map((branchId) => dissolved(branchId, '2023-06-01')),
    );
    const feeding = new Feeding(world, pool, world.consumers.filter(taking));
    for (const turn of schedule) await feeding.turn(turn);
    await feeding.end();
    // What is in no edition is named by its words in the end, and ends where its organization has.
    world.today = LATER;
    await world.door.handle(await world.timetable.due(), SYSTEM);
    await feeding.end();
    expect(await openIn(world)).toEqual(dutiesOf(drawn));
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

it.each(['organization', 'rectification', 'supervision'])(
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
