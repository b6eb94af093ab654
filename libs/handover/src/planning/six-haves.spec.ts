import { describe, expect, it } from '@jest/globals';
import { sixHavesNames } from '@zhibu/contracts';
import { judge, type Judgement } from '../judging/judgement.ts';
import { type Known, type KnownCheck, nothingGraded, nothingKnown } from '../judging/known.ts';
import { cell, edgesHandover, editionFile, type Edits, knownFrom } from '../testing/edges.ts';
import { planOf } from './handover.commands.ts';
import { commandOf, type Plan } from './plan.ts';

const BRANCH = '990200-SZGW-001-B001';
const heading = ['branchCode', 'checkedOn', 'item', 'standing', 'instead', 'checkedBy'];
const rowsOf = (branch: string, checkedOn: string, venue = 'met'): string[][] =>
  sixHavesNames.map((item) => [branch, checkedOn, item, item === 'venue' ? venue : 'met', '', 'P-3']);
const file = (...rows: readonly string[][][]): Edits => ({ 'six-haves': () => [heading, ...rows.flat()] });
/** The branch opened on a day, and elected its committee then. */
const openedOn = (day: string) => (rows: string[][]) =>
  cell(7, 'priorGrades', '')(cell(7, 'committeeElectedOn', day)(cell(7, 'openedOn', day)(rows)));
const items = sixHavesNames.map((item) => ({ item, standing: 'met' as const }));

const empty: Known = { ...nothingKnown, asked: true, today: '2026-11-30' };
const judged = (edits: Edits, known: Known = empty): Judgement => judge(edgesHandover(edits), known, '2022-12-31');
const planned = (edits: Edits, there?: KnownCheck): Plan =>
  planOf(judged(edits), editionFile(), { ...nothingGraded, checks: new Map(there ? [[BRANCH, there]] : []) });
const sent = ({ checks }: Plan): readonly unknown[] => checks.map(({ name, data }) => [name, data]);
const warned = ({ warnings }: Plan): readonly string[] =>
  warnings.map(({ row, column, code }) => `${row} ${column} ${code}`);
const found = ({ faults }: Judgement): readonly string[] =>
  faults.map(({ file: of, row, column, code }) => `${of} ${row} ${column} ${code}`);

const last: KnownCheck = { checkedOn: '2022-06-01', occasion: 'yearly', items, days: ['2022-06-01'], revision: 3 };
const data = { branchId: BRANCH, checkedOn: '2022-06-01', occasion: 'yearly', items, checkedBy: 'P-3' };

describe('the checks of a file', () => {
  it('are recorded, each with its day, by the order of their days', () => {
    const plan = planned(file(rowsOf(BRANCH, '2022-09-01'), rowsOf(BRANCH, '2022-06-01')));
    expect(sent(plan)).toEqual([
      ['RecordSixHaves', data],
      ['RecordSixHaves', { ...data, checkedOn: '2022-09-01' }],
    ]);
    expect(plan.checks[0]?.source).toMatchObject({ file: 'six-haves-2022.csv', rows: [8, 9, 10, 11, 12, 13] });
  });

  it('that the platform has are sent no more', () => {
    expect(sent(planned(file(rowsOf(BRANCH, '2022-06-01')), last))).toEqual([]);
    const ids = [planned(file(rowsOf(BRANCH, '2022-06-01'))), planned(file(rowsOf(BRANCH, '2022-06-01')))];
    expect(new Set(ids.flatMap(({ checks }) => checks.map((one) => commandOf(one).commandId))).size).toBe(1);
  });

  it('of the day of the last, told otherwise, are recorded, also when they come back', () => {
    const corrected = file(rowsOf(BRANCH, '2022-06-01', 'unmet'));
    const ids = [3, 5].map((revision) =>
      planned(corrected, { ...last, revision }).checks.map((one) => commandOf(one).commandId),
    );
    expect([ids.flat().length, new Set(ids.flat()).size]).toEqual([2, 2]);
  });

  it('from before the last are left out, and named where the platform has none of their day', () => {
    const plan = planned(file(rowsOf(BRANCH, '2022-05-31')), last);
    expect([sent(plan), warned(plan)]).toEqual([[], ['2 checkedOn check-earlier']]);
    const known = planned(file(rowsOf(BRANCH, '2022-05-31')), { ...last, days: ['2022-05-31', '2022-06-01'] });
    expect([sent(known), warned(known)]).toEqual([[], []]);
  });

  it.each<[string, Edits, Known, string]>([
    ['of an unknown branch', file(rowsOf('nobody', '2022-06-01')), empty, 'branchCode branch-unknown'],
    ['of a unit', file(rowsOf('990200-SZGW-001', '2022-06-01')), empty, 'branchCode branch-unknown'],
    [
      'of a day to come',
      file(rowsOf(BRANCH, '2022-06-01')),
      { ...empty, today: '2022-05-31' },
      'checkedOn day-in-future',
    ],
    [
      'from before the opening',
      { ...file(rowsOf(BRANCH, '2022-01-09')), register: openedOn('2022-01-10') },
      empty,
      'checkedOn activity-before-opening',
    ],
    [
      'from the dissolution on',
      file(rowsOf(BRANCH, '2022-06-01')),
      knownFrom(edgesHandover(), { [BRANCH]: { dissolvedOn: '2022-06-01' } }),
      'checkedOn check-after-dissolution',
    ],
  ])('%s are wrong', (...[, edits, known, fault]) => {
    expect(found(judged(edits, known))).toContain(`six-haves-2022.csv 2 ${fault}`);
  });

  it('of a branch go back together, and the others are recorded', () => {
    const other = '990200-SZGW-001-B002';
    const judgement = judged(file(rowsOf(BRANCH, '2022-06-01', 'half'), rowsOf(other, '2022-06-01')));
    expect(found(judgement)).toEqual(['six-haves-2022.csv 2 standing standing-unknown']);
    expect(judgement.good.checks.map(({ branchCode }) => branchCode)).toEqual([other]);
    expect([...(judgement.rejection.rows.get('six-haves') ?? [])]).toHaveLength(6);
  });
});
