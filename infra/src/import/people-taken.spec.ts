import { SmallPlatform } from '@zhibu/client/testing';
import { fileKinds, fileName } from '@zhibu/handover';
import { edgesText, editionPath } from '@zhibu/handover/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { runImport } from './intake.ts';
import { type Exit, exits, type ImportOptions } from './options.ts';

let platform: SmallPlatform;
let server: string;
let home: string;
let spoken: string[];

beforeEach(async () => {
  platform = new SmallPlatform();
  server = await platform.listen();
  home = await mkdtemp(join(tmpdir(), 'zhibu-import-'));
  spoken = [];
});
afterEach(async () => {
  await platform.close();
  await rm(home, { recursive: true, force: true });
});

const terminal: Terminal = {
  say: (line) => {
    spoken.push(line);
  },
  complain: (line) => {
    spoken.push(`! ${line}`);
  },
  progress: () => undefined,
};
const heard = (words: string): boolean => spoken.some((line) => line.includes(words));

/** The files of a city, and the list of people beside them. */
async function folderWith(people: string): Promise<void> {
  for (const kind of fileKinds) {
    const text = edgesText(kind, {});
    if (text !== undefined) await writeFile(join(home, fileName(kind, '2022')), text);
  }
  await writeFile(join(home, 'people.csv'), people);
}

function run(options: Partial<ImportOptions> = {}): Promise<Exit> {
  const told = {
    folder: home,
    editions: [editionPath],
    period: '2022',
    asOf: '2022-12-31',
    closeRound: false,
    quotaBasis: undefined,
    closedOn: undefined,
    programmeBases: [],
    dryRun: false,
    acceptGoodRows: false,
    rejects: undefined,
    reports: home,
    waitMinutes: 0.5,
    command: 'npm run import -- …',
    ...options,
  };
  return runImport(told, { server, signal: new AbortController().signal }, terminal);
}

it('takes a list of people in the folder into the directory, and lists its faults with the others', async () => {
  const list = 'personId,name,phone\np-1,王小明,\np-2,李秀英,13800138000\n';
  await folderWith(list);
  expect(await run({ dryRun: true })).toBe(exits.done);
  expect([heard('people (people.csv): 2'), platform.people]).toEqual([true, []]);
  expect(await run()).toBe(exits.done);
  expect(platform.people).toEqual([
    [
      { personId: 'p-1', name: '王小明' },
      { personId: 'p-2', name: '李秀英', phone: '13800138000' },
    ],
  ]);
  expect(heard('2 persons imported')).toBe(true);
  expect(platform.commands.length).toBe(1023);
  await folderWith(`${list}王小明,王小明,\n`);
  expect(await run()).toBe(exits.rowsWrong);
  expect(heard('people.csv row 4 personId')).toBe(true);
  expect(await run({ acceptGoodRows: true })).toBe(exits.doneWithRejects);
  expect([heard('faults in the list of people; nothing was imported'), platform.people.length]).toEqual([true, 1]);
});

it('finds in the list of people, dry too, what the directory would refuse', async () => {
  await folderWith('personId,name\np-1,王\u200b小明\n13800138000,李秀英\n');
  expect(await run({ dryRun: true })).toBe(exits.rowsWrong);
  expect([heard('people.csv row 2 name'), heard('people.csv row 3 personId')]).toEqual([true, true]);
  expect(heard('13800138000')).toBe(false);
});

it.each([
  [422, 'INPUT_INVALID', exits.doneWithRejects, 'refused the list of people'],
  [404, 'NOT_FOUND', exits.done, 'keeps no directory of people'],
] as const)('ends where people are refused (%d %s), once rounds are concluded, and says so', async (...given) => {
  const [status, code, exit, words] = given;
  await folderWith('personId,name\np-1,王小明\n');
  platform.directory = () => [status, { code }];
  expect(await run()).toBe(exit);
  expect(platform.commands.length).toBe(1023);
  expect(spoken.filter((line) => line.includes(words))).toHaveLength(1);
  expect(spoken.findIndex((line) => line.includes(words))).toBeGreaterThan(
    spoken.findIndex((line) => line.includes('等次分布')),
  );
});
