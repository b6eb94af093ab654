import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { Directory, Keyring, peopleKeys, peopleSchema, WrappingKeys } from '@zhibu/gateway';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Said } from '../support/docker/shell.ts';
import { kustomize } from './programs.ts';
import { pageNamed } from './runbook-pages.ts';
import { Typing } from './typing.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const WITHIN_MS = 240_000;
const words = { CODE: 'P', PERSON: 'p-1', LOGIN: 'li', OVERLAY: 'committee' };

let database: TemporaryDatabase;
let typing: Typing;
beforeAll(async () => {
  if (kustomize === undefined) return;
  database = await temporaryDatabase();
  typing = await Typing.open(database.adminUrl);
  const made = await typing.typed(['npm run k8s:secrets -- ~/zhibu-secrets', 'kubectl -n zhibu wait job']);
  expect(made).toMatchObject({
    code: 0,
    output: expect.stringContaining('Schemas and roles are as this program needs'),
  });
}, WITHIN_MS);
afterAll(async () => {
  typing?.close();
  await database?.drop();
});

/** The lines of a page, in their order, but for those that ask a gateway: there is none here. */
const linesOf = (page: string): readonly string[] =>
  pageNamed(page)
    .blocks.flat()
    .filter((line) => !/^zhibu (audit|document)/.test(line));
const typed = (lines: readonly string[]): Promise<Said> => typing.typed(lines, words);

/** A person in the directory, by the key of the installation, and his account. */
async function listed(): Promise<void> {
  const pool = connect(database.urlFor(`${peopleSchema}_service`), { schema: peopleSchema, max: 1 });
  const keys = peopleKeys.read(typing.read('zhibu-secrets/secrets/gateway/PEOPLE_KEY')) ?? [];
  await new Directory({ pool, keyring: new Keyring(new WrappingKeys(keys)) }).put([
    { personId: 'p-1', name: '王小明' },
  ]);
  await pool.end();
  expect(await typed(['zhibu accounts add LOGIN PERSON'])).toMatchObject({ code: 0 });
}

where('pages typed as they stand, where pods are processes and PostgreSQL is real', () => {
  it(
    'install.md: the last of its first commands gives the link for the administrators, at the address of the overlay',
    async () => {
      const [, install = []] = pageNamed('install.md').blocks;
      const { code, output } = await typed(install);
      expect([code, output]).toEqual([0, expect.stringMatching(/https:\/\/zhibu\.example\.gov\.cn\/\S+/)]);
      expect(typing.told()).toContain(`apply -k ${typing.home}/zhibu-secrets`);
    },
    WITHIN_MS,
  );

  it(
    'rotate-keys.md: names are sealed anew by the new key, and readable by it alone',
    async () => {
      await listed();
      const [keys = [], people = []] = pageNamed('rotate-keys.md').blocks;
      const before = typing.read('zhibu-secrets/secrets/gateway/PEOPLE_KEY');
      const { code, output } = await typed([...keys.filter((line) => /^(now=|mkdir |\w+\(\))/.test(line)), ...people]);
      expect([code, output]).toEqual([0, expect.stringContaining('the keys of 1 persons')]);
      expect(typing.read('zhibu-secrets/secrets/gateway/PEOPLE_KEY')).not.toBe(before);
      expect(JSON.parse(typing.read('people.keys'))).toMatchObject({ keys: [{ personId: 'p-1' }] });
    },
    WITHIN_MS,
  );

  it(
    'a-legal-hold.md: what is taken out is signed, and lies outside of the cluster',
    async () => {
      const { code, output } = await typed(linesOf('a-legal-hold.md').filter((line) => !line.includes('unit-summary')));
      expect([code, output]).toEqual([0, expect.stringContaining('organization: intact')]);
      for (const name of [
        'hold-heads.json',
        'hold.backup',
        'hold.backup.sig',
        'hold-accesses.jsonl',
        'hold-accesses.jsonl.sig',
      ])
        expect([name, existsSync(join(typing.home, name))]).toEqual([name, true]);
      expect(typing.read('hold.backup.sig')).toContain('operator/');
    },
    WITHIN_MS,
  );

  it(
    'forget-a-person.md: he is forgotten, his account is disabled, and a backup of keys made afterwards has none of him',
    async () => {
      await typed(['rm ~/work/people.keys']);
      const { code, output } = await typed(linesOf('forget-a-person.md'));
      expect([code, output]).toEqual([0, expect.stringContaining('p-1 is forgotten')]);
      expect(output).toContain('The account li is disabled');
      expect(JSON.parse(typing.read('people.keys'))).toMatchObject({ keys: [] });
      expect(await typed(['zhibu people forget PERSON'])).toMatchObject({
        code: 1,
        output: expect.stringContaining('does not list p-1'),
      });
    },
    WITHIN_MS,
  );

  it(
    'rebuild-a-view.md: built anew, switched, back again, and the kept one let go',
    async () => {
      const lines = linesOf('rebuild-a-view.md').filter((line) => !line.includes('--accept-difference'));
      const { code, output } = await typed(lines);
      expect([code, output]).toEqual([0, expect.stringContaining('the content is equal; switched')]);
      expect(output).toContain('switched back');
      expect(output).toContain('the kept build is dropped');
    },
    WITHIN_MS,
  );

  it(
    'restore-by-the-stores-own-means.md: each log begins a new generation before the processes come',
    async () => {
      const [, own = []] = pageNamed('restore-by-the-stores-own-means.md').blocks;
      const { code, output } = await typed(own);
      expect([code, output.match(/: new generation [\da-f-]{36}, from position 0 on/g)?.length]).toEqual([0, 4]);
      const told = typing.told().slice(-12);
      const [renewed, applied] = ['renew-generation', 'apply -k'].map((word) =>
        told.findLastIndex((line) => line.includes(word)),
      );
      expect(renewed).toBeLessThan(applied ?? 0);
    },
    WITHIN_MS,
  );

  it(
    'a-log-that-does-not-verify.md: the logs against the signed ends that were taken out',
    async () => {
      const lines = linesOf('a-log-that-does-not-verify.md').filter((line) => !line.startsWith('kubectl'));
      await typed(['cp hold-heads.json heads.json']);
      const { code, output } = await typed(lines);
      expect([code, output.match(/: intact/g)?.length]).toEqual([0, 8]);
    },
    WITHIN_MS,
  );
});
