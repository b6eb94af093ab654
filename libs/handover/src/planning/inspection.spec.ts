import { describe, expect, it } from '@jest/globals';
import { judge, type Judgement } from '../judging/judgement.ts';
import { type Known, type KnownVisit, nothingGraded, nothingKnown } from '../judging/known.ts';
import { inspectionColumns } from '../rows/inspection.rules.ts';
import { cell, edgesHandover, editionFile, type Edits, knownFrom } from '../testing/edges.ts';
import { planOf } from './handover.commands.ts';
import { commandOf, type Plan } from './plan.ts';

const [BODY, BRANCH, UNIT] = ['990200-SZGW', '990200-SZGW-001-B001', '990200-SZGW-001'];
const heading = inspectionColumns.map(({ name }) => name);
type Row = Readonly<Partial<Record<string, string>>>;
const said = { scope: 'comprehensive', mode: 'on-site', outcome: 'pass', documentNo: '工委督〔2022〕1号' };
const row = (change: Row = {}): string[] => {
  const cells: Row = { bodyCode: BODY, branchCode: BRANCH, visitedOn: '2022-03-01', ...said, ...change };
  return heading.map((name) => cells[name] ?? '');
};
const file = (...rows: readonly string[][]): Edits => ({ inspections: () => [heading, ...rows] });

const empty: Known = { ...nothingKnown, asked: true, today: '2026-11-30' };
const judged = (edits: Edits, known: Known = empty): Judgement => judge(edgesHandover(edits), known, '2022-12-31');
const planned = (edits: Edits, known: Known = empty): Plan =>
  planOf(judged(edits, known), editionFile(), nothingGraded);
const sent = ({ visits }: Plan): readonly string[] =>
  [...visits.takenBack, ...visits.recorded].map(
    ({ name, data }) => `${name} ${String(Reflect.get(data, 'outcome') ?? '')}`,
  );
const found = ({ faults }: Judgement): readonly string[] =>
  faults.map(({ file: of, row: at, column, code }) => `${of} ${at} ${column} ${code}`);

const visit: KnownVisit = {
  id: 'I-1',
  organization: BRANCH,
  prior: true,
  cancelled: false,
  day: '2022-03-01',
  scope: 'comprehensive',
  mode: 'on-site',
  purpose: 'routine',
  outcome: 'pass',
  teamSize: null,
  findings: [],
  documentNo: '工委督〔2022〕1号',
  note: null,
  source: 'inspections-2022.csv',
};
/** A platform on which the register is taken in, and the body has inspected so. */
const having = (...visits: readonly Partial<KnownVisit>[]): Known => ({
  ...knownFrom(edgesHandover()),
  today: '2026-11-30',
  visits: new Map([[BODY, visits.map((one) => ({ ...visit, ...one }))]]),
});

/** A work committee that is none of the register's. */
const elsewhere = new Map(
  knownFrom(edgesHandover(), { [BODY]: { id: 'ELSEWHERE', parent: null } })
    .underCommittees.filter(({ id }) => id === 'ELSEWHERE')
    .map((one) => [one.id, one]),
);

