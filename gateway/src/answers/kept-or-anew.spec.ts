import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventCatalogue, services } from '@zhibu/contracts';
import { connect, inTransaction, type Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import fc from 'fast-check';
import { renewVersions } from '../knowledge/view-versions.ts';
import { applyToReadModel, PROJECTOR_GROUP } from '../projector.ts';
import { rebuild, type Rebuilding, rebuildSwitchBack, unitsOf } from '../rebuild/rebuild.ts';
import { Duties } from '../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../testing/gateways.ts';
import { anyDay, places, randomHistory } from '../testing/random-history.ts';
import { allTables, readModelUnderTest, type ReadModelUnderTest } from '../testing/read-model-under-test.ts';
import { views } from '../views/index.ts';
import { ReadViews } from './noted-model.ts';

/** As many interleavings as a change is tried with; `ZHIBU_ANSWER_RUNS` asks for more. */
const RUNS = Number(process.env['ZHIBU_ANSWER_RUNS'] ?? 8);
const DAY_MS = 86_400_000;
let clock = 0;
let under: ReadModelUnderTest;
let owner: Pool;
let anew: AnsweringGateway;
let keeping: readonly AnsweringGateway[];
beforeAll(async () => {
  under = await readModelUnderTest();
  owner = connect(under.ownerUrl, { schema: 'gateway', max: 4 });
  const started = (bytesKept?: number): Promise<AnsweringGateway> =>
    answeringGateway({ ...under.pools, now: () => clock, ...(bytesKept === undefined ? {} : { bytesKept }) });
  anew = await started(0);
  // Two processes over one database; one has so little room that answers leave it all the time.
  keeping = [await started(), await started(400_000)];
});
afterAll(async () => {
  await Promise.all([anew, ...keeping].map((gateway) => gateway.stop()));
  await owner.end();
  await under.drop();
});

const organizationFields =
  'code name kindLabel openedOn dissolvedOn fullMembers revision parent { name } findings { says }';
const queries = [
  `query ($under: ID!, $asOf: Date, $knownAt: DateTime) { dashboard(under: $under, asOf: $asOf, knownAt: $knownAt) { branches ungraded(scheme: "classification")
    grades(scheme: "classification") { label count } byChild(scheme: "appraisal") { organization { name } branches grades { count } } problems { open overdue closed reopened } } }`,
  `query ($under: ID!) { dashboard(under: $under, period: "2021") { branches grades(scheme: "classification") { count } transitions(scheme: "classification", from: "2020", to: "2021") { fromGrade toGrade count } } }`,
  `query ($under: ID!, $asOf: Date, $knownAt: DateTime) { branches(under: $under, asOf: $asOf, knownAt: $knownAt, first: 3) { totalCount edges { node {
    organization { ${organizationFields} } rating(scheme: "classification") { grade label confirmed decision { eventId actor ledTo { type } } } openProblems activities(year: 2022) { held due } remediations { status } } } } }`,
  `query ($under: ID!, $asOf: Date, $knownAt: DateTime) { organization(id: $under, asOf: $asOf, knownAt: $knownAt) { ${organizationFields} children(first: 2) { totalCount } } }`,
  `query ($under: ID!) { focusList(under: $under) { totalCount edges { reasons node { organization { code } } } } }`,
  `query ($under: ID!, $knownAt: DateTime) { ratingHistory(branchId: $under, scheme: "classification", knownAt: $knownAt) { grade effectiveFrom effectiveTo findings { item } } }`,
  `query ($under: ID!, $asOf: Date) { problems(under: $under, asOf: $asOf) { totalCount edges { node { statusLabel daysOverdue steps { says } } } } }`,
  `query ($under: ID!, $asOf: Date) { remediations(under: $under, asOf: $asOf) { totalCount edges { node { statusLabel since } } } }`,
  `{ edition(id: "classification:示例〔2022〕1号") { status grades { label } rules { says } } round(workCommitteeId: "C", scheme: "classification", period: "2022") {
    closed inScope graded missing { totalCount edges { node { says organization { name } } } } outside { reason } reviews { stale } } }`,
];

const question = fc.record({
  query: fc.constantFrom(...queries),
  // Mostly of many branches, where a day more often than not makes a difference.
  under: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('P', 'C') },
    { weight: 1, arbitrary: fc.constantFrom(...places) },
  ),
  asOf: fc.option(anyDay, { nil: undefined, freq: 1 }),
  knownAt: fc.option(fc.constantFrom('2023-01-01T00:00:20.000Z', '2023-01-01T00:00:40.500Z'), {
    nil: undefined,
    freq: 1,
  }),
  language: fc.constant<string>('zh'),
});
type Question = typeof question extends fc.Arbitrary<infer Asked> ? Asked : never;

