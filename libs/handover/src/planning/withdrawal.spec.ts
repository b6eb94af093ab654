import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../fault.ts';
import { judge, type Judgement } from '../judging/judgement.ts';
import { type Graded, nothingGraded, nothingStanding, type Standing, type StandingFact } from '../judging/known.ts';
import { cell, edgesHandover, editionFile, type Edits, knownFrom } from '../testing/edges.ts';
import { planOf } from './handover.commands.ts';
import { commandOf, type Plan } from './plan.ts';

const B1 = '990200-SZGW-001-B001';
const COMMITTEE = '990200-SZGW';
/** Has a veto in edges-24. */
const VETOED = edgesHandover().vetoes[0]?.branchCode ?? '';
const before = edgesHandover();

const judged = (edits: Edits = {}): Judgement => judge(edgesHandover(edits), knownFrom(before), '2022-12-31');
const planned = (standing: Partial<Standing>, edits: Edits = {}, shown: Partial<Graded> = {}): Plan =>
  planOf(judged(edits), editionFile(), { ...nothingGraded, ...shown, standing: { ...nothingStanding, ...standing } });
const fact = (code: string, differs: Partial<StandingFact> = {}): StandingFact => ({
  scheme: 'classification',
  period: '2022',
  code,
  stands: true,
  revision: 5,
  file: 'vetoes-2022.csv',
  content: null,
  ...differs,
});
const activity = (code: string, file: string | null): StandingFact => fact(code, { scheme: null, file });
const vetoesOf = (branch: string, ...facts: StandingFact[]): Partial<Standing> => ({
  vetoes: new Map([[branch, facts]]),
});
const withdrawn = ({ gradings, withdrawals }: Plan): readonly unknown[] =>
  [...gradings.inputs, ...withdrawals]
    .filter(({ name }) => name.startsWith('Withdraw'))
    .map(({ name, subject, data }) => ({ name, subject, ...data }));
const warned = (warnings: readonly Fault[]): readonly string[] => warnings.map(({ code, value }) => `${code} ${value}`);

describe('a veto that stands and that its file no longer holds', () => {
  it('is withdrawn with the file and its hash as the reason, before the branch is graded anew', () => {
    const plan = planned(vetoesOf(B1, fact('V1')));
    const sha256 = before.sheets.get('vetoes')?.table.sha256 ?? '';
    expect(withdrawn(plan)).toEqual([
      {
        name: 'WithdrawVeto',
        subject: B1,
        branchId: B1,
        scheme: 'classification',
        period: '2022',
        veto: 'V1',
        reason: `重新导入的文件vetoes-2022.csv（SHA-256 ${sha256}）中不再列有此项`,
      },
    ]);
    expect(plan.warnings).toEqual([]);
    const unchanged = planned({}).gradings.gradings.find(({ subject }) => subject === B1);
    expect(plan.gradings.gradings.find(({ subject }) => subject === B1)?.observed).not.toBe(unchanged?.observed);
  });

  it('is left where the file still holds it', () => {
    const veto = before.vetoes[0]?.veto ?? '';
    expect(withdrawn(planned(vetoesOf(VETOED, fact(veto))))).toEqual([]);
  });

  it('is withdrawn after the closing too: the grade stands until a person revises it', () => {
    expect(withdrawn(planned(vetoesOf(B1, fact('V1')), {}, { closed: new Set([COMMITTEE]) }))).toHaveLength(1);
  });

  it.each<[string, StandingFact]>([
    ['it was entered', fact('V1', { file: null })],
    ['it came from another file', fact('V1', { file: '审计组.csv' })],
  ])('is named and stays where %s', (_, veto) => {
    const plan = planned(vetoesOf(B1, veto));
    expect([withdrawn(plan), warned(plan.warnings)]).toEqual([[], [`veto-standing ${B1} V1`]]);
  });

  it('is named where there is no file of vetoes', () => {
    const plan = planned(vetoesOf(B1, fact('V1')), { vetoes: null });
    expect([withdrawn(plan), warned(plan.warnings)]).toEqual([[], [`veto-standing ${B1} V1`]]);
  });

  it.each<[string, string, StandingFact, Edits]>([
    ['it is of another scheme', B1, fact('V1', { scheme: 'appraisal' }), {}],
    ['the branch is not in the register', 'elsewhere', fact('V1'), {}],
    ['rows of the branch in that file go back', B1, fact('V1'), { vetoes: (rows) => [...rows, [B1, 'V9']] }],
    [
      'a quotation mark may have swallowed it',
      B1,
      fact('V1'),
      { vetoes: (rows) => [...(rows[0] ? [[...rows[0], '备注']] : []), [VETOED, 'V1', '查实'], [B1, 'V9', '']] },
    ],
  ])('is not touched where %s', (_, branch, veto, edits) => {
    const plan = planned(vetoesOf(branch, veto), edits);
    expect([withdrawn(plan), warned(plan.warnings)]).toEqual([[], []]);
  });
});

