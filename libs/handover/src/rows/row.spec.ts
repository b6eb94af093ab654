import { describe, expect, it } from '@jest/globals';
import { editionContent } from '@zhibu/contracts';
import { readFileSync } from 'node:fs';
import { readActivities } from './activity.rules.ts';
import { readFiveBasics } from './five-basics.rules.ts';
import { readPolls } from './poll.rules.ts';
import { readRegister } from './register.rules.ts';
import type { Sheet } from '../reading/sheet.ts';
import { csvText, isFault, readTable, type Table } from '../reading/table.ts';
import { readVetoes } from './veto.rules.ts';

const edition = editionContent.parse(
  JSON.parse(
    readFileSync(new URL('../../../../infra/demo/editions/classification-2022.json', import.meta.url), 'utf8'),
  ),
);

function tableOf(rows: readonly (readonly string[])[]): Table {
  const read = readTable('x.csv', new TextEncoder().encode(csvText(rows)));
  if (isFault(read)) throw new Error(read.code);
  return read;
}

const found = ({ faults }: Sheet): readonly string[] =>
  faults.map(({ row, column, code }) => `${row} ${column ?? ''} ${code}`);
const warned = ({ warnings }: Sheet): readonly string[] =>
  warnings.map(({ row, column, code }) => `${row} ${column ?? ''} ${code}`);

const registerHeading = [
  'code',
  'kind',
  'parentCode',
  'name',
  'sector',
  'openedOn',
  'fullMembers',
  'probationaryMembers',
  'committeeElectedOn',
  'termYears',
  'secretaryRef',
  'feature',
  'brand',
  'designations',
  'priorGrades',
];
const branch: Readonly<Record<string, string>> = {
  code: 'B1',
  kind: 'branch',
  parentCode: 'U1',
  name: '第一党支部',
  sector: 'organ',
  openedOn: '2001-02-03',
  fullMembers: '8',
  probationaryMembers: '1',
  committeeElectedOn: '2021-05-06',
  termYears: '3',
  secretaryRef: 'P-1',
  feature: '党建+普法',
  brand: '先锋',
  designations: 'city:standardization-site',
  priorGrades: 'classification:2021:general;appraisal:2021:good',
};
const register = (overrides: Readonly<Record<string, string>>): ReturnType<typeof readRegister> =>
  readRegister(tableOf([registerHeading, registerHeading.map((name) => ({ ...branch, ...overrides })[name] ?? '')]));

describe('the heading', () => {
  it('may have its columns in any order, and more of them, which are left out with a warning', () => {
    const { sheet, rows } = readVetoes(
      tableOf([
        ['备注', 'vetoCode', 'branchCode'],
        ['x', 'V1', 'B1'],
      ]),
      [edition],
    );
    expect([found(sheet), warned(sheet), rows]).toEqual([
      [],
      ['1 备注 column-unknown'],
      [{ row: 2, branchCode: 'B1', veto: 'V1' }],
    ]);
  });

  it('missing whole, or standing in the file again, is said once', () => {
    const row = ['B1', 'V1'];
    const heading = ['branchCode', 'vetoCode'];
    expect(found(readVetoes(tableOf([row, ['B2', 'V1']]), [edition]).sheet)).toEqual(['1  heading-missing']);
    const again = readVetoes(tableOf([heading, row, heading, ['B2', 'V1']]), [edition]);
    expect([found(again.sheet), again.rows.length]).toEqual([['3  heading-repeated'], 2]);
  });

  it('misses no column and has none twice', () => {
    const { sheet } = readVetoes(
      tableOf([
        ['branchCode', 'branchCode'],
        ['B1', 'B1'],
      ]),
      [edition],
    );
    expect([found(sheet), sheet.unusable]).toEqual([
      ['1 vetoCode column-missing', '1 branchCode column-duplicate'],
      true,
    ]);
  });

  it('has no poll option that the edition does not know', () => {
    const { sheet } = readPolls(
      tableOf([['branchCode', 'ballots', 'verySatisfied', 'satisfied', 'neutral', 'dissatisfied', 'delighted']]),
      [edition],
    );
    expect(found(sheet)).toEqual(['1 delighted option-unknown']);
  });
});

