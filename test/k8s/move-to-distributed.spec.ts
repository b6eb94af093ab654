import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { type Cluster, startCluster } from '@zhibu/infra';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askingAt } from '../support/asking.ts';
import { expectedGrades, gradesUnder } from '../support/city.ts';
import { eventually } from '../support/duties.ts';
import { importedEdges } from '../support/imported-city.ts';
import { discard, run, temporaryFolder } from '../support/platform.ts';
import { kustomize } from './programs.ts';
import { pageNamed } from './runbook-pages.ts';
import { Typing } from './typing.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const WITHIN_MS = 240_000;
const COMMITTEE = '990200';
const words = { CODE: COMMITTEE, OVERLAY: 'committee' };
const paper = Buffer.from('%PDF-1.7 a paper that was handed in');
const sha256 = createHash('sha256').update(paper).digest('hex');

let typing: Typing;
let database: TemporaryDatabase;
let old: string;
let data: string;
let cluster: Cluster | undefined;
beforeAll(async () => {
  if (kustomize === undefined) return;
  const platform = await importedEdges();
  await platform.stop();
  old = platform.data;
  const kept = join(old, 'evidence', sha256.slice(0, 2));
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, sha256), paper);
  [database, data] = await Promise.all([temporaryDatabase(), temporaryFolder()]);
  typing = await Typing.open(database.adminUrl);
  symlinkSync(old, join(typing.home, '.data'));
}, WITHIN_MS);
afterAll(async () => {
  await cluster?.stop();
  typing?.close();
  await database?.drop();
  for (const folder of [old, data]) if (folder) await discard(folder);
}, WITHIN_MS);

const blocks = (page: string): readonly (readonly string[])[] => pageNamed(page).blocks;
const typed = async (lines: readonly string[]): Promise<string> => {
  const { code, output } = await typing.typed(lines, words);
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  return output;
};

where('move-to-distributed.md, typed as it stands on a city that was imported on one machine', () => {
  it(
    'takes out of the old folder what the page names, signed and sealed by the new installation',
    async () => {
      const [looks = [], secrets = [], taken = []] = blocks('move-to-distributed.md');
      expect(await typed(looks)).toContain('assessment: intact');
      await typed(secrets);
      expect(typing.read('.data/people.key').trim()).toBe(typing.read('zhibu-secrets/secrets/gateway/PEOPLE_KEY'));
      await typed(taken);
      expect(typing.read('zhibu.backup.sig')).toContain('"operator/');
    },
    WITHIN_MS,
  );

  it(
    'restores it into the empty database of the cluster, and nothing of a log is missing',
    async () => {
      const [restoring = []] = blocks('restore.md');
      const said = await typed(restoring.slice(1).filter((line) => !line.startsWith('zhibu audit')));
      expect(said).toMatch(/assessment: [1-9]\d* events restored, new generation/);
      expect(said.match(/: intact/g)).toHaveLength(4);
      expect(said).not.toContain('CUT OFF');
    },
    WITHIN_MS,
  );

  it(
    'brings each file of evidence to where Assessment looks for it',
    async () => {
      const [, , , evidence = []] = blocks('move-to-distributed.md');
      await typed(evidence.filter((line) => !line.startsWith('zhibu')));
      expect(typing.read(`evidence/${sha256.slice(0, 2)}/${sha256}`)).toBe(paper.toString());
    },
    WITHIN_MS,
  );

  it(
    'answers from five processes over Kafka with every grade of before, and every rating replays',
    async () => {
      cluster = await startCluster({ data, feed: 'kafka', environment: (name) => databasesOf(name) });
      const gateway = askingAt(cluster.url);
      const expected = Object.fromEntries(await expectedGrades('edges-24'));
      await eventually(async () =>
        expect(Object.fromEntries(await gradesUnder(gateway, COMMITTEE, { asOf: '2022-12-31' }))).toEqual(expected),
      );
      const { code, stdout, stderr } = await run('audit', ['--all', '--under', COMMITTEE, '--data', cluster.data]);
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/已核对24个党支部，0个不一致/);
    },
    WITHIN_MS,
  );

  it(
    'goes on recording there',
    async () => {
      const gateway = askingAt(cluster?.url ?? '');
      const mutation = `mutation ($input: RenameOrganizationInput!) { renameOrganization(input: $input) { projected } }`;
      const input = { organizationId: COMMITTEE, effectiveOn: '2023-01-01', name: '迁入之后' };
      expect(await gateway.query(mutation, { input })).toEqual({ renameOrganization: { projected: true } });
    },
    WITHIN_MS,
  );
});

/** Where each process finds what was restored, as its pod would; the cluster's own database stays empty. */
function databasesOf(name: string): Readonly<Record<string, string>> {
  const own = { DATABASE_URL: database.urlFor(`${name}_service`) };
  if (name !== 'gateway') return own;
  return {
    ...own,
    READER_DATABASE_URL: database.urlFor('gateway_reader'),
    ACCESS_DATABASE_URL: database.urlFor('access_service'),
    PEOPLE_DATABASE_URL: database.urlFor('people_service'),
    PEOPLE_KEY: typing.read('zhibu-secrets/secrets/gateway/PEOPLE_KEY'),
  };
}
