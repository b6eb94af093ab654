import { SmallPlatform } from '@zhibu/client/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { auditProcess } from './audit-process.ts';

const step = (says: string, recordedAt: string, said: object): object => ({
  says,
  recordedAt,
  actor: 'P-1',
  dutyLabel: null,
  actedFor: null,
  basis: null,
  causedBy: null,
  ...said,
});
const steps = [
  step('命名', '2023-01-10T00:00:00.000Z', {
    effectiveOn: '2023-02-01',
    dutyLabel: '工委负责人',
    actedFor: 'C',
    basis: '工委〔2023〕1号',
    statusLabel: '已命名',
  }),
  step('取消命名', '2023-09-10T00:00:00.000Z', {
    effectiveOn: '2023-10-01',
    statusLabel: '已取消命名',
    causedBy: { says: '作出取消命名决定' },
  }),
];

let small: SmallPlatform;
let server: string;
let spoken: string[];
let asked: unknown[];
let verdict: object;

const terminal: Terminal = {
  say: (line) => {
    spoken.push(line);
  },
  complain: (line) => {
    spoken.push(`! ${line}`);
  },
  progress: () => undefined,
};

beforeEach(async () => {
  small = new SmallPlatform();
  server = await small.listen();
  [spoken, asked] = [[], []];
  verdict = { agreesWithReadModel: true, chainKept: true, chainIntact: true, faults: [] };
  small.told = (query, { process, id, upTo }) => {
    if (!query.includes('processReplay(')) return undefined;
    asked.push({ process, id, upTo });
    return { processReplay: { organization: { name: '一支部' }, steps, ...verdict } };
  };
});
afterEach(() => small.close());

const audit = (changedSince?: string, knownAt?: string): Promise<boolean | undefined> =>
  auditProcess(
    { process: 'designation', id: 'N:B1' },
    { language: 'zh', knownAt, changedSince },
    { platform: { server, signal: new AbortController().signal }, terminal },
  );

it('prints every step of an instance for a person to read, and that all agree', async () => {
  expect(await audit(undefined, '2023-12-01T00:00:00+08:00')).toBe(true);
  expect(asked).toEqual([{ process: 'designation', id: 'N:B1', upTo: '2023-12-01T00:00:00+08:00' }]);
  expect(spoken).toEqual([
    '一支部 N:B1 命名追溯核验',
    '  2023-01-10 08:00:00 命名（操作人P-1，工委负责人，代表C，依据工委〔2023〕1号，自2023-02-01起） 已命名',
    '  2023-09-10 08:00:00 取消命名（操作人P-1，缘于作出取消命名决定，自2023-10-01起） 已取消命名',
    '按原始记录重新推算，与系统显示一致',
    '原始记录完整，未被改动',
  ]);
});

it('marks what was recorded since an instant', async () => {
  await audit('2023-06-01T00:00:00+08:00');
  expect(spoken.filter((line) => line.startsWith('+'))).toHaveLength(1);
  expect(spoken).toContain('2023-06-01 00:00:00之后的变更以 + 标出，共1条');
});

it('does not agree where a step was altered, and names it', async () => {
  const faults = ['“命名”（2023-02-01）一步的原始记录被改动或损坏，请联系系统管理员核验'];
  verdict = { agreesWithReadModel: false, chainKept: true, chainIntact: false, faults };
  expect(await audit()).toBe(false);
  expect(spoken.slice(-3)).toEqual([
    '! 按原始记录重新推算，与系统显示不一致',
    '! 原始记录被改动或损坏',
    `!   ${faults[0]}`,
  ]);
});