describe('a row of the register', () => {
  it('says what it says, and leaves undefined what is empty', () => {
    expect(register({ secretaryRef: '', brand: '' }).rows).toEqual([
      {
        row: 2,
        code: 'B1',
        kind: 'branch',
        parentCode: 'U1',
        name: '第一党支部',
        sector: 'organ',
        openedOn: '2001-02-03',
        membership: { fullMembers: 8, probationaryMembers: 1 },
        election: { heldOn: '2021-05-06', termYears: 3 },
        secretaryRef: undefined,
        feature: '党建+普法',
        brand: undefined,
        designations: [{ level: 'city', kind: 'standardization-site', since: undefined, documentNo: undefined }],
        priorGrades: [
          { scheme: 'classification', period: '2021', grade: 'general' },
          { scheme: 'appraisal', period: '2021', grade: 'good' },
        ],
        effectiveOn: undefined,
        change: undefined,
        reason: undefined,
        basis: undefined,
      },
    ]);
  });

  it.each([
    [{ code: '' }, '2 code cell-empty'],
    [{ code: '=cmd' }, '2 code code-invalid'],
    [{ code: 'B\u00001' }, '2 code control-character'],
    [{ code: 'x'.repeat(10_000_000) }, '2 code code-invalid'],
    [{ name: '=HYPERLINK("x")' }, '2 name formula'],
    [{ name: '第\n一' }, '2 name control-character'],
    [{ name: '名'.repeat(201) }, '2 name too-long'],
    [{ kind: 'Branch' }, '2 kind kind-unknown'],
    [{ parentCode: '' }, '2 parentCode parent-missing'],
    [{ openedOn: '2022-02-29' }, '2 openedOn day-invalid'],
    [{ openedOn: '2/3/2022' }, '2 openedOn day-invalid'],
    [{ fullMembers: '-1' }, '2 fullMembers count-invalid'],
    [{ fullMembers: '1e3' }, '2 fullMembers count-invalid'],
    [{ fullMembers: '１２' }, '2 fullMembers count-invalid'],
    [{ fullMembers: '' }, '2 fullMembers members-incomplete'],
    [{ committeeElectedOn: '1999-01-01' }, '2 committeeElectedOn election-before-opening'],
    [{ termYears: '11' }, '2 termYears term-invalid'],
    [{ secretaryRef: '张三' }, '2 secretaryRef person-invalid'],
    [{ priorGrades: 'classification-2021-general' }, '2 priorGrades prior-grade-invalid'],
    [
      { priorGrades: 'classification:2021:general;classification:2021:advanced' },
      '2 priorGrades prior-grade-duplicate',
    ],
    [{ priorGrades: 'classification:2000:general' }, '2 priorGrades prior-grade-before-opening'],
    [
      { kind: 'unit', committeeElectedOn: '', termYears: '', feature: '', brand: '', designations: '' },
      '2 priorGrades prior-grade-not-branch',
    ],
    [{ kind: 'unit', priorGrades: '', feature: '', brand: '', designations: '' }, '2 committeeElectedOn kind-has-none'],
    [{ kind: 'organ-committee', priorGrades: '', feature: '' }, '2 brand kind-has-none'],
  ])('is wrong where it says %#', (overrides, fault) => {
    const { sheet, rows } = register(overrides);
    expect([found(sheet), rows]).toEqual([[fault], []]);
  });

  it('with a fault of any length is shown in short', () => {
    const [fault] = register({ code: `\u0000${'x'.repeat(10_000_000)}` }).sheet.faults;
    expect(fault?.value.length).toBeLessThan(200);
    expect(fault?.value).not.toContain('\u0000');
  });

  it('separated by another sign than the heading is wrong by that alone', () => {
    const row = registerHeading.map((name) => branch[name] ?? '');
    const { sheet } = readRegister(tableOf([registerHeading, [row.join(';')], [row.join('\t')]]));
    expect(found(sheet)).toEqual(['2  separator-wrong', '3  separator-wrong']);
  });

  it.each([
    [{ code: '9.901E+11' }, '2 code scientific'],
    [{ parentCode: '9.901e+11' }, '2 parentCode scientific'],
    [{ secretaryRef: '1.2E+15' }, '2 secretaryRef scientific'],
  ])('does not take a code that a spreadsheet turned into a number: %j', (overrides, fault) => {
    expect(found(register(overrides).sheet)).toEqual([fault]);
  });

  it('with too few cells, or more than the heading, is wrong; empty ones at the end are not', () => {
    const row = registerHeading.map((name) => branch[name] ?? '');
    const { sheet } = readRegister(tableOf([registerHeading, row.slice(1), [...row, 'x'], [...row, '', '']]));
    expect(found(sheet)).toEqual(['2  cell-count', '3  cell-count']);
  });

  it('may name a term without an election, with a warning', () => {
    expect(warned(register({ committeeElectedOn: '' }).sheet)).toEqual(['2 termYears term-without-election']);
  });

  it.each<[string, object]>([
    ['city:party-building-site', {}],
    ['city:party-building-site:2021/7/1', { since: '2021-07-01' }],
    ['city:party-building-site:2021年7月1日:示例〔2021〕7号', { since: '2021-07-01', documentNo: '示例〔2021〕7号' }],
    ['city : party-building-site；', {}],
  ])('names a designation with its day and document where it knows them: %s', (designations, said) => {
    const { sheet, rows } = register({ designations });
    expect(found(sheet)).toEqual([]);
    const named = { level: 'city', kind: 'party-building-site', since: undefined, documentNo: undefined, ...said };
    expect(rows.map((row) => row.designations)).toEqual([[named]]);
  });

  it.each([
    ['moon:party-building-site', 'designation-unknown'],
    ['city:site', 'designation-unknown'],
    ['city', 'designation-unknown'],
    ['city:party-building-site:2021-02-30', 'designation-unknown'],
    ['city:party-building-site:2021-07-01:', 'designation-unknown'],
    ['city:party-building-site:2021-07-01:13800138000', 'designation-unknown'],
    ['city:party-building-site;city:party-building-site:2021-07-01', 'designation-duplicate'],
    ['city:party-building-site:1949-12-31', 'designation-before-opening'],
  ])('with the designations %s is wrong: %s', (designations, code) => {
    expect(found(register({ designations }).sheet)).toEqual([`2 designations ${code}`]);
  });

  it('of a unit names no designation', () => {
    const unit = { kind: 'unit', committeeElectedOn: '', termYears: '', feature: '', brand: '', priorGrades: '' };
    expect(found(register(unit).sheet)).toEqual(['2 designations kind-has-none']);
  });
});

