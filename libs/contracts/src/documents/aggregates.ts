import { readdir } from 'node:fs/promises';

const folder = new URL('../../src/', import.meta.url);
/** The file that names every aggregate; written from the contracts that are there. */
export const aggregatesFile = new URL('aggregates.ts', folder);

/** What `aggregates.ts` says while these contracts are there: a new `*.contract.ts` needs no list to be added to. */
export async function aggregatesText(): Promise<string> {
  const names = (await readdir(folder)).flatMap((name) => /^([a-z-]+)\.contract\.ts$/.exec(name)?.[1] ?? []).sort();
  const constant = (name: string): string => `${camel(name)}Contract`;
  return [
    '// Written by `npm run catalogue -w @zhibu/contracts` from the files `*.contract.ts`; do not edit.',
    ...names.map((name) => `import { ${constant(name)} } from './${name}.contract.ts';`),
    '',
    ...names.map((name) => `export * from './${name}.contract.ts';`),
    '',
    '/** Every aggregate of the platform. */',
    'export const aggregates = {',
    ...names.map((name) => `  ${camel(name)}: ${constant(name)},`),
    '};',
    '',
  ].join('\n');
}

const camel = (name: string): string => name.replace(/-([a-z])/g, (_joint, letter: string) => letter.toUpperCase());