describe('the visits of a file', () => {
  it('are recorded as the body’s, by their document', () => {
    const plan = planned(file(row({ findings: 'venue-building:6.1:minor:场所偏小', teamSize: '3' })));
    expect(plan.visits.recorded.map(({ name, data, source }) => [name, data, source.rows])).toEqual([
      [
        'RecordPriorInspection',
        {
          inspectionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          organizationId: BRANCH,
          bodyId: BODY,
          visitedOn: '2022-03-01',
          scope: 'comprehensive',
          mode: 'on-site',
          purpose: 'routine',
          outcome: 'pass',
          teamSize: 3,
          findings: [{ aspect: 'venue-building', item: '6.1', severity: 'minor', says: '场所偏小' }],
          basis: { documentNo: '工委督〔2022〕1号' },
          source: 'inspections-2022.csv',
        },
        [2],
      ],
    ]);
  });

  it('that the platform has are sent no more; interrupted they are sent under the same ids', () => {
    expect(sent(planned(file(row()), having({})))).toEqual([]);
    const ids = [1, 2].flatMap(() => planned(file(row())).visits.recorded.map((one) => commandOf(one).commandId));
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('told otherwise are taken back with the file as the reason, and recorded anew, also when they come back', () => {
    const corrected = planned(file(row({ outcome: 'fail' })), having({}));
    expect(sent(corrected)).toEqual(['CancelInspection ', 'RecordPriorInspection fail']);
    expect(corrected.visits.takenBack[0]?.data).toEqual({
      inspectionId: 'I-1',
      because: 'recorded-in-error',
      reason: expect.stringMatching(/^重新导入的文件inspections-2022.csv（SHA-256 [0-9a-f]{64}）中此项已更改$/),
    });
    const again = planned(file(row()), having({ cancelled: true }, { outcome: 'fail', id: 'I-2' }));
    expect(sent(again)).toEqual(['CancelInspection ', 'RecordPriorInspection pass']);
    const ids = [planned(file(row())), corrected, again].map(({ visits }) =>
      visits.recorded.map(({ data }) => Reflect.get(data, 'inspectionId')),
    );
    expect(new Set(ids.flat()).size).toBe(3);
  });

  it('that are gone from the file are taken back, but for those of branches whose rows go back', () => {
    const known = having({}, { id: 'I-9', day: '2022-04-01' });
    const plan = planned(file(row()), known);
    expect(plan.visits.takenBack.map(({ data }) => Reflect.get(data, 'inspectionId'))).toEqual(['I-9']);
    expect(sent(planned(file(row(), row({ visitedOn: '2022-05-01', scope: 'half' })), known))).toEqual([]);
  });

  it('from another file or entered by a person stay, and one told otherwise is named', () => {
    const known = having({ source: '档案' }, { id: 'I-9', day: '2022-04-01', source: '档案' });
    expect(sent(planned(file(row()), known))).toEqual([]);
    const plan = planned(file(row({ outcome: 'fail' })), known);
    const warned = plan.warnings.map(({ row: at, column, code }) => `${at} ${column} ${code}`);
    expect([sent(plan), warned.filter((one) => one.includes('visit'))]).toEqual([
      [],
      ['2 visitedOn visit-recorded-here'],
    ]);
  });

  it.each<[string, Edits, Known, string]>([
    ['of nobody', file(row({ branchCode: 'nobody' })), empty, 'branchCode branch-unknown'],
    ['of a unit', file(row({ branchCode: UNIT })), empty, 'branchCode visit-not-party'],
    ['by nobody', file(row({ bodyCode: 'nobody' })), empty, 'bodyCode visit-not-body'],
    ['by who does not inspect', file(row({ bodyCode: UNIT })), empty, 'bodyCode visit-not-body'],
    [
      'by a body that it does not stand under',
      file(row({ bodyCode: 'ELSEWHERE' })),
      { ...empty, organizations: elsewhere },
      'bodyCode visit-body-elsewhere',
    ],
    ['of a day to come', file(row()), { ...having(), today: '2022-02-28' }, 'visitedOn day-in-future'],
    ['of today', file(row()), { ...having(), today: '2022-03-01' }, 'visitedOn visit-not-prior'],
    [
      'from before the opening',
      {
        ...file(row({ visitedOn: '2022-01-09' })),
        register: (rows) =>
          cell(
            7,
            'priorGrades',
            '',
          )(cell(7, 'committeeElectedOn', '2022-01-10')(cell(7, 'openedOn', '2022-01-10')(rows))),
      },
      empty,
      'visitedOn activity-before-opening',
    ],
    [
      'from the dissolution on',
      file(row()),
      knownFrom(edgesHandover(), { [BRANCH]: { dissolvedOn: '2022-03-01' } }),
      'visitedOn visit-after-dissolution',
    ],
    [
      'from the first visit here on',
      file(row()),
      having({ id: 'I-3', prior: false, day: '2022-03-01' }),
      'visitedOn visit-not-prior',
    ],
    [
      'from the first visit here on, though it was cancelled',
      file(row()),
      having({ id: 'I-3', prior: false, day: '2022-03-01', cancelled: true }),
      'visitedOn visit-not-prior',
    ],
    [
      'told otherwise, from the first visit here on',
      file(row({ outcome: 'fail' })),
      having({}, { id: 'I-3', prior: false, day: '2022-02-01' }),
      'visitedOn visit-not-prior',
    ],
  ])('%s are wrong', (...[, edits, known, fault]) => {
    expect(found(judged(edits, known))).toContain(`inspections-2022.csv 2 ${fault}`);
  });

  it('that stand on the platform are right, whatever was recorded there since', () => {
    const known = having({}, { id: 'I-3', prior: false, day: '2022-02-01' });
    expect([found(judged(file(row()), known)), sent(planned(file(row()), known))]).toEqual([[], []]);
  });

  it('before the first visit here are right', () => {
    const known = having({ id: 'I-3', prior: false, day: '2022-03-02' });
    expect(found(judged(file(row()), known))).toEqual([]);
  });
});