describe('an activity that stands and that its file no longer holds', () => {
  const standing = (...facts: StandingFact[]): Partial<Standing> => ({ activities: new Map([[B1, facts]]) });

  it('is withdrawn by the same file, and named where it was entered', () => {
    const plan = planned(standing(activity('ZHDJ-0', 'activities-2022.csv'), activity('by hand', null)));
    expect(withdrawn(plan)).toMatchObject([
      { name: 'WithdrawActivity', branchId: B1, externalId: 'ZHDJ-0', year: '2022' },
    ]);
    expect(warned(plan.warnings)).toEqual([`activity-standing ${B1} by hand`]);
  });

  it('is nobody’s affair where there is no such file', () => {
    const plan = planned(standing(activity('ZHDJ-0', 'activities-2022.csv')), { activities: null });
    expect([withdrawn(plan), warned(plan.warnings)]).toEqual([[], []]);
  });
});

describe('what comes again after it was withdrawn', () => {
  const idOf = ({ gradings, activities }: Plan, name: string, subject: string): string | undefined => {
    const found = [...gradings.inputs, ...activities].find((one) => one.name === name && one.subject === subject);
    return found && commandOf(found).commandId;
  };
  const gone = (code: string, revision: number): StandingFact => fact(code, { stands: false, revision });
  const veto = before.vetoes[0]?.veto ?? '';

  it('is recorded and withdrawn by another command each time', () => {
    const recorded = [3, 4].map((revision) =>
      idOf(planned(vetoesOf(VETOED, gone(veto, revision))), 'RecordVeto', VETOED),
    );
    expect(new Set([...recorded, idOf(planned({}), 'RecordVeto', VETOED)]).size).toBe(3);
    const ended = [3, 4].map((revision) => idOf(planned(vetoesOf(B1, fact('V1', { revision }))), 'WithdrawVeto', B1));
    expect(new Set(ended).size).toBe(2);
  });

  it('is the same command when an interrupted import is repeated', () => {
    const again = [3, 3].map((revision) => idOf(planned(vetoesOf(VETOED, gone(veto, revision))), 'RecordVeto', VETOED));
    expect(new Set(again).size).toBe(1);
  });

  it('is not missed while it is withdrawn', () => {
    const plan = planned(vetoesOf(B1, gone('V1', 3)));
    expect([withdrawn(plan), plan.warnings]).toEqual([[], []]);
  });
});

describe('what has no withdrawal', () => {
  it('is named: a prior grade that the branch’s row no longer has', () => {
    const prior = fact('general', { period: '2021', file: 'register.csv' });
    const standing = { priors: new Map([[B1, [prior]]]) };
    expect(warned(planned(standing).warnings)).toEqual([]);
    const removed = planned(standing, { register: cell(7, 'priorGrades', 'appraisal:2021:good') });
    expect(warned(removed.warnings)).toEqual([`prior-grade-standing ${B1} classification:2021:general`]);
  });

  it('is named: an election where the row has none', () => {
    const edits = { register: (rows: string[][]) => cell(7, 'termYears', '')(cell(7, 'committeeElectedOn', '')(rows)) };
    expect(judged(edits).warnings.filter(({ code }) => code === 'election-standing')).toMatchObject([
      { row: 7, column: 'committeeElectedOn', value: B1 },
    ]);
  });
});
