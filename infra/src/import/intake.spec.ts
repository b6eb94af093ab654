import { SmallPlatform } from '@zhibu/client/testing';
import { fileKinds, fileName, type ProgrammeBasis } from '@zhibu/handover';
import { cell, edgesText, editionPath, type Edits } from '@zhibu/handover/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '@zhibu/kernel';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { runImport } from './intake.ts';
import { type Exit, exits, type ImportOptions } from './options.ts';

const B3 = '990200-SZGW-001-B003';
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

async function folderWith(edits: Edits = {}, name = 'city'): Promise<string> {
  const folder = join(home, name);
  await mkdir(folder, { recursive: true });
  for (const kind of fileKinds) {
    const text = edgesText(kind, edits);
    if (text !== undefined) await writeFile(join(folder, fileName(kind, '2022')), text);
  }
  return folder;
}

function run(
  folder: string,
  options: Partial<ImportOptions> = {},
  signal = new AbortController().signal,
): Promise<Exit> {
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
  return runImport(told, { server, signal, actor: '张-1' }, terminal);
}

const count = (name: string, from = 0): number =>
  platform.commands.slice(from).filter((command) => command.name === name).length;

describe('an import', () => {
  it('sends everything once, in batches of at most 500, in the name of the actor, and ends with 0', async () => {
    expect(await run(await folderWith())).toBe(exits.done);
    expect([
      platform.commands.length,
      Math.max(...platform.batches.map((batch) => batch.length)) <= 500,
      new Set(platform.operators),
    ]).toEqual([1023, true, new Set(['张-1'])]);
    expect(heard('超过比例') && heard('等次分布')).toBe(true);
    expect(heard('2 项以往命名：市直工委级基层党建示范点1、省级规范化建设示范点1')).toBe(true);
  });

  it('sends a parent before its child, an input before its grade, and an organization’s commands together', async () => {
    await run(await folderWith());
    const at = new Map(
      platform.batches.flatMap((batch, index) =>
        batch.map(({ name, data }) => [`${name} ${String(data['code'] ?? data['branchId'] ?? '')}`, index]),
      ),
    );
    expect(at.get('RegisterOrganization 990200')).toBeLessThan(at.get('RegisterOrganization 990200-SZGW') ?? -1);
    expect(at.get(`SubmitRating ${B3}`)).toBeLessThan(at.get(`GradeBranch ${B3}`) ?? -1);
    const withName = platform.batches.findIndex((batch) => batch.some(({ data }) => data['code'] === B3));
    expect(
      platform.batches[withName]
        ?.filter(({ data }) => (data['code'] ?? data['organizationId']) === B3)
        .map(({ name }) => name),
    ).toEqual(['RegisterOrganization', 'ReportMembership', 'RecordElection', 'ConfirmSecretary']);
  });

  it('repeated asks for nothing of the register, and closes the round where told to', async () => {
    const folder = await folderWith();
    await run(folder);
    const before = platform.commands.length;
    expect(await run(folder, { closeRound: true, closedOn: '2023-01-20', quotaBasis: '示例〔2023〕1号' })).toBe(
      exits.done,
    );
    expect([
      count('RegisterOrganization', before),
      count('ReportMembership', before),
      count('RegisterProgramme', before) + count('RecordPriorDesignation', before),
      count('CloseRound', before),
    ]).toEqual([0, 0, 0, 1]);
    expect(platform.commands.at(-1)?.data['quotaBasis']).toEqual({ documentNo: '示例〔2023〕1号' });
    expect(platform.commands.at(-1)?.data['effectiveOn']).toBe('2023-01-20');
  });

  it('repeated after an interruption sends the same commands under the same ids', async () => {
    const folder = await folderWith();
    const interrupted = new AbortController();
    platform.trouble = () => {
      if (platform.batches.length === 6) interrupted.abort();
      return undefined;
    };
    expect(await run(folder, {}, interrupted.signal)).toBe(exits.refused);
    expect(heard('可重复同一命令')).toBe(true);
    const sent = platform.commands.length;
    expect(sent).toBeLessThan(1023);
    platform.trouble = () => undefined;
    expect(await run(folder)).toBe(exits.done);
    const activities = platform.commands.filter(({ name }) => name === 'RecordActivity');
    expect(new Set(activities.map(({ commandId }) => commandId)).size).toBe(696);
    expect(count('RegisterOrganization', sent)).toBe(0);
  });

  it('goes on under the same ids when the platform is away for a moment', async () => {
    let troubles = 2;
    platform.trouble = () => (troubles-- > 0 ? 503 : undefined);
    expect(await run(await folderWith())).toBe(exits.done);
    expect(platform.commands.length).toBe(1023);
  });

  it('sends nothing in a dry run, and needs no platform for it', async () => {
    const folder = await folderWith();
    expect(await run(folder, { dryRun: true })).toBe(exits.done);
    expect([platform.commands.length, heard('GradeBranch: 24')]).toEqual([0, true]);
    await platform.close();
    expect(await run(folder, { dryRun: true })).toBe(exits.done);
    expect(await run(folder)).toBe(exits.refused);
    expect(heard('npm start')).toBe(true);
  });

  it('does not grade a branch of which an input was refused, tells of it, and ends with 3', async () => {
    platform.judge = ({ name, data }) => {
      if (name === 'RecordPoll' && data['branchId'] === B3) throw new Refusal('POLL_ODD');
    };
    expect(await run(await folderWith(), { closeRound: true })).toBe(exits.refused);
    expect([count('GradeBranch'), count('CloseRound'), heard('POLL_ODD')]).toEqual([23, 0, true]);
  });

  it('stops where the register is refused, for what follows stands on it', async () => {
    platform.judge = ({ data }) => {
      if (data['code'] === '990200-SZGW') throw new Refusal('ORGANIZATION_EXISTS');
    };
    expect(await run(await folderWith())).toBe(exits.refused);
    expect([count('RegisterOrganization'), count('RecordActivity')]).toEqual([3, 0]);
  });

  it('records a programme and on what it rests before its designations, and none of these where one is refused', async () => {
    const basis: ProgrammeBasis = {
      level: 'province',
      kind: 'standardization-site',
      approval: 'approved',
      documentNo: '示例〔2020〕1号',
    };
    const folder = await folderWith();
    platform.judge = ({ name }) => {
      if (name === 'RecordApprovalBasis') throw new Refusal('PROGRAMME_OTHER_BODY');
    };
    const programmeBases = [basis] as const;
    expect(await run(folder, { programmeBases })).toBe(exits.refused);
    expect([count('RegisterProgramme'), count('RecordPriorDesignation'), count('GradeBranch')]).toEqual([2, 0, 24]);
    platform.judge = () => undefined;
    expect(await run(folder, { programmeBases })).toBe(exits.done);
    expect([count('RegisterProgramme'), count('RecordPriorDesignation')]).toEqual([2, 2]);
  });

  it('waits for refusals that pass by themselves', async () => {
    let early = true;
    platform.judge = ({ name }) => {
      if (name !== 'OpenRound' || !early) return;
      early = false;
      throw new Refusal('SERVICE_UNAVAILABLE');
    };
    expect(await run(await folderWith())).toBe(exits.done);
  });
});

