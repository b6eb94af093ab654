import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { whenDown } from '@zhibu/service-kit';
import fc from 'fast-check';
import { lockedModel } from '../read-model.ts';
import type { History } from '../testing/history.ts';
import { Naive } from '../testing/naive.ts';
import { places, randomHistory } from '../testing/random-history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../testing/read-model-under-test.ts';
import { views } from '../views/index.ts';
import { lockTable, preparePolicies } from './policies.ts';
import { openDetails, refuseOpenDetails, rowSecurityCheck } from './row-security.ts';
import type { Roots } from './roots.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());
beforeEach(() => under.empty());

/** Every table of details by the column that names the organization. */
const details = [
  ...views.flatMap((view) => Object.entries(view.details)),
  ...['process_step', 'process_standing'].map((table) => [table, 'organization_id'] as const),
];

/** Why everybody's look-ups read all of a table. */
const open: Readonly<Record<string, string>> = {
  organization: 'the kind and the day of opening of an organization: the tree itself',
  place: 'the tree: figures are counted by it, and the policies ask it',
  finding_span: 'spans of counting: filtered, the figures would be wrong',
  rating_span: 'spans of counting: filtered, the figures would be wrong',
  process_span: 'spans of counting: filtered, the figures would be wrong',
  problem_span: 'spans of counting: filtered, the figures would be wrong',
  remediation_span: 'spans of counting: filtered, the figures would be wrong',
  document_span: 'spans of counting: filtered, the figures would be wrong',
  data_match_span: 'spans of counting: filtered, the figures would be wrong',
  draw_span: 'spans of counting, of which there are none',
  inspection_span: 'spans of counting: filtered, the figures would be wrong',
  plan_span: 'spans of counting, of which there are none',
  designation_span: 'spans of counting: filtered, the figures would be wrong',
  revocation_span: 'spans of counting: filtered, the figures would be wrong',
  batch_span: 'spans of counting, of which there are none',
  programme_span: 'spans of counting, of which there are none',
  six_haves_span: 'spans of counting, of which there are none',
  programme_step: 'published to all who may apply, and no row of anybody stands in it',
  programme_standing: 'published as its steps are',
  tally: 'figures',
  known_tally: 'figures',
  edition_grade: 'what a published edition says, to everybody',
  edition_state: 'what an edition says, to everybody',
  round_event: 'a round is told to all whom it grades, who stand below its committee',
  round_closing: 'that a round is closed',
  duty_fact: 'by which it is known under what roots somebody stands, before there are any',
  ever_under: 'which organization ever stood under which: the tree',
  organization_name: 'what an organization is called and under whom it stands, which is known of those above, too',
};
const OF_THE_PROGRAM = /^(feed_.*|parked_.*|relay_.*|kept_build|view_version|_prisma_migrations)$/;

it('has every table of the read model under a policy, or open for a reason', async () => {
  const { rows } = await under.owner.query<{ name: string; locked: boolean; read: boolean; written: boolean }>(
    `SELECT c.relname AS name, c.relrowsecurity AND EXISTS (SELECT FROM pg_policies p
         WHERE p.schemaname = 'gateway' AND p.tablename = c.relname AND p.roles = '{gateway_reader}' AND p.cmd = 'SELECT') AS locked,
       has_table_privilege('gateway_reader', c.oid, 'SELECT') AS read,
       has_table_privilege('gateway_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') AS written
     FROM pg_class c WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind IN ('r', 'p', 'v')`,
  );
  const named = (which: (row: (typeof rows)[number]) => boolean): readonly string[] =>
    rows
      .filter(which)
      .map(({ name }) => name)
      .sort();
  expect(named(({ locked }) => locked)).toEqual(details.map(([table]) => table).sort());
  expect(named(({ locked, read }) => read && !locked)).toEqual(Object.keys(open).sort());
  expect(named(({ read }) => !read)).toEqual(named(({ name }) => OF_THE_PROGRAM.test(name)));
  expect(named(({ written }) => written)).toEqual([]);
});

/** A row of every table of details for every organization, whatever its events have led to. */
async function filled(history: History): Promise<void> {
  await under.empty();
  await under.apply(history.events);
  for (const [table, subject] of details.filter(([name]) => !name.startsWith('process_')))
    await under.owner.query(await rowsOf(table, subject), [places]);
}

/** A statement by which each of $1 has a row with nothing in it that matters. */
async function rowsOf(table: string, subject: string): Promise<string> {
  const { rows } = await under.owner.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  const valueOf = ({ name, type }: { readonly name: string; readonly type: string }): string => {
    if (name === subject || name === 'key') return 'id';
    if (name === 'aggregate') return `'${table.replace(/_(step|standing)$/, '').replaceAll('_', '-')}'`;
    if (name === 'kind' && table === 'handed_over') return "'veto'";
    return VALUES[type] ?? `'made'`;
  };
  return `INSERT INTO ${table} (${rows.map(({ name }) => name).join(', ')})
    SELECT ${rows.map(valueOf).join(', ')} FROM unnest($1::text[]) id`;
}

const VALUES: Readonly<Record<string, string>> = {
  integer: '9999',
  bigint: '9999',
  boolean: 'true',
  date: "'2022-01-01'",
  jsonb: "'{}'",
  uuid: 'gen_random_uuid()',
  'timestamp(3) with time zone': "'2023-01-01'",
};

