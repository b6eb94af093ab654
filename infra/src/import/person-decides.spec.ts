import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ReceivedCommand, SmallPlatform } from '@zhibu/client/testing';
import { editionPath, reportFolder } from '@zhibu/handover/testing';
import { Refusal } from '@zhibu/kernel';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { runImport } from './intake.ts';
import { type Exit, exits } from './options.ts';

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
  spoken.push(...line.split('\n'));
};
const terminal: Terminal = { say: hear, complain: hear, progress: () => undefined };

/** @param spoil what becomes of a file; the good rows of the others are taken in */
async function run(judge: (command: ReceivedCommand) => void, spoil?: Spoil): Promise<Exit> {
  const folder = join(home, 'city');
  await cp(reportFolder('03-veto-removed/first'), folder, { recursive: true });
  platform.judge = judge;
  if (spoil) {
    const path = join(folder, spoil.file);
    await writeFile(path, (await readFile(path, 'utf8')).replace(...spoil.replace));
  }
  const told = { folder, editions: [editionPath], period: '2022', asOf: '2022-12-31', closeRound: false };
  const reporting = { reports: dirname(folder), waitMinutes: 0.5, command: 'npm run import' };
  const options = {
    ...told,
    ...reporting,
    quotaBasis: undefined,
    closedOn: undefined,
    programmeBases: [],
    dryRun: false,
    acceptGoodRows: spoil !== undefined,
    rejects: undefined,
  };
  return runImport(options, { server, signal: new AbortController().signal }, terminal);
}
interface Spoil {
  readonly file: string;
  readonly replace: readonly [what: string | RegExp, by: string];
}
const about = (branch: string): readonly string[] => spoken.filter((line) => line.includes(branch));
const refuse = (name: string, code: string, details: object) => (command: ReceivedCommand) => {
  if (command.name === name && command.data['branchId'] === 'K031-B01') throw new Refusal(code, { ...details });
};

const revision = { before: { label: '先进', score: '95.00' }, after: { label: '后进', score: '61.50' } };

describe('inputs that changed where an import may not grade', () => {
  it('of a closed round are told in one sentence: where from, which grades, what to send; and the end is 4', async () => {
    expect(await run(refuse('GradeBranch', 'ROUND_CLOSED', revision))).toBe(exits.personDecides);
    const [zh = '', en = ''] = about('K031-B01');
    expect(zh).toMatch(
      /^ {2}[^（]+（K031-B01）：本轮已核准，ratings-2022.csv[^；]*vetoes-2022.csv第2行更正后的材料已记录而等次未变；/,
    );
    expect(zh).toMatch(
      /应由先进（95.00分）改为后进（61.50分），请由上级党组织办理“更正等次”（reviseGrade），写明理由和依据$/,
    );
    expect(en).toMatch(/would be 后进 \(61.50\) instead of 先进 \(95.00\), so have its superior revise it/);
    expect(about('K031-B01')).toHaveLength(2);
  });

  it('do not hide that rows went back: the end is 2, and the last line says both', async () => {
    const spoil: Spoil = { file: 'polls-2022.csv', replace: [/^K031-B02,\d+/m, 'K031-B02,x'] };
    const refused = refuse('GradeBranch', 'ROUND_CLOSED', revision);
    expect(await run(refused, spoil)).toBe(exits.doneWithRejects);
    const [zh = '', en = ''] = spoken.filter((line) => line !== '').slice(-2);
    expect(zh).toMatch(/^完成：\d+ 个命令，用时 [\d.]+ 秒；尚有退回的1行须更正后再导入，1个党支部的等次须由人办理$/);
    expect(en).toMatch(/^done: .*; 1 rows that went back .*, and the grades of 1 branches are for a person to decide$/);
  });

  it('are left to the next import where rows alone went back', async () => {
    const spoil: Spoil = { file: 'polls-2022.csv', replace: [/^K031-B02,\d+/m, 'K031-B02,x'] };
    expect(await run(() => undefined, spoil)).toBe(exits.doneWithRejects);
    expect(spoken.filter((line) => line !== '').at(-2)).toMatch(/秒；尚有退回的1行须更正后再导入$/);
  });

  it('are not sent while a row may mean any branch: that one is not set aside', async () => {
    const spoil: Spoil = { file: 'vetoes-2022.csv', replace: ['K031-B01', '9.90100E+11'] };
    expect(await run(() => undefined, spoil)).toBe(exits.rowsWrong);
    expect(spoken.join('\n')).toMatch(/没有提交任何数据：vetoes-2022\.csv第2行的编号无法辨认，可能指任何一个党支部/);
    expect([platform.batches.length, await readdir(home)]).toEqual([
      0,
      ['city', 'city-faults.csv', 'city-faults.json', 'city-warnings.csv', 'city-warnings.json'],
    ]);
  });

  it('under a determination are told with what the superior has determined', async () => {
    const determined = { ...revision, determined: '一般' };
    expect(await run(refuse('GradeBranch', 'GRADE_DETERMINED', determined))).toBe(exits.personDecides);
    expect(about('K031-B01')[0]).toContain('：上级党组织已审定为一般，');
  });

  it('of a branch that was not in the closed round are told once, and no input of it is called refused', async () => {
    const isLate = ({ name, data }: ReceivedCommand): void => {
      if (data['branchId'] !== 'K031-B01') return;
      if (name === 'OpenGrading') throw new Refusal('ROUND_CLOSED', { roundId: 'r' });
      if (['SubmitRating', 'RecordPoll', 'RecordDataMatch', 'RecordVeto'].includes(name))
        throw new Refusal('GRADING_NOT_OPENED');
    };
    expect(await run(isLate)).toBe(exits.personDecides);
    expect(about('K031-B01').map((line) => /admitLateBranch/.test(line))).toEqual([true, true]);
    expect(
      platform.commands.filter(({ name, data }) => name === 'GradeBranch' && data['branchId'] === 'K031-B01'),
    ).toEqual([]);
  });

  it('with a refusal beside them end with 3, and both are told', async () => {
    const both = (command: ReceivedCommand): void => {
      refuse('GradeBranch', 'ROUND_CLOSED', revision)(command);
      if (command.name === 'RecordPoll' && command.data['branchId'] === 'K031-B02') throw new Refusal('POLL_INVALID');
    };
    expect(await run(both)).toBe(exits.refused);
    expect(about('K031-B01')).toHaveLength(2);
    expect(about('K031-B02')[0]).toMatch(
      /（K031-B02）：测评票与标准不符，请按所列各处更正（命令RecordPoll，代码POLL_INVALID）$/,
    );
  });
});