describe('an outage meanwhile', () => {
  const away = (milliseconds: number): void => {
    let until: number | undefined;
    platform.judge = ({ name }) => {
      if (name !== 'GradeBranch') return;
      until ??= Date.now() + milliseconds;
      if (Date.now() < until) throw new Refusal('SERVICE_UNAVAILABLE');
    };
  };

  it('is waited out: it says so and for what, goes on by itself, and holds nothing against the rows', async () => {
    away(4_000);
    expect(await run(await folderWith())).toBe(exits.done);
    expect([heard('cannot be asked; waiting'), heard('已恢复，继续'), heard('refused')]).toEqual([true, true, false]);
    expect(new Set(platform.commands.map(({ commandId }) => commandId)).size).toBeGreaterThan(23);
    expect(await run(await folderWith())).toBe(exits.done);
  }, 30_000);

  it('is given up in one sentence with the command to repeat, and 3', async () => {
    away(60_000);
    expect(await run(await folderWith(), { waitMinutes: 0.01, command: 'npm run import -- x' })).toBe(exits.refused);
    expect(spoken.filter((line) => line.startsWith('! '))).toEqual([
      expect.stringMatching(
        /超过0.01分钟不能应答，已停止.*：npm run import -- x\n.*nothing is done twice: npm run import -- x$/,
      ),
    ]);
  }, 30_000);

  it('of a platform that is not there at the start is said at once', async () => {
    await platform.close();
    const begun = Date.now();
    expect(await run(await folderWith())).toBe(exits.refused);
    expect([Date.now() - begun < 5_000, heard('the platform is not there')]).toEqual([true, true]);
    platform = new SmallPlatform();
    server = await platform.listen();
  });
});

