import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventCatalogue, services } from '@zhibu/contracts';
import { connect, inTransaction, type Pool } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { applyToReadModel, PROJECTOR_GROUP } from '../projector.ts';
import { Duties } from '../testing/duties.ts';
import { History } from '../testing/history.ts';
import { allTables, readModelUnderTest, type ReadModelUnderTest } from '../testing/read-model-under-test.ts';
import { lockedModel } from '../read-model.ts';
import { branchesUnder } from '../views/branch/branch.lookup.ts';
import type { LogReader } from './build.ts';
import { contentOf } from './content.ts';
import {
  type Progress,
  rebuild,
  rebuildGiveUpBack,
  type Rebuilding,
  RebuildRefused,
  rebuildSwitchBack,
  unitsOf,
} from './rebuild.ts';
import { whole } from '../testing/seen.ts';

let under: ReadModelUnderTest;
let owner: Pool;
let history: History;

beforeAll(async () => {
  under = await readModelUnderTest();
  owner = connect(under.ownerUrl, { schema: 'gateway', max: 4 });
});
afterAll(async () => {
  await owner.end();
  await under.drop();
});
beforeEach(async () => {
  await under.empty();
  for (const table of allTables)
    await owner.query(`DROP TABLE IF EXISTS gateway_previous.${table}, gateway_build.${table}`);
  await owner.query('TRUNCATE kept_build; TRUNCATE feed_checkpoint, parked_action CASCADE');
  history = new History().register('C', 'work-committee').edition().register('U', 'unit', 'C');
  for (let index = 1; index <= 30; index += 1) {
    history
      .register(`B${index}`, 'branch', 'U')
      .grade(`B${index}`, '2022', { grade: index % 3 ? 'general' : 'advanced' })
      .activity(`B${index}`, '2022-03-03', 'party-day');
  }
  new Duties(history)
    .problem('B1', '1.1')
    .rectified('B1', '1.1')
    .problem('B2', '1.1')
    .rectified('B2', '1.1')
    .closed('B2', '1.1', '2023-02-20');
  await live();
});

const serviceOf = ({ type }: RecordedEvent): string => eventCatalogue[type]?.service ?? '';
const logOf = (service: string): LogReader => ({
  readLog: async (after, limit) =>
    history.events.filter((event) => serviceOf(event) === service && event.position > after).slice(0, limit),
});
const rebuilding = (tell: (progress: Progress) => void = () => undefined): Rebuilding => ({
  owner,
  tell,
  logs: Object.fromEntries(services.map((service) => [service, logOf(service)])),
});

let taken = 0;
/** The live read model takes events: effects and checkpoints in one transaction, as a subscriber does it. */
async function live(events: readonly RecordedEvent[] = history.events): Promise<void> {
  taken = history.events.length;
  await inTransaction(under.pools.database, async (transaction) => {
    await applyToReadModel(transaction, events);
    for (const service of services) {
      const last = history.events.slice(0, taken).findLast((event) => serviceOf(event) === service)?.position ?? 0n;
      await transaction.query(
        `INSERT INTO feed_checkpoint (service, consumer_group, position) VALUES ($1, $2, $3)
        ON CONFLICT (service, consumer_group) DO UPDATE SET position = $3`,
        [service, PROJECTOR_GROUP, last.toString()],
      );
    }
  });
}
const go = (): Promise<void> => live(history.events.slice(taken));
const content = (schema = 'gateway') => contentOf(owner, schema, allTables);
const branches = async (): Promise<number> =>
  (await branchesUnder(under.model, { under: whole('C') }, { moment: { asOf: '2023-01-01' }, page: { first: 1 } }))
    .totalCount;

it('builds what is live, from the logs, and makes it live', async () => {
  const before = await content();
  const units = unitsOf('all');
  expect(await rebuild(rebuilding(), units)).toEqual({ units, switched: true, differences: [] });
  expect(await content()).toEqual(before);
  expect(await content('gateway_previous')).toEqual(before);
});

it('gives the build every index, key, check, default, setting, right and policy of the live tables', async () => {
  const shape = async (): Promise<unknown> =>
    (
      await owner.query(
        `SELECT c.relname AS table, c.reloptions AS settings,
       (SELECT array_agg(regexp_replace(d, '^CREATE (UNIQUE )?INDEX \\S+ ON \\S+', '\\1') ORDER BY d) FROM pg_index i, regexp_replace(pg_get_indexdef(i.indexrelid), 'gateway\\.', '') d
         WHERE i.indrelid = c.oid) AS indexes,
       c.relispartition AS partition, c.relrowsecurity AS locked, (SELECT array_agg(right_of::text ORDER BY right_of::text) FROM unnest(c.relacl) right_of) AS rights,
       (SELECT array_agg(p.policyname || p.roles::text || p.cmd || p.qual ORDER BY p.policyname) FROM pg_policies p
         WHERE p.schemaname = 'gateway' AND p.tablename = c.relname) AS policies,
       (SELECT array_agg(pg_get_constraintdef(k.oid) ORDER BY 1) FROM pg_constraint k WHERE k.conrelid = c.oid) AS constraints,
       (SELECT array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull ORDER BY a.attnum)
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
     FROM pg_class c WHERE c.relnamespace = 'gateway'::regnamespace AND c.relname = ANY($1) ORDER BY c.relname`,
        [allTables],
      )
    ).rows;
  const before = await shape();
  await rebuild(rebuilding(), unitsOf('all'));
  expect(await shape()).toEqual(before);
});

