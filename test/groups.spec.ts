import { expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { repository } from './support/program.ts';

interface Group {
  readonly name: string;
  readonly pattern: string;
  readonly lane: number;
}
interface Groups {
  readonly groups: () => readonly Group[];
  readonly lanes: () => readonly (readonly Group[])[];
  readonly waiting: readonly (readonly string[])[];
}
// The launcher is plain JavaScript, for a machine on which nothing is installed yet.
const file = new URL('../infra/launcher/groups.mjs', import.meta.url).href;
const { groups, lanes, waiting } = (await import(file)) as Groups;

const all = groups();
const specs = ['libs', 'services', 'gateway', 'infra', 'test'].flatMap((folder) =>
  readdirSync(`${repository}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.spec\.tsx?$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => `${folder}/${name}`),
);

it('runs every spec in exactly one group, and every group in exactly one lane', () => {
  const matching = (spec: string): readonly string[] =>
    all.filter(({ pattern }) => new RegExp(pattern.replace('./', '^')).test(spec)).map(({ name }) => name);
  expect(specs.length).toBeGreaterThan(100);
  expect(specs.filter((spec) => matching(spec).length !== 1)).toEqual([]);
  const inLanes = lanes().flatMap((lane) => lane.map(({ name }) => name));
  expect(inLanes.toSorted()).toEqual(all.map(({ name }) => name).sort());
});

it('names no group in a waiting lane that is not there', () => {
  const names = all.map(({ name }) => name);
  expect(waiting.flat().filter((name) => !names.includes(name))).toEqual([]);
});