describe('wrong rows', () => {
  const wrong = { ratings: cell(60, 'deduction', '1e3'), register: cell(8, 'openedOn', '2022-02-30') };

  it('are all reported at once, in both languages and in files, and nothing is sent', async () => {
    const folder = await folderWith(wrong);
    expect(await run(folder)).toBe(exits.rowsWrong);
    expect(platform.commands).toEqual([]);
    expect(heard('register.csv 第8行 openedOn “2022-02-30”：不是存在的日期')).toBe(true);
    const faults = JSON.parse(await readFile(`${folder}-faults.json`, 'utf8')) as { row: number; code: string }[];
    expect(faults.map(({ row, code }) => [row, code])).toEqual([
      [8, 'day-invalid'],
      [60, 'amount-invalid'],
    ]);
    expect(await readFile(`${folder}-faults.csv`, 'utf8')).toContain(
      'ratings-2022.csv,60,deduction,1e3,amount-invalid',
    );
  });

  it('are written where it is told, and nothing beside the folder, which may be another’s', async () => {
    const folder = await folderWith(wrong);
    const reports = join(home, 'told', 'deeper');
    expect(await run(folder, { reports })).toBe(exits.rowsWrong);
    expect(await readdir(reports)).toEqual(
      expect.arrayContaining(['city-faults.csv', 'city-faults.json', 'city-warnings.csv']),
    );
    expect((await readdir(home)).toSorted()).toEqual(['city', 'told']);
    expect(heard(join(reports, 'city-faults.csv'))).toBe(true);
  });

  it('go back where the good ones are accepted; mended, the same command takes them in and grades', async () => {
    const folder = await folderWith(wrong);
    expect(await run(folder, { acceptGoodRows: true })).toBe(exits.doneWithRejects);
    expect(count('GradeBranch')).toBe(22);
    const rejects = `${folder}-rejects`;
    expect((await readdir(rejects)).toSorted()).toEqual([
      'activities-2022.csv',
      'faults.csv',
      'five-basics-2022.csv',
      'polls-2022.csv',
      'ratings-2022.csv',
      'register.csv',
      'rejects.json',
      'vetoes-2022.csv',
    ]);
    for (const [file, from, to] of [
      ['register.csv', '2022-02-30', '1997-11-05'],
      ['ratings-2022.csv', '1e3', '99'],
    ] as const) {
      const text = await readFile(join(rejects, file), 'utf8');
      await writeFile(join(rejects, file), text.replace(from, to));
    }
    const before = platform.commands.length;
    expect(await run(rejects)).toBe(exits.done);
    expect([
      count('RegisterOrganization', before),
      count('SubmitRating', before),
      count('RecordPoll', before),
      count('GradeBranch', before),
    ]).toEqual([1, 4, 1, 2]);
    expect(count('GradeBranch')).toBe(24);
  });

  it('are written where nothing of the user’s is written over', async () => {
    const folder = await folderWith(wrong);
    await run(folder, { acceptGoodRows: true });
    await writeFile(`${folder}-rejects/register.csv`, 'mended');
    await run(folder, { acceptGoodRows: true });
    expect(await readFile(`${folder}-rejects/register.csv`, 'utf8')).toBe('mended');
    expect(await readdir(`${folder}-rejects-2`)).toContain('register.csv');
    expect(await run(folder, { acceptGoodRows: true, rejects: `${folder}-rejects` })).toBe(exits.rowsWrong);
  });

  it('keep the round open, whatever was told', async () => {
    expect(await run(await folderWith(wrong), { acceptGoodRows: true, closeRound: true })).toBe(exits.doneWithRejects);
    expect([count('CloseRound'), heard('未核准')]).toEqual([0, true]);
  });
});
