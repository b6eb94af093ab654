import { SmallPlatform } from '@zhibu/client/testing';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { auditAll, type AuditAsked, auditBranch } from './audit.ts';

let small: SmallPlatform;
let server: string;
let spoken: string[];
let wrong: ReadonlySet<string>;
let chain: object;
let audits: string[];
let damage: string | undefined;
let partly: string | undefined;
let brokenOff: boolean;

const step = (type: string, recordedAt: string, grade: string | null): object => ({
  eventId: type,
  type,
  stream: 'grading-B1:classification:2022',
  revision: 0,
  recordedAt,
  effectiveOn: '2022-12-31',
  actor: 'P-1',
  says: `说明 ${type}`,
  grade,
});
const steps = [
  step('BranchGraded', '2023-01-10T00:00:00.000Z', 'advanced'),
  step('GradeRevised', '2023-03-10T00:00:00.000Z', 'general'),
];
const rating = (label: string): object => ({
  period: '2022',
  label,
  score: '90.00',
  confirmed: true,
  effectiveFrom: '2022-12-31',
  effectiveTo: null,
});

const verdict = (branch: string): object => ({
  agreesWithReadModel: !wrong.has(branch),
  ...chain,
  faults: wrong.has(branch) ? ['系统显示的等次与原始记录不一致'] : [],
});

beforeEach(async () => {
  [audits, damage, partly, brokenOff] = [[], undefined, undefined, false];
  small = new SmallPlatform();
  server = await small.listen();
  spoken = [];
  wrong = new Set();
  chain = { chainKept: true, chainIntact: true };
  small.told = (query, { branch, knownAt, code }) => {
    if (query.includes('replay(')) return { replay: { steps, ...verdict(String(branch)) } };
    if (query.includes('ratingHistory(')) return { ratingHistory: [rating(knownAt === undefined ? '一般' : '先进')] };
    if (query.includes('organization(')) return { organization: { name: `${String(code)}支部` } };
    return undefined;
  };
  small.audited = (given) => {
    audits.push(given.toString());
    return [
      { branches: 3 },
      ...(partly === undefined ? [] : [{ streams: partly }]),
      { service: 'assessment', events: 9 },
      ...(damage === undefined ? [] : [{ logFaults: [damage] }]),
      ...[...wrong].map((branch) => ({ branch, replay: verdict(branch) })),
      { checked: 3 },
      ...(brokenOff ? [] : [{ done: { checked: 3, wrong: wrong.size } }]),
    ];
  };
});
afterEach(() => small.close());

const terminal: Terminal = {
  say: (line) => {
    spoken.push(line);
  },
  complain: (line) => {
    spoken.push(`! ${line}`);
  },
  progress: () => undefined,
};
const asked: AuditAsked = {
  scheme: 'classification',
  language: 'zh',
  knownAt: undefined,
  changedSince: undefined,
  wholeLogs: true,
};
const at = (): Parameters<typeof auditBranch>[2] => ({
  platform: { server, signal: new AbortController().signal },
  terminal,
});

it('prints every step for a person to read, and that all agree', async () => {
  expect(await auditBranch('B1', asked, at())).toBe(true);
  expect(spoken).toEqual([
    'B1支部分类定级追溯核验',
    '  2023-01-10 08:00:00 说明 BranchGraded（操作人P-1，自2022-12-31起）',
    '  2023-03-10 08:00:00 说明 GradeRevised（操作人P-1，自2022-12-31起）',
    '按目前记录',
    ' 2022 一般 90.00 已核准 2022-12-31 至今',
    '按原始记录重新推算，与系统显示一致',
    '原始记录完整，未被改动',
  ]);
});

it('marks what changed since an instant, and says what was known then and what is known now', async () => {
  await auditBranch('B1', { ...asked, changedSince: '2023-02-01T00:00:00+08:00' }, at());
  expect(spoken.filter((line) => line.startsWith('+')).length).toBe(1);
  expect(spoken.slice(3, 8)).toEqual([
    '2023-02-01 00:00:00之后的变更以 + 标出，共1条',
    '截至2023-02-01 00:00:00的记录',
    ' 2022 先进 90.00 已核准 2022-12-31 至今',
    '按目前记录',
    ' 2022 一般 90.00 已核准 2022-12-31 至今',
  ]);
});

it('checks every branch under an organization and names those that do not agree', async () => {
  expect(await auditAll('W', { ...asked, language: 'en' }, at())).toBe(true);
  wrong = new Set(['B2']);
  expect(await auditAll('W', { ...asked, language: 'en' }, at())).toBe(false);
  expect(spoken).toEqual([
    '3 branches checked, 0 disagree',
    '! B2支部',
    '! the replay does not agree with the read model',
    'the log’s hash chain is intact',
    '!   系统显示的等次与原始记录不一致',
    '3 branches checked, 1 disagree',
  ]);
});

it('asks once for all of them, and says what is damaged in a log that is no branch’s', async () => {
  damage = 'the log was changed';
  expect(await auditAll('W', { ...asked, knownAt: '2023-02-01T00:00:00+08:00' }, at())).toBe(false);
  expect(audits).toEqual(['under=W&scheme=classification&knownAt=2023-02-01T00%3A00%3A00%2B08%3A00&logs=whole']);
  expect(spoken[0]).toBe('! the log was changed');
});

it('leaves the logs to who asks for all, and says what is not found so', async () => {
  partly = '须核验整个日志才能发现';
  expect(await auditAll('W', { ...asked, wholeLogs: false }, at())).toBe(true);
  expect(audits).toEqual(['under=W&scheme=classification']);
  expect(spoken).toEqual(['须核验整个日志才能发现（加 --all）', '已核对3个党支部，0个不一致']);
});

it('holds an answer that breaks off for none', async () => {
  brokenOff = true;
  await expect(auditAll('W', asked, at())).rejects.toThrow('broke off');
});

it('says that no chain was checked where the store keeps none, and holds nothing against it', async () => {
  chain = { chainKept: false, chainIntact: false };
  expect(await auditBranch('B1', asked, at())).toBe(true);
  expect(spoken.slice(-2)).toEqual([
    '按原始记录重新推算，与系统显示一致',
    '该存储不留防改动的凭据，原始记录是否被改动未核验',
  ]);
  wrong = new Set(['B1']);
  expect(await auditBranch('B1', asked, at())).toBe(false);
});

it('does not agree when the chain that the store keeps is broken', async () => {
  chain = { chainKept: true, chainIntact: false };
  expect(await auditBranch('B1', asked, at())).toBe(false);
  expect(spoken.at(-1)).toBe('! 原始记录被改动或损坏');
});
