import { describe, expect, it } from '@jest/globals';
import { csvText, isFault, readTable } from '../reading/table.ts';
import type { Sheet } from '../reading/sheet.ts';
import { inspectionColumns, readInspections } from './inspection.rules.ts';

const heading = inspectionColumns.map(({ name }) => name);
type Row = Readonly<Partial<Record<string, string>>>;
const row = (change: Row = {}): Row => ({
  bodyCode: 'W',
  branchCode: 'B1',
  visitedOn: '2022/3/1',
  scope: 'comprehensive',
  mode: 'on-site',
  outcome: 'rectify',
  documentNo: '工委督〔2022〕1号',
  ...change,
});

function read(...rows: readonly Row[]): ReturnType<typeof readInspections> {
  const cells = rows.map((one) => heading.map((name) => one[name] ?? ''));
  const table = readTable('inspections-2022.csv', new TextEncoder().encode(csvText([heading, ...cells])));
  if (isFault(table)) throw new Error(table.code);
  return readInspections(table, '2022');
}
const found = ({ faults }: Sheet): readonly string[] =>
  faults.map(({ row: at, column, code }) => `${at} ${column} ${code}`);

describe('a visit from before the platform', () => {
  it('is a row, routine where no purpose is named, with what was found', () => {
    const findings = 'venue-building:6.1:major:场所被占用；basic-support:8.2:minor:经费: 未公示';
    const { sheet, rows } = read(row({ findings, teamSize: '3', note: '随年度督查' }), row({ branchCode: 'B2' }));
    expect(found(sheet)).toEqual([]);
    const said = { bodyCode: 'W', visitedOn: '2022-03-01', scope: 'comprehensive', mode: 'on-site' };
    const told = { ...said, purpose: 'routine', outcome: 'rectify', documentNo: '工委督〔2022〕1号' };
    expect(rows).toEqual([
      {
        ...told,
        row: 2,
        branchCode: 'B1',
        teamSize: 3,
        note: '随年度督查',
        findings: [
          { aspect: 'venue-building', item: '6.1', severity: 'major', says: '场所被占用' },
          { aspect: 'basic-support', item: '8.2', severity: 'minor', says: '经费:未公示' },
        ],
      },
      { ...told, row: 3, branchCode: 'B2', findings: [] },
    ]);
  });

  it('keeps a semicolon in the words of a finding; one parts two findings where another begins', () => {
    const findings = 'venue-building:6.1:major:场所被占用；已约谈; 限期清退；basic-support:8.2:minor:经费未公示；';
    const { sheet, rows } = read(row({ findings }));
    expect(found(sheet)).toEqual([]);
    expect(rows[0]?.findings.map(({ item, says }) => [item, says])).toEqual([
      ['6.1', '场所被占用；已约谈; 限期清退'],
      ['8.2', '经费未公示'],
    ]);
  });

  it.each<[string, readonly Row[], readonly string[]]>([
    [
      'with a second finding of no severity',
      [row({ findings: 'a:6.1:major:词；a:6.2:bad:词' })],
      ['2 findings visit-findings-invalid'],
    ],
    [
      'with a second finding that names no severity',
      [row({ findings: 'venue-building:6.1:major:场所被占用；basic-support:8.2:经费未公示' })],
      ['2 findings visit-findings-invalid'],
    ],
    [
      'with a second finding in full-width colons',
      [row({ findings: 'venue-building:6.1:major:场所被占用； basic-support：8.2：minor：经费未公示' })],
      ['2 findings visit-findings-invalid'],
    ],
    ['of no such scope', [row({ scope: 'half' })], ['2 scope scope-unknown']],
    ['of no such mode', [row({ mode: 'by-post' })], ['2 mode mode-unknown']],
    ['of no such purpose', [row({ purpose: 'fun' })], ['2 purpose purpose-unknown']],
    ['of no such outcome', [row({ outcome: 'good' })], ['2 outcome outcome-unknown']],
    ['by one alone', [row({ teamSize: '1' })], ['2 teamSize team-size-invalid']],
    ['by a crowd', [row({ teamSize: '21' })], ['2 teamSize team-size-invalid']],
    ['without a document', [row({ documentNo: '' })], ['2 documentNo cell-empty']],
    ['of another year', [row({ visitedOn: '2021-12-31' })], ['2 visitedOn visit-outside-period']],
    ['with a finding of no severity', [row({ findings: 'a:6.1:bad:词' })], ['2 findings visit-findings-invalid']],
    ['with a finding without words', [row({ findings: 'a:6.1:major:' })], ['2 findings visit-findings-invalid']],
    [
      'passed with a major finding',
      [row({ outcome: 'pass', findings: 'a:1:major:词' })],
      ['2 outcome outcome-too-good'],
    ],
    ['told twice', [row(), row({ outcome: 'pass', visitedOn: '2022-03-01' })], ['3 visitedOn visit-duplicate']],
  ])('%s is wrong', (...[, rows, faults]) => expect(found(read(...rows).sheet)).toEqual(faults));

  it('is another one in another scope, or by another body', () => {
    const { sheet, rows } = read(row(), row({ scope: 'special' }), row({ bodyCode: 'C' }));
    expect([found(sheet), rows.length]).toEqual([[], 3]);
  });
});
