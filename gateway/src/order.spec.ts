import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { designationStream, inspectionStream } from '@zhibu/contracts';
import type { PoolClient } from 'pg';
import type { RecordedEvent } from '@zhibu/kernel';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import { project } from './projector.ts';
import { Duties, register } from './testing/duties.ts';
import type { History } from './testing/history.ts';
import { allTables, type ReadModelUnderTest, readModelUnderTest } from './testing/read-model-under-test.ts';
import { views } from './views/index.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

// Interleavings of one register each, and of many registers in the same batches, each by itself: a batch of many costs
// little more than one of few.
const RUNS = [
  { times: runs(100), registers: 1 },
  { times: runs(36), registers: 25 },
];
const BRANCHES = ['B1', 'B2', 'B3'];

const basis = { documentNo: '示例〔2023〕1号' };
const team = { leaderId: 'P-1', team: ['P-1', 'P-2'] };
const visit = { scope: 'special', mode: 'on-site', purpose: 'reinspection', bodyId: 'C', ...team };
const outcome = 'rectify';
const counts = { minor: 0, major: 1, grave: 0 };
const designations = [{ programmeId: 'P', outcome }];
const concluded = { visitedOn: '2023-02-10', outcome, counts, findings: [], designations, concludeBy: '2023-02-17' };

const inspected = (history: History, branchId: string, type: string, data: object): History =>
  history.record(inspectionStream(branchId), type, {
    ...visit,
    inspectionId: branchId,
    organizationId: branchId,
    effectiveOn: '2023-02-10',
    ...data,
  });
const designated = (history: History, branchId: string, type: string, data: object): History =>
  history.record(designationStream('P', branchId), type, {
    programmeId: 'P',
    organizationId: branchId,
    level: 'city',
    programmeKind: 'party-building-site',
    ...data,
  });

/** What may become of a branch, in the order in which its streams have it. */
const chapters: readonly ((duties: Duties, branchId: string, prefix: string) => void)[] = [
  ({ history }, branchId) => {
    history.grade(branchId, '2022', { grade: 'lagging' });
  },
  (duties, branchId) => {
    duties
      .problem(branchId, '1.1')
      .causedBy(duties.history.events.at(-2)?.id ?? '')
      .rectified(branchId, '1.1');
  },
  (duties, branchId) => {
    duties.remediation(branchId, 'RemediationOpened', { effectiveOn: '2022-12-31', grounds: [] });
  },
  (duties, branchId) => {
    duties.closed(branchId, '1.1', '2023-02-20');
  },
  ({ history }, branchId) => {
    history.grade(branchId, '2022', { grade: 'general', type: 'GradeRevised' });
  },
  (duties, branchId) => {
    duties.remediation(branchId, 'RemediationWithdrawn', {
      effectiveOn: '2023-03-01',
      because: 'grade-changed',
      reason: '更正',
    });
  },
  ({ history }, branchId) => {
    inspected(history, branchId, 'InspectionScheduled', { visitOn: '2023-02-10' });
    inspected(history, branchId, 'InspectionConcluded', concluded);
  },
  ({ history }, branchId) => {
    designated(history, branchId, 'PriorDesignationRecorded', { effectiveOn: '2021-07-01', basis, source: 'x.csv' });
  },
  (duties, branchId) => {
    const cause = duties.history.events.at(-2)?.id ?? '';
    const look = { inspectedOn: '2023-02-10', inspectionId: branchId, problems: ['不全'], graceUntil: '2023-03-12' };
    designated(duties.history, branchId, 'ReinspectionConditional', { effectiveOn: '2023-02-10', ...look });
    duties.causedBy(cause);
  },
  ({ history }, branchId) => {
    const ended = { effectiveOn: '2023-03-05', revocationId: branchId, basis, plaqueDueOn: '2023-03-20' };
    designated(history, branchId, 'DesignationRevoked', ended);
  },
  ({ history }, branchId, prefix) => {
    history.organization(branchId, 'OrganizationMoved', { parentId: `${prefix}V`, effectiveOn: '2023-03-10' });
  },
  ({ history }, branchId) => {
    history.organization(branchId, 'OrganizationDissolved', { effectiveOn: '2023-06-30', reason: '机构改革' });
  },
];