it('keeps the second lock: what stood under whom is asked of the tables that are live', async () => {
  const seenOf = async (root: string): Promise<readonly string[]> => {
    const { sql } = lockedModel(under.open, [root]);
    const names = await sql.query(`SELECT FROM organization_name WHERE aspect = 'name'`);
    const { rows } = await sql.query<{ id: string }>(
      `SELECT DISTINCT organization_id AS id FROM organization_fact ORDER BY 1`,
    );
    expect(names.rowCount).toBe(history.events.filter(({ type }) => type === 'OrganizationRegistered').length);
    return rows.map(({ id }) => id);
  };
  await rebuild(rebuilding(), ['register']);
  history
    .register('U2', 'unit', 'C')
    .organization('B7', 'OrganizationMoved', { parentId: 'U2', effectiveOn: '2022-02-02' });
  await go();
  expect(await seenOf('U2')).toEqual(['B7', 'U2']);
  await rebuildSwitchBack(rebuilding(), 'register');
  expect(await seenOf('U2')).toEqual(['B7', 'U2']);
  await rebuildGiveUpBack(rebuilding(), 'register');
  expect(await seenOf('U2')).toEqual(['B7', 'U2']);
});

it('lets projecting and queries go on while it builds, and misses nothing of it', async () => {
  let [steps, meanwhile] = [0, Promise.resolve()];
  const goOn = async (step: number): Promise<void> => {
    history
      .register(`N${step}`, 'branch', 'U')
      .organization('B1', 'OrganizationMoved', { parentId: step % 2 ? 'C' : 'U', effectiveOn: '2022-02-02' });
    await go();
    expect(await branches()).toBe(31 + step);
  };
  await rebuild(
    rebuilding(() => {
      const step = steps;
      steps += 1;
      meanwhile = meanwhile.then(() => goOn(step));
    }),
    ['register'],
  );
  await meanwhile;
  expect(await branches()).toBe(30 + steps);
  expect((await rebuild(rebuilding(), ['register'])).differences).toEqual([]);
});

it('does not switch where a live row was tampered with, and says which; accepted, the build replaces it', async () => {
  await owner.query("UPDATE rating_span SET grade = 'lagging' WHERE branch_id = 'B1' AND track = ''");
  const refused = await rebuild(rebuilding(), ['register']);
  expect(refused.switched).toBe(false);
  expect(refused.differences).toEqual([
    {
      table: 'rating_span',
      liveRows: '60',
      builtRows: '60',
      onlyLive: [expect.stringContaining('B1,classification,"",lagging')],
      onlyBuilt: [expect.stringContaining('B1,classification,"",general')],
    },
  ]);
  expect((await rebuild(rebuilding(), ['register'], true)).switched).toBe(true);
  const { rows } = await owner.query("SELECT 1 FROM rating_span WHERE grade = 'lagging'");
  expect(rows).toEqual([]);
});

it('feeds the build before, so that switching back loses nothing, until it is given up', async () => {
  await rebuild(rebuilding(), ['register']);
  history.register('N', 'branch', 'U');
  await go();
  await rebuildSwitchBack(rebuilding(), 'register');
  expect(await branches()).toBe(31);
  expect(await contentOf(owner, 'gateway_previous', ['place', 'tally'])).toEqual(
    await contentOf(owner, 'gateway', ['place', 'tally']),
  );
  await rebuildGiveUpBack(rebuilding(), 'register');
  await expect(rebuildSwitchBack(rebuilding(), 'register')).rejects.toThrow(RebuildRefused);
});

it('goes on with the live one where the build before cannot be fed, and refuses to switch back to it', async () => {
  await rebuild(rebuilding(), ['register']);
  await owner.query("ALTER TABLE gateway_previous.place ADD CHECK (organization_id <> 'N')");
  history.register('N', 'branch', 'U');
  await go();
  expect(await branches()).toBe(31);
  await expect(rebuildSwitchBack(rebuilding(), 'register')).rejects.toThrow(/stopped taking events/);
});

it('leaves out what the live one has parked or discarded, and takes it once it is taken', async () => {
  const [waiting, discarded] = [
    history.register('W', 'branch', 'U').events.at(-1),
    history.register('D', 'branch', 'U').events.at(-1),
  ];
  await live([]);
  await owner.query(
    "INSERT INTO parked_stream (service, consumer_group, stream, position, error) VALUES ('organization', $1, 'organization-W', $2, 'x')",
    [PROJECTOR_GROUP, String(waiting?.position)],
  );
  await owner.query(
    "INSERT INTO parked_action (service, consumer_group, stream, action, actor, reason, detail) VALUES ('organization', $1, 'organization-D', 'discard', 'me', 'r', $2)",
    [PROJECTOR_GROUP, `OrganizationRegistered at organization-D@0, position ${discarded?.position}`],
  );
  const unparked: Promise<unknown>[] = [];
  const retry = async (): Promise<void> => {
    await owner.query('DELETE FROM parked_stream');
    if (waiting) await under.apply([waiting]);
  };
  const result = await rebuild(
    rebuilding(({ step }) => {
      if (step === 'deriving') unparked.push(retry());
    }),
    ['register'],
  );
  await Promise.all(unparked);
  expect(result).toEqual({ units: ['register'], switched: true, differences: [] });
  expect(await branches()).toBe(31);
});

it('knows its views by name, and rebuilds one at a time', async () => {
  expect(unitsOf('rating')).toEqual(['register']);
  expect(() => unitsOf('nothing')).toThrow(RebuildRefused);
  const both = await Promise.allSettled([rebuild(rebuilding(), ['activity']), rebuild(rebuilding(), ['register'])]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
