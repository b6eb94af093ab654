import { beforeEach, describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { beside, faultsAt, isElsewhere, Refused } from '../../answers/refused.ts';
import { Fault } from '../../answers/asked.ts';
import { fitted, nameFor, sha256Of } from '../../evidence/evidence.ts';
import { type DraftStore, draftFrom, dropDraft, keepDraft, newCommandId } from './draft.ts';
import { ReceiptCard } from './receipt.part.tsx';
import { CompletionCard } from './completion-card.part.tsx';
import { TextField } from './field.part.tsx';
import { stepFor } from './step-for.ts';

describe('a draft', () => {
  const kept = new Map<string, string>();
  const store: DraftStore = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
  const of = { personId: 'P', problemId: 'p-1', command: 'ReportCompletion' };
  const begun = (commandId: string) => ({ commandId, says: '措施', evidence: [] });
  beforeEach(() => kept.clear());

  it('keeps the id of its command from the beginning, whenever the page is opened again', () => {
    expect(draftFrom(store, of, begun('c-1')).commandId).toBe('c-1');
    expect(draftFrom(store, of, begun('c-2')).commandId).toBe('c-1');
  });

  it('is of one person, one problem, one command', () => {
    keepDraft(store, of, { ...begun('c-1'), says: '已补齐' });
    expect(draftFrom(store, of, begun('c-2')).says).toBe('已补齐');
    for (const other of [{ personId: 'Q' }, { problemId: 'p-2' }, { command: 'VerifyCompletion' }])
      expect(draftFrom(store, { ...of, ...other }, begun('c-3'))).toEqual(begun('c-3'));
  });

  it('is none any more once it was recorded', () => {
    keepDraft(store, of, begun('c-1'));
    dropDraft(store, of);
    expect(draftFrom(store, of, begun('c-2')).commandId).toBe('c-2');
  });

  it('says where the device has no room for it', () => {
    const full: DraftStore = {
      ...store,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect([keepDraft(store, of, begun('c-1')), keepDraft(full, of, begun('c-1'))]).toEqual([true, false]);
  });

  it.each([
    '',
    '{"commandId":"c-0"',
    'null',
    '7',
    '{"commandId":"c-0","says":"x"}',
    '{"commandId":"c-0","says":"x","evidence":[1]}',
  ])('begins anew where what lies there is none: %s', (text) => {
    kept.set('zhibu.draft.P.p-1.ReportCompletion', text);
    expect(draftFrom(store, of, begun('c-4'))).toEqual(begun('c-4'));
    expect(draftFrom(store, of, begun('c-5')).commandId).toBe('c-4');
  });

  it('begins where a browser keeps nothing', () => {
    const barred: DraftStore = {
      ...store,
      getItem: () => {
        throw new Error('SecurityError');
      },
    };
    expect(draftFrom(barred, { ...of, problemId: 'p-9' }, begun('c-6'))).toEqual(begun('c-6'));
  });

  it('has an id of its own that a command door takes', () => {
    expect(newCommandId()).toMatch(/^[0-9a-f]{32}$/);
    expect(newCommandId()).not.toBe(newCommandId());
  });
});

describe('a refusal', () => {
  const missing = new Refused({ code: 'EVIDENCE_REQUIRED', title: '佐证', detail: '请附佐证', field: 'evidence' });

  it('stands beside the field that it names', () => {
    expect(faultsAt(missing, 'evidence')).toEqual(['请附佐证']);
    expect([faultsAt(missing, 'says'), isElsewhere(missing, ['says', 'evidence'])]).toEqual([[], false]);
    const errors = [
      { field: 'data.says', problem: '不能为空' },
      { field: 'data.evidence.0', problem: '格式不对' },
    ];
    const invalid = new Refused({ code: 'INPUT_INVALID', title: '输入有误', errors });
    expect([faultsAt(invalid, 'says'), faultsAt(invalid, 'evidence')]).toEqual([['不能为空'], ['格式不对']]);
    const html = render(
      <TextField id="says" label="做了什么" hint="结果" value="已写" fault={invalid} onChange={() => undefined} />,
    );
    expect(html).toMatch(/<label for="says">.*已写.*id="says-fault".*不能为空/s);
  });

  it('of a file stands beside the files, unless one has to log in first', () => {
    const tooLarge = new Refused({ code: 'EVIDENCE_TOO_LARGE', detail: '文件过大', field: 'content-length' });
    expect(faultsAt(beside('evidence', tooLarge), 'evidence')).toEqual(['文件过大']);
    const ended = new Refused({ code: 'UNAUTHENTICATED', detail: '请登录' });
    expect(beside('evidence', ended)).toBe(ended);
  });

  it('of no field that is shown is told by itself, and says where to go first', () => {
    const proof = new Refused({ code: 'STEP_UP_REQUIRED', detail: '请先验证身份', at: '/step-up' });
    expect([isElsewhere(proof, ['reason']), proof.at, proof.message]).toEqual([true, '/step-up', '请先验证身份']);
    expect(new Refused({ code: 'UNAUTHENTICATED', title: '请登录' }).at).toBe('/log-in');
    expect([isElsewhere(new Fault('UNREACHABLE', '没有连上'), ['says']), isElsewhere(undefined, [])]).toEqual([
      true,
      false,
    ]);
  });
});

it('only what the state allows and the person may is offered', () => {
  const all = ['ReportCompletion', 'VerifyCompletion'];
  expect(stepFor('rectifying', all)).toBe('report');
  expect(stepFor('reported', all)).toBe('verify');
  expect(stepFor('reported', ['ReportCompletion'])).toBeUndefined();
  expect(stepFor('rectifying', ['VerifyCompletion'])).toBeUndefined();
  expect(stepFor('closed', all)).toBeUndefined();
});

describe('the receipt', () => {
  const recorded = (type: string) => ({ id: 'e-1', type, recordedAt: '2026-11-30T11:46:06.000Z' });

  it.each([
    ['CompletionReported', '整改完成情况已报告', '15 日内验收'],
    ['CompletionVerified', '已记录验收合格', '销号'],
    ['CompletionRejected', '已退回继续整改', '再次报告'],
  ])('of %s says what, when, by whom, and what follows', (type, title, next) => {
    const html = render(<ReceiptCard receipt={{ commandId: 'c-1', events: [recorded(type)] }} who="王书记" />);
    expect(html).toMatch(new RegExp(`${title}.*2026-11-30 19:46:06.*王书记.*e-1.*${next}`, 's'));
  });

  it('of what had been recorded before says so', () =>
    expect(render(<ReceiptCard receipt={{ commandId: 'c-1', events: [] }} who="王书记" />)).toContain('此前已经记录'));
});

describe('what was reported', () => {
  const hash = 'a'.repeat(64);
  const step = (type: string, said: { readonly reason?: string; readonly evidence?: readonly string[] }) => ({
    type,
    reason: said.reason ?? null,
    recordedAt: '2026-11-30T11:46:06.000Z',
    evidence: said.evidence ?? [],
  });

  it('is shown with what shows it, and with why it was sent back', () => {
    const steps = [
      step('CompletionReported', { evidence: [hash, '会议记录第3页'] }),
      step('CompletionRejected', { reason: '缺少签名' }),
    ];
    const html = render(<CompletionCard problem={{ completion: '已补齐', steps }} />);
    expect(html).toMatch(/已补齐.*href="\/evidence\/a{64}".*会议记录第3页.*验收不合格：缺少签名/s);
  });

  it('is nothing before it was', () =>
    expect(render(<CompletionCard problem={{ completion: null, steps: [] }} />)).toBe(''));
});

describe('a file of evidence', () => {
  it('is named by its SHA-256', async () =>
    expect(await sha256Of(new Uint8Array([0x61, 0x62, 0x63]).buffer)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    ));

  it('is as large as may be in its own proportions, and no picture is made larger', () => {
    expect(fitted({ width: 4_000, height: 3_000 }, 1_600)).toEqual({ width: 1_600, height: 1_200 });
    expect(fitted({ width: 800, height: 1_000 }, 1_600)).toEqual({ width: 800, height: 1_000 });
  });

  it('keeps its name, but for what no name has and for the ending of another kind', () => {
    expect(nameFor('台账/十一月.pdf', false)).toBe('台账 十一月.pdf');
    expect(nameFor('IMG_1.HEIC', true)).toBe('IMG_1.jpg');
    expect(nameFor(`${'长'.repeat(300)}.pdf`, false)).toHaveLength(200);
  });
});