const story = fc.array(
  fc.record({ branchId: fc.constantFrom(...BRANCHES), chapters: fc.integer({ min: 1, max: chapters.length }) }),
  { minLength: 1, maxLength: 2 },
);

function eventsOf(
  drawn: readonly { readonly branchId: string; readonly chapters: number }[],
  prefix: string,
): readonly RecordedEvent[] {
  const duties = new Duties(register(prefix).edition());
  const told = new Map(drawn.map(({ branchId, chapters: count }) => [branchId, count]));
  for (const [branchId, count] of told)
    for (const chapter of chapters.slice(0, count)) chapter(duties, `${prefix}${branchId}`, prefix);
  return duties.history.events;
}

/** Which stream goes on next, how many of the batches before come again after it, and whether a batch ends there. */
const steps = fc.array(
  fc.record({
    stream: fc.nat(),
    ends: fc.integer({ min: 0, max: 15 }).map((drawn) => drawn === 0),
    again: fc.boolean(),
  }),
  { minLength: 40, maxLength: 60 },
);

type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

/** The events in batches: each stream in order, streams anyhow, one left for the end as if it had been parked. */
function interleaved(events: readonly RecordedEvent[], drawn: Steps): readonly (readonly RecordedEvent[])[] {
  const streams = [...Map.groupBy(events, ({ stream }) => stream).values()].map((stream) => [...stream]);
  const parked = streams.splice(drawn.length % streams.length, 1).flat();
  const batches: RecordedEvent[][] = [];
  let batch: RecordedEvent[] = [];
  for (const { stream, ends, again } of drawn) {
    batch.push(...next(streams[stream % streams.length]));
    if (!ends) continue;
    batches.push(batch);
    batch = again ? [...batch] : [];
  }
  return [...batches, batch, streams.flat(), parked, parked];
}

/** The batches of several registers as one: each of all that have one left. */
function together(
  registers: readonly (readonly (readonly RecordedEvent[])[])[],
): readonly (readonly RecordedEvent[])[] {
  const longest = Math.max(...registers.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => registers.flatMap((batches) => batches[index] ?? []));
}

const next = (stream: RecordedEvent[] = []): readonly RecordedEvent[] => stream.splice(0, 1);

interface TableContent {
  readonly table: string;
  readonly rows: string;
  readonly hash: string;
}

// All tables in one statement. A tally that has come to nothing is as good as none.
const CONTENT =
  allTables
    .map(
      (
        table,
      ) => `SELECT '${table}' AS table, count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS hash
  FROM ${table.endsWith('tally') ? `(SELECT * FROM ${table} WHERE delta <> 0)` : table} t`,
    )
    .join(' UNION ALL ') + ' ORDER BY 1';

/** The read model's content after these batches; nothing of it stays. */
async function contentAfter(
  client: PoolClient,
  batches: readonly (readonly RecordedEvent[])[],
): Promise<readonly TableContent[]> {
  await client.query('BEGIN');
  try {
    for (const batch of batches.filter(({ length }) => length > 0)) await project(client, views, batch);
    const { rows } = await client.query<TableContent>(CONTENT);
    return rows;
  } finally {
    await client.query('ROLLBACK');
  }
}

it.each(RUNS)(
  'has the same content, whatever the interleaving, the repeats and what waited: $times times of $registers registers',
  async ({ times, registers }) => {
    const client = await under.owner.connect();
    const inOrder = new Map<string, readonly TableContent[]>();
    const told = fc.array(fc.record({ story, steps }), { minLength: registers, maxLength: registers });
    try {
      await fc.assert(
        fc.asyncProperty(told, async (drawn) => {
          const all = drawn.map(({ story: of, steps: interleaving }, index) => ({
            events: eventsOf(of, registers === 1 ? '' : `${index}-`),
            interleaving,
          }));
          const key = JSON.stringify(drawn.map(({ story: of }) => of));
          const expected = inOrder.get(key) ?? (await contentAfter(client, [all.flatMap(({ events }) => events)]));
          inOrder.set(key, expected);
          expect(
            await contentAfter(
              client,
              together(all.map(({ events, interleaving }) => interleaved(events, interleaving))),
            ),
          ).toEqual(expected);
        }),
        { numRuns: times, endOnFailure: true },
      );
    } finally {
      client.release();
    }
  },
  600_000,
);