type Step =
  | { readonly does: 'events'; readonly count: number; readonly heldBack: boolean }
  | { readonly does: 'minutes' | 'midnights'; readonly count: number }
  | { readonly does: 'release' | 'rebuild' | 'switch back' };
const of = <Does extends Step['does']>(...does: readonly Does[]): fc.Arbitrary<Does> => fc.constantFrom(...does);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: of('events'), count: fc.integer({ min: 1, max: 6 }), heldBack: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ does: of('minutes', 'midnights'), count: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 2, arbitrary: fc.record({ does: of('release') }) },
  { weight: 1, arbitrary: fc.record({ does: of('rebuild', 'switch back') }) },
);

const ask = (gateway: AnsweringGateway, { query, language, ...variables }: Question): Promise<string> =>
  gateway.ask({ query, variables }, { 'accept-language': language });

/** Every gateway answers as the one that keeps nothing, also when asked again. */
async function compare(questions: readonly Question[]): Promise<void> {
  for (const each of questions) {
    const expected = await ask(anew, each);
    for (const gateway of keeping) {
      expect(await ask(gateway, each)).toBe(expected);
      expect(await ask(gateway, each)).toBe(expected);
    }
  }
}

const serviceOf = ({ type }: RecordedEvent): string => eventCatalogue[type]?.service ?? '';

/** The read model amid the events of a history: what it has taken, what waits, and what was taken out of turn. */
class Course {
  private readonly events: readonly RecordedEvent[];
  private taken = 0;
  private held: RecordedEvent[] = [];

  constructor(events: readonly RecordedEvent[]) {
    this.events = events;
  }

  async take({ count, heldBack }: Extract<Step, { does: 'events' }>): Promise<void> {
    const batch = this.events.slice(this.taken, this.taken + count);
    this.taken += batch.length;
    // The first event's stream is parked, and the others go on.
    const waits = (event: RecordedEvent): boolean =>
      this.held.some(({ stream }) => stream === event.stream) || (heldBack && event.stream === batch[0]?.stream);
    this.held.push(...batch.filter(waits));
    await this.apply(batch.filter((event) => !this.held.includes(event)));
  }

  async release(): Promise<void> {
    await this.apply(this.held.splice(0));
  }

  /** The build has what is held back, too: the switch changes answers. */
  async rebuild(): Promise<void> {
    await rebuild(this.rebuilding(), unitsOf('all'), true);
  }

  async switchBack(): Promise<void> {
    const { rows } = await owner.query('SELECT FROM kept_build');
    if (rows.length > 0) await rebuildSwitchBack(this.rebuilding(), 'register');
  }

  private rebuilding(): Rebuilding {
    const log = (service: string) => ({
      readLog: async (after: bigint, limit: number) =>
        this.events.filter((event) => serviceOf(event) === service && event.position > after).slice(0, limit),
    });
    return {
      owner,
      tell: () => undefined,
      logs: Object.fromEntries(services.map((service) => [service, log(service)])),
    };
  }

