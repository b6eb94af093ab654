import { expect, it } from '@jest/globals';
import type { Fault, FaultCode } from '../fault.ts';
import { planOf } from '../planning/handover.commands.ts';
import { editionsTwice, readEdition } from '../reading/edition.ts';
import { fileKinds, fileName } from '../reading/file.rules.ts';
import { folderOf } from '../reading/folder.ts';
import { cell, edgesHandover, edgesText, editionFile, type Edits, knownFrom } from '../testing/edges.ts';
import { gradingEditionFaults } from './grader.rules.ts';
import { handoverOf } from './handover.ts';
import { judge } from './judgement.ts';
import { type Known, nothingGraded, nothingKnown, nothingStanding } from './known.ts';

/** A unit of row 5, branches of rows 7 and 8. */
const [UNIT, B1, B2] = ['990200-SZGW-001', '990200-SZGW-001-B001', '990200-SZGW-001-B002'] as const;
const before = edgesHandover();
const empty: Known = { ...nothingKnown, asked: true, today: '2026-01-01' };
const edition = editionFile();

/** Values of the file itself are quoted; names of files, columns and forms of writing are typed by people. */
const TYPED =
  /[\w-]+(-\d{4})?\.(csv|json|CSV)|“[^”]*”|\b[a-zA-Z]+列|UTF-8|GB18030|CSV|Tab\b|MB\b|dissolve|reinstate|(?<=系统信息：)[^）]*/gu;
/** Organizations have Chinese names in English, too; so has a day that shows how one is written. */
const half = (text: string): boolean => {
  const names = before.register.map(({ name }) => name).toSorted((a, b) => b.length - a.length);
  const left = names.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return /[\p{Script=Han}]/u.test(left.replaceAll(/“[^”]*”|2022年1月5日/gu, ''));
};

const added =
  (...names: readonly string[]) =>
  (rows: string[][]): string[][] =>
    rows.map((row, index) => [...row, ...names.map((name) => (index === 0 ? name : ''))]);
const both =
  (...edits: readonly ((rows: string[][]) => string[][])[]) =>
  (rows: string[][]): string[][] =>
    edits.reduce((edited, edit) => edit(edited), rows);

const folders: readonly Edits[] = [
  { register: cell(8, 'code', B1) },
  { register: cell(7, 'parentCode', 'nobody') },
  { register: cell(7, 'parentCode', '990200-SZGW') },
  { register: cell(6, 'parentCode', B1) },
  { register: both(cell(7, 'sector', 'social'), cell(8, 'sector', '')) },
  { register: cell(7, 'priorGrades', 'classification:2022:general') },
  { register: cell(7, 'priorGrades', 'classification:2021:excellent') },
  { register: both(cell(7, 'openedOn', '2022-03-10'), cell(8, 'openedOn', '2023-03-10')) },
  { register: both(added('effectiveOn', 'change'), cell(5, 'effectiveOn', '2022-05-01'), cell(5, 'change', '撤销')) },
  { register: both(added('effectiveOn', 'change'), cell(7, 'effectiveOn', '2022-05-01'), cell(7, 'change', '撤销')) },
  {
    register: both(
      cell(7, 'code', 'K011-B０１'),
      cell(8, 'openedOn', '9.90100E+11'),
      cell(9, 'name', '名'.repeat(201)),
    ),
  },
  { register: (rows) => rows.map((row, index) => (index === 4 ? [...row, '多'] : row)) },
  { register: cell(10, 'openedOn', '2030-01-01') },
  {
    register: both(
      cell(7, 'designations', 'city:site'),
      cell(8, 'designations', 'city:party-building-site:1990-01-01'),
    ),
  },
  {
    register: both(
      cell(5, 'designations', 'city:party-building-site'),
      cell(7, 'designations', 'city:party-building-site;city:party-building-site'),
    ),
  },
  { ratings: (rows) => [...rows, ...rows.slice(-1), [B1, 'self', '9.9', '1', ''], [B1, 'self', 'B1', '', '9']] },
  { ratings: cell(60, 'deduction', 'x') },
  { polls: both(cell(2, 'ballots', '19'), cell(3, 'branchCode', B1)) },
  { polls: (rows) => rows.map((row, index) => (index === 3 ? [row.join(';')] : row)) },
  { 'five-basics': (rows) => [...rows, [B1, 'funds', '1', '2'], [B1, 'funds', '3', '4']] },
  {
    activities: both(
      cell(2, 'heldOn', '2021-01-01'),
      cell(3, 'externalId', 'ZHDJ-2022-0000001'),
      cell(4, 'attendance', '999'),
    ),
  },
  { vetoes: (rows) => [...rows, [B1, 'V1"', 'x'], [B2, 'V9']] },
  {
    'six-haves': () => [
      ['branchCode', 'checkedOn', 'item', 'standing', 'instead'],
      [B1, '2022-06-01', 'venue', 'met-by-function', ''],
      [B1, '2022-06-01', 'signage', 'half', ''],
      [B1, '2022-06-01', 'staff', 'met', ''],
      [B1, '2021-06-01', 'garden', 'met', ''],
      [B2, '2021-06-01', 'staff', 'met', ''],
    ],
  },
  {
    inspections: () => [
      ['bodyCode', 'branchCode', 'visitedOn', 'scope', 'mode', 'outcome', 'teamSize', 'findings', 'documentNo'],
      [B1, B2, '2022-06-01', 'special', 'remote', 'pass', '2', '', '督〔2022〕1号'],
      ['990200-SZGW', UNIT, '2022-06-01', 'special', 'remote', 'pass', '', '', '督〔2022〕1号'],
      ['990200-SZGW', B1, '1980-06-01', 'half', 'by-post', 'good', '1', 'x', '督〔2022〕1号'],
      ['990200-SZGW', B1, '2021-06-01', 'special', 'remote', 'pass', '', '', '督〔2022〕1号'],
      ['990200-SZGW', B1, '2022-06-01', 'special', 'remote', 'pass', '', 'a:1:major:词', '督〔2022〕1号'],
      ['990200-SZGW', B1, '2022-06-02', 'special', 'remote', 'pass', '', '', '督〔2022〕1号'],
      ['990200-SZGW', B1, '2022-06-02', 'special', 'remote', 'fail', '', '', '督〔2022〕1号'],
    ],
  },
];