/** Whom some organizations ever had under them, on whatever day and as known whenever: asked one moment after the other. */
function everUnder(events: readonly RecordedEvent[], roots: readonly string[]): ReadonlySet<string> {
  const ofTree = events.filter(({ stream }) => stream.startsWith('organization-'));
  const days = new Set(
    ofTree.map(({ data }) => String(Reflect.get(data, 'openedOn') ?? Reflect.get(data, 'effectiveOn'))),
  );
  const instants = [...new Set(ofTree.map(({ recordedAt }) => recordedAt))];
  const moments = instants.flatMap((knownAt) => [...days].map((day) => new Naive(ofTree, day, knownAt)));
  return new Set(moments.flatMap((naive) => roots.flatMap((root) => naive.livingUnder(root))));
}

/** How many rows each organization has in a table, as a text an organization; rows about none aside. */
async function counted(sql: Sql, [table, subject]: readonly [string, string]): Promise<readonly string[]> {
  const { rows } = await sql.query<{ id: string; count: string }>(
    `SELECT ${subject} AS id, count(*) FROM ${table} WHERE ${subject} IS NOT NULL GROUP BY 1`,
  );
  return rows.map(({ id, count }) => `${table} ${id} ${count}`).sort();
}

/** What is shown under these roots and must not be, and what is not shown and must be. */
async function faults(history: History, roots: readonly string[]): Promise<readonly string[]> {
  const allowed = everUnder(history.events, roots);
  const { sql } = lockedModel(under.open, roots);
  const found: string[] = [];
  for (const one of details) {
    const all = await counted(under.owner, one);
    const expected = new Set(all.filter((text) => allowed.has(text.split(' ')[1] ?? '')));
    const shown = new Set(await counted(sql, one));
    expect(all.length).toBeGreaterThan(0);
    found.push(...[...shown].filter((text) => !expected.has(text)).map((text) => `shown: ${text}`));
    found.push(...[...expected].filter((text) => !shown.has(text)).map((text) => `missing: ${text}`));
  }
  return found;
}

const someRoots = fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 3 });

it('shows of every table exactly the rows of those that ever stood under the roots', () =>
  fc.assert(
    fc.asyncProperty(randomHistory, someRoots, async (history, roots) => {
      await filled(history);
      expect(await faults(history, roots)).toEqual([]);
    }),
    { numRuns: 25 },
  ));

const rowsShown = async (sql: Sql): Promise<number> => {
  let shown = 0;
  for (const [table] of details) shown += (await sql.query(`SELECT FROM ${table}`)).rowCount ?? 0;
  return shown;
};

it('shows nothing where nothing is set, by no root, and by a root that is a star; and no setting outlives its statement', async () => {
  await filled(fc.sample(randomHistory, { numRuns: 1, seed: 7 })[0] ?? fail());
  const shown = (roots: Roots): Promise<number> => rowsShown(lockedModel(under.open, roots).sql);
  expect(await shown('all')).toBeGreaterThan(0);
  expect(await rowsShown(under.pools.reading)).toBe(0);
  expect([await shown([]), await shown(['*'])]).toEqual([0, 0]);
  expect(await under.open.prisma.decision.count()).toBe(0);
});

const fail = (): never => {
  throw new Error('nothing was made');
};

it('lets Prisma, too, see as far as the roots reach, whoever else asks beside it', async () => {
  const history = fc.sample(randomHistory, { numRuns: 1, seed: 7 })[0] ?? fail();
  await filled(history);
  const branchesSeen = async (roots: Roots): Promise<readonly string[]> => {
    const { prisma } = lockedModel(under.open, roots);
    return [
      ...new Set((await prisma.decision.findMany({ select: { branchId: true } })).map(({ branchId }) => branchId)),
    ].sort();
  };
  const [all, ofOne, ofNone, ofAnother] = await Promise.all([
    branchesSeen('all'),
    branchesSeen(['B1']),
    branchesSeen([]),
    branchesSeen(['B2']),
  ]);
  expect(all.length).toBeGreaterThan(2);
  expect([ofOne, ofNone, ofAnother]).toEqual([['B1'], [], ['B2']]);
});

it('tells a policy whose column is not qualified', async () => {
  const history = fc.sample(randomHistory, { numRuns: 1, seed: 7 })[0] ?? fail();
  await filled(history);
  const table = 'organization_fact';
  await under.owner.query(`DROP POLICY seen ON ${table}`);
  await under.owner.query(`CREATE POLICY seen ON ${table} FOR SELECT TO gateway_reader USING (EXISTS (
    SELECT FROM ever_under s WHERE s.organization_id = organization_id AND s.ancestor_id = ANY ((SELECT string_to_array(current_setting('zhibu.roots', true), ' '))::text[])))`);
  expect(await faults(history, ['U1'])).toContainEqual(expect.stringContaining('shown: organization_fact U2'));
  await preparePolicies(under.owner, views);
  expect(await faults(history, ['U1'])).toEqual([]);
  const policies = async (): Promise<unknown> =>
    (await under.owner.query(`SELECT oid, polrelid FROM pg_policy ORDER BY oid`)).rows;
  const before = await policies();
  await preparePolicies(under.owner, views);
  expect(await policies()).toEqual(before);
});

it('names whom it does not bind', async () => {
  expect(await openDetails(under.pools.reading, views)).toEqual([]);
  await expect(refuseOpenDetails(under.owner, views)).rejects.toThrow(
    /READER_DATABASE_URL \(row-level-security\).*decision/,
  );
  await under.owner.query('ALTER TABLE decision DISABLE ROW LEVEL SECURITY');
  const { isRequired, check } = rowSecurityCheck(under.pools.reading, views);
  expect([isRequired, await check()]).toEqual([true, whenDown.rowSecurity]);
  await lockTable(under.owner, { schema: 'gateway', table: 'decision', subject: 'branch_id' });
  expect(await check()).toBeUndefined();
});