  private async apply(events: readonly RecordedEvent[]): Promise<void> {
    await inTransaction(under.pools.database, async (transaction) => {
      await applyToReadModel(transaction, events);
      for (const service of services) {
        const last = this.events.slice(0, this.taken).findLast((event) => serviceOf(event) === service);
        await transaction.query(
          `INSERT INTO feed_checkpoint (service, consumer_group, position) VALUES ($1, $2, $3)
           ON CONFLICT (service, consumer_group) DO UPDATE SET position = $3`,
          [service, PROJECTOR_GROUP, String(last?.position ?? 0n)],
        );
      }
    });
  }
}

async function begin(): Promise<void> {
  await under.empty();
  for (const table of allTables)
    await owner.query(`DROP TABLE IF EXISTS gateway_previous.${table}, gateway_build.${table}`);
  await owner.query('TRUNCATE kept_build');
  await renewVersions(owner, views);
}

/** The last millisecond of the day in Shanghai. */
const lastMomentOf = (instant: number): number => instant + DAY_MS - 1 - ((instant + 8 * 3_600_000) % DAY_MS);

async function walk(course: Course, taken: Step): Promise<void> {
  switch (taken.does) {
    case 'events':
      return course.take(taken);
    case 'release':
      return course.release();
    case 'rebuild':
      return course.rebuild();
    case 'switch back':
      return course.switchBack();
    case 'minutes':
      clock += taken.count * 60_000;
      return undefined;
    case 'midnights':
      clock = lastMomentOf(clock) + 1 + (taken.count - 1) * DAY_MS;
      return undefined;
  }
}

const history = randomHistory.map((drawn) => {
  new Duties(drawn)
    .problem('B1', '1.1')
    .rectified('B1', '1.1')
    .problem('B2', '1.1')
    .rectified('B2', '1.1')
    .closed('B2', '1.1', '2023-02-02')
    .remediation('B3', 'RemediationOpened', { effectiveOn: '2023-02-01', reason: '后进', workCommitteeId: 'C' });
  drawn.activity('B1', '2022-03-03', 'party-day').closeRound('classification', '2022');
  return drawn.events;
});

it('never differs from what is answered anew, whatever events, switches and midnights lie between two questions', async () => {
  const told = fc.record({
    events: history,
    beginsOn: anyDay,
    drawn: fc.array(question, { minLength: 2, maxLength: 3 }),
    steps: fc.array(fc.record({ step, asksMeanwhile: fc.boolean() }), { minLength: 4, maxLength: 10 }),
  });
  await fc.assert(
    fc.asyncProperty(told, async ({ events, beginsOn, drawn, steps }) => {
      await begin();
      clock = lastMomentOf(Date.parse(`${beginsOn}T00:00:00Z`));
      // Each in both languages, so that one could be taken for the other.
      const questions = drawn.flatMap((each) => [each, { ...each, language: 'en' }]);
      const course = new Course(events);
      await course.take({ does: 'events', count: events.length - 25, heldBack: false });
      await compare(questions);
      for (const { step: taken, asksMeanwhile } of steps) {
        // What is answered while rows change may mix what was and what is; it must not be answered again afterwards.
        const meanwhile = asksMeanwhile
          ? keeping.flatMap((gateway) => questions.map((each) => ask(gateway, each)))
          : [];
        await walk(course, taken);
        await Promise.all(meanwhile);
        await compare(questions);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);

it('knows of every table of the read model whose it is', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind IN ('r', 'p')
     AND relname !~ '^(feed|parked|relay)_|^_|^(kept_build|view_version|process_step|process_span|process_standing)$'`,
  );
  const reads = new ReadViews(views);
  expect(rows.map(({ name }) => name).sort()).toEqual(expect.arrayContaining([...allTables].sort()));
  for (const { name } of rows) expect([name, reads.inText(`SELECT FROM ${name}`).length]).toEqual([name, 1]);
  expect(reads.inText('SELECT FROM process_step JOIN place')).toEqual(views.map(({ name }) => name));
});