/** How the platform has the committee's site of row 8 otherwise, by the fault that it leads to. */
const site = {
  level: 'committee',
  kind: 'party-building-site',
  since: '2020-01-10',
  approval: null,
  revision: 0,
} as const;
const programmes = (...subjects: readonly string[][]): Partial<Known> => ({
  programmes: new Map([['990200-SZGW', subjects.map((kinds, at) => ({ ...site, id: `P${at}`, subjects: kinds }))]]),
});
const designation = (code: string, prior: boolean, inForce: boolean): Partial<Known> => ({
  ...programmes(['branch']),
  designations: new Map([
    [code, [{ programme: 'P0', status: 'applied', inForce, prior, since: '2019-07-01', documentNo: null }]],
  ]),
});
const designations: ReadonlyMap<FaultCode, Partial<Known>> = new Map([
  ['designation-ambiguous', programmes(['branch'], ['branch'])],
  ['designation-not-subject', programmes(['general-branch'])],
  ['designation-not-prior', programmes(['branch'])],
  ['designation-decided', designation(B2, false, false)],
  ['designation-standing', designation(B1, true, true)],
]);

function said(): readonly Fault[] {
  const judged = folders.flatMap((edits) => {
    const handover = edgesHandover(edits);
    const { faults, warnings } = judge(handover, empty, '2022-12-31');
    return [...faults, ...warnings];
  });
  const there = {
    [B1]: { kind: 'general-branch', openedOn: '1990-01-01' },
    [B2]: { dissolvedOn: '2022-03-01' },
  } as const;
  const known = judge(before, knownFrom(before, there), '2022-12-31');
  const fact = { scheme: null, period: '2022', stands: true, revision: 1, file: null, content: 'x' };
  const priors = new Map([[B1, { eventId: 'e', grade: 'lagging', editionId: 'e' }]]);
  const plan = planOf(judge(before, knownFrom(before), '2022-12-31'), edition, {
    ...nothingGraded,
    grades: new Map([['classification:2021', priors]]),
    standing: {
      ...nothingStanding,
      activities: new Map([
        [
          B1,
          [
            { ...fact, code: 'ZHDJ-2022-0000001' },
            { ...fact, code: 'ZHDJ-2022-0000040' },
          ],
        ],
      ]),
    },
  });
  const designated = [...designations].flatMap(([, one]) => {
    const { faults, warnings } = judge(before, { ...knownFrom(before), ...one }, '2022-12-31');
    return [...faults, ...warnings.filter(({ column }) => column === 'designations')];
  });
  const bytes = (text: string) => () => new TextEncoder().encode(text);
  const files = fileKinds.map((kind) => ({ name: fileName(kind, '2022'), bytes: bytes(edgesText(kind) ?? '') }));
  const misnamed = folderOf(
    [...files, { name: 'Ratings_2022.CSV', bytes: bytes('') }, { name: 'REGISTER.CSV', bytes: bytes('') }],
    '2022',
  );
  const broken = readEdition({ name: 'edition.json', bytes: bytes('{"grades": 5}') });
  const unread = readEdition({ name: 'edition.json', bytes: bytes('{') });
  const late = { ...edition, content: { ...edition.content, effectiveFrom: '2022-06-01', documentNo: '新' } };
  return [
    ...judged,
    ...designated,
    ...known.faults,
    ...known.warnings,
    ...plan.warnings,
    ...misnamed.faults,
    ...[broken, unread].flatMap((read) => ('content' in read ? [] : read)),
    ...editionsTwice([edition, edition]),
    ...gradingEditionFaults([edition, late], '2022'),
    ...gradingEditionFaults([edition], '2021'),
    ...handoverOf(misnamed, edition.content, '2022').faults,
  ];
}

it('every fault, as it is filled in, is a sentence of one language without a code', () => {
  const faults = said();
  const wrong = faults.filter(
    ({ zh, en }) =>
      /[A-Za-z]{2,}|undefined|\{|≠|field:/.test(zh.replaceAll(TYPED, '')) ||
      half(en) ||
      /undefined|\{detail|≠/.test(en),
  );
  expect([...new Set(wrong.map(({ code, zh, en }) => `${code}: ${zh} | ${en}`))]).toEqual([]);
  expect([...designations.keys()].filter((code) => !faults.some((one) => one.code === code))).toEqual([]);
  // The kinds of wordings that are filled in, as these folders reach them.
  expect(new Set(faults.map(({ code }) => code)).size).toBeGreaterThan(40);
});

it(`${UNIT} is called by its name where its organizations are told of`, () => {
  const { faults } = judge(edgesHandover(folders[8]), knownFrom(before), '2022-12-31');
  expect(faults.find(({ code }) => code === 'living-children')?.zh).toContain('市委办公室机关党委');
});