describe('a row of the other files', () => {
  it('polls: has ballots, which add up, once a branch', () => {
    const { sheet } = readPolls(
      tableOf([
        ['branchCode', 'ballots', 'verySatisfied', 'satisfied', 'neutral', 'dissatisfied'],
        ['B1', '0', '0', '0', '0', '0'],
        ['B2', '5', '1', '2', '3', '0'],
        ['B3', '2', '2', '0', '0', '0'],
        ['B3', '3', '2', '1', '0', '0'],
        ['B4', '2', '2', '', '0', '0'],
      ]),
      [edition],
    );
    expect(found(sheet)).toEqual([
      '6 satisfied cell-empty',
      '2 ballots ballots-zero',
      '3 ballots ballots-sum',
      '5 branchCode poll-duplicate',
    ]);
  });

  it('five basics: knows the field, once a branch; a blank is a value', () => {
    const { sheet, rows } = readFiveBasics(
      tableOf([
        ['branchCode', 'field', 'reported', 'system'],
        ['B1', 'funds', '', '10.50'],
        ['B1', 'colour', '1', '1'],
        ['B1', 'funds', '3', '3'],
        ['B1', 'lectures', 'four', '4'],
      ]),
    );
    expect(found(sheet)).toEqual(['3 field field-unknown', '5 reported amount-invalid', '4 field field-duplicate']);
    expect(rows).toEqual([{ row: 2, branchCode: 'B1', field: 'funds', reported: null, system: '10.50' }]);
  });

  it('activities: lie in the period, each external id once', () => {
    const { sheet } = readActivities(
      tableOf([
        ['externalId', 'branchCode', 'kind', 'heldOn', 'attendance'],
        ['A1', 'B1', 'party-day', '2022-03-01', '5'],
        ['A1', 'B1', 'party-day', '2022-03-02', '5'],
        ['A2', 'B1', 'party', '2022-03-02', '5'],
        ['A3', 'B1', 'party-day', '2021-12-31', '5'],
        ['1.23457E+14', 'B1', 'party-day', '2022-04-01', '5'],
        ['1.23457E+14', 'B1', 'party-day', '2022-05-01', '5'],
      ]),
      '2022',
    );
    expect(found(sheet)).toEqual([
      '4 kind activity-kind-unknown',
      '6 externalId scientific',
      '7 externalId scientific',
      '3 externalId activity-duplicate',
      '5 heldOn activity-outside-period',
    ]);
  });

  it('vetoes: are those of the edition', () => {
    expect(
      found(
        readVetoes(
          tableOf([
            ['branchCode', 'vetoCode'],
            ['B1', 'V9'],
          ]),
          [edition],
        ).sheet,
      ),
    ).toEqual(['2 vetoCode veto-unknown']);
  });
});
