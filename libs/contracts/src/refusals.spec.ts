import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusalWords } from './refusals.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const thrown = /new Refusal\(\s*'([A-Z][A-Z0-9_]*)'|refuseIf\([^;]*?'([A-Z][A-Z0-9_]+)'/g;

async function sourcesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function packagesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(join(repository, folder))).map((name) => `${folder}/${name}/src`);
}

/** Every code that a source throws, with one place where it does. */
async function codesThrown(): Promise<ReadonlyMap<string, string>> {
  const folders = ['gateway/src', 'infra/src', ...(await packagesIn('libs')), ...(await packagesIn('services'))];
  const files = (await Promise.all(folders.map(sourcesOf))).flat();
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
  return new Map(
    texts.flatMap(({ file, text }) =>
      [...text.matchAll(thrown)].map((match) => [match[1] ?? match[2] ?? '', file.slice(repository.length)] as const),
    ),
  );
}

describe('refusals', () => {
  it('every code thrown is worded', async () => {
    const codes = await codesThrown();
    expect([...codes.keys()]).toEqual(
      expect.arrayContaining(['COMMAND_UNKNOWN', 'ORGANIZATION_UNKNOWN', 'BEFORE_OPENING']),
    );
    expect([...codes].filter(([code]) => !Object.hasOwn(refusalWords, code))).toEqual([]);
  });

  it.each(Object.entries(refusalWords))('%s is worded in Chinese and English', (code, words) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9_]*$/);
    expect(words.zh).toMatch(/\p{Script=Han}/u);
    expect(words.en).toMatch(/^[^\p{Script=Han}]+$/u);
  });
});
