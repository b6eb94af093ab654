import { SmallPlatform } from '@zhibu/client/testing';
import { editionPath, otherEditionPath, reportFolder } from '@zhibu/handover/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

const hear = (line: string): void => {
  spoken.push(line);
};
const terminal: Terminal = { say: hear, complain: hear, progress: () => undefined };
const heard = (words: string): boolean => spoken.some((line) => line.includes(words));

/** A copy of a report's files, for what the import writes stands beside its folder. */
async function copyOf(report: string): Promise<string> {
  const folder = join(home, report.replaceAll('/', '-'));
  await cp(reportFolder(report), folder, { recursive: true });
  return folder;
}

function run(folder: string, options: Partial<ImportOptions> = {}): Promise<Exit> {
  const told = {
    folder,
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
    reports: dirname(folder),
    waitMinutes: 0.5,
    command: 'npm run import -- …',
    ...options,
  };
  return runImport(told, { server, signal: new AbortController().signal }, terminal);
}
const sent = (name: string): readonly object[] =>
  platform.commands.filter((command) => command.name === name).map(({ data }) => data);

describe('a corrected folder', () => {
  it('withdraws the veto that it no longer names, and grades the branch anew', async () => {
    expect(await run(await copyOf('03-veto-removed/first'))).toBe(exits.done);
    expect(sent('RecordVeto')).toMatchObject([{ branchId: 'K031-B01', veto: 'V1' }]);
    const before = platform.commands.length;
    expect(await run(await copyOf('03-veto-removed/corrected'))).toBe(exits.done);
    expect(sent('WithdrawVeto')).toMatchObject([{ branchId: 'K031-B01', veto: 'V1' }]);
    const anew = platform.commands.slice(before).map(({ name, data }) => `${name} ${String(data['branchId'])}`);
    expect(anew.indexOf('GradeBranch K031-B01')).toBeGreaterThan(anew.indexOf('WithdrawVeto K031-B01'));
  });

  it('does nothing more when it comes again, and records the veto again when its row comes back', async () => {
    const first = await copyOf('03-veto-removed/first');
    const corrected = await copyOf('03-veto-removed/corrected');
    await run(first);
    await run(corrected);
    await run(corrected);
    expect(sent('WithdrawVeto')).toHaveLength(1);
    await run(first);
    expect(sent('RecordVeto')).toHaveLength(2);
  });

  it('says in a dry run what it would withdraw, and withdraws nothing', async () => {
    await run(await copyOf('03-veto-removed/first'));
    expect(await run(await copyOf('03-veto-removed/corrected'), { dryRun: true })).toBe(exits.done);
    expect([sent('WithdrawVeto'), heard('WithdrawVeto: 1')]).toEqual([[], true]);
  });

  it('names a veto that a person entered, and leaves it', async () => {
    const folder = await copyOf('03-veto-removed/corrected');
    await run(folder);
    platform.told = (query) =>
      query.includes('handedOver')
        ? {
            branches: {
              edges: [
                {
                  node: {
                    organization: { id: 'K031-B02' },
                    vetoes: [
                      {
                        scheme: 'classification',
                        period: '2022',
                        code: 'V2',
                        stands: true,
                        revision: 3,
                        file: null,
                        content: null,
                      },
                    ],
                    priors: [],
                  },
                },
              ],
              pageInfo: { hasNextPage: false, endCursor: null },
            },
          }
        : undefined;
    expect(await run(folder)).toBe(exits.done);
    expect([sent('WithdrawVeto'), heard('vetoes-2022.csv vetoCode “K031-B02 V2”：平台上登记有此一票否决情形')]).toEqual(
      [[], true],
    );
  });
});

describe('a quotation mark out of place', () => {
  it('sends nothing; with the good rows accepted no branch is graded whose rows may be gone', async () => {
    const folder = await copyOf('01-quote-in-remark');
    expect(await run(folder)).toBe(exits.rowsWrong);
    expect([platform.commands, heard('ratings-2022.csv 第2行 备注')]).toEqual([[], true]);
    expect(await run(folder, { acceptGoodRows: true })).toBe(exits.doneWithRejects);
    expect(sent('GradeBranch')).toMatchObject([{ branchId: 'K011-B04' }]);
    const rejects = join(`${folder}-rejects`, 'ratings-2022.csv');
    await writeFile(rejects, (await readFile(rejects, 'utf8')).replaceAll('"', ''));
    expect(await run(`${folder}-rejects`)).toBe(exits.done);
    expect(sent('GradeBranch')).toHaveLength(4);
  });
});

describe('several editions', () => {
  it('are all published, and the files graded by the first', async () => {
    const folder = await copyOf('05-excel-dates');
    expect(await run(folder, { editions: [editionPath, otherEditionPath] })).toBe(exits.done);
    expect(sent('PublishEdition')).toHaveLength(2);
    expect(sent('OpenRound')).toMatchObject([{ scheme: 'classification' }]);
  });

  it('are not published again, and none is given twice', async () => {
    const folder = await copyOf('05-excel-dates');
    await run(folder, { editions: [editionPath] });
    expect(await run(folder, { editions: [editionPath, editionPath] })).toBe(exits.rowsWrong);
    expect(heard('已由classification-2022.json给出')).toBe(true);
  });
});

describe('what was recorded', () => {
  it('is waited for by its place in the log, whatever the clock said', async () => {
    const asked: unknown[] = [];
    platform.told = (query, variables) => {
      if (query.includes('knownAt')) throw new Error('an instant was asked for');
      if (query.includes('shown(')) asked.push(variables);
      return undefined;
    };
    const both = [
      { service: 'organization', position: '1' },
      { service: 'assessment', position: '1' },
    ];
    const folder = await copyOf('05-excel-dates');
    expect(await run(folder)).toBe(exits.done);
    expect([asked.length, asked]).toEqual([2, expect.arrayContaining(both)]);
    // And again for the closing, which confirms what was shown before.
    expect(await run(folder, { closeRound: true, quotaBasis: '9号' })).toBe(exits.done);
    expect(asked.length).toBeGreaterThanOrEqual(4);
  });
});
