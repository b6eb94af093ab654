import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../fault.ts';
import { planOf } from '../planning/handover.commands.ts';
import { folderOf, type GivenFile } from '../reading/folder.ts';
import { editionFile, reportFolder } from '../testing/edges.ts';
import { handoverOf } from './handover.ts';
import { judge, type Judgement } from './judgement.ts';
import { nothingGraded, nothingKnown } from './known.ts';
import { returnedFiles } from './returned.ts';

type Texts = Readonly<Record<string, string>>;

const read = (report: string): Texts => {
  const folder = reportFolder(report);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
};
const given = (texts: Texts): readonly GivenFile[] =>
  Object.entries(texts).map(([name, text]) => ({ name, bytes: () => new TextEncoder().encode(text) }));
const judged = (texts: Texts): Judgement & { unusable: boolean } => {
  const handover = handoverOf(folderOf(given(texts), '2022'), editionFile().content, '2022');
  return { ...judge(handover, { ...nothingKnown, asked: true }, '2022-12-31'), unusable: handover.unusable };
};
const shown = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ file, row, column, code }) => [file, row ?? '', column ?? '', code].join(' ').replace(/ +/g, ' '));
/** Warnings but those that count what the reports' ratings have no note for. */
const ofFiles = ({ warnings }: Judgement): readonly string[] =>
  shown(warnings.filter(({ code }) => code !== 'note-missing' && code !== 'evidence-missing'));
const graded = (judgement: Judgement): readonly string[] =>
  planOf(judgement, editionFile(), nothingGraded).gradings.gradings.map(({ subject }) => subject);
/** A file with an edit of its text. */
const edited = (texts: Texts, file: string, edit: (text: string) => string): Texts => ({
  ...texts,
  [file]: edit(texts[file] ?? ''),
});
/** A file with a line (as an editor counts) edited. */
const line =
  (number: number, edit: (text: string) => string) =>
  (text: string): string =>
    text
      .split('\r\n')
      .map((one, index) => (index === number - 1 ? edit(one) : one))
      .join('\r\n');

describe('03: a row of vetoes whose code is written otherwise', () => {
  const report = read('03-veto-removed/first');

  it.each(['K031-B０１', 'K031-B01\u200b', '“K031-B01”', 'k031-b01'])(
    'as %s goes back, and nobody grades the branch that it may mean without it',
    (code) => {
      const judgement = judged(edited(report, 'vetoes-2022.csv', (text) => text.replace('K031-B01', code)));
      expect([judgement.faults.length, graded(judgement)]).toEqual([1, ['K031-B02', 'K031-B03', 'K031-B04']]);
    },
  );

  it.each(['9.90100E+11', '', '？', '#N/A'])('as “%s” may mean any branch: it cannot be set aside', (code) => {
    for (const file of ['vetoes-2022.csv', 'ratings-2022.csv', 'five-basics-2022.csv']) {
      const spoilt = edited(report, file, (text) => text.replace('K031-B01', code));
      expect(judged(spoilt).unplaced).toEqual([{ file, row: 2 }]);
    }
  });

  it.each(['K031-B０１', 'K031-B99'])('as %s means one branch, and is set aside with it', (code) => {
    const spoilt = edited(report, 'vetoes-2022.csv', (text) => text.replace('K031-B01', code));
    expect(judged(spoilt).unplaced).toEqual([]);
  });

  it('of polls that cannot be read leaves its branch ungraded anyhow', () => {
    const judgement = judged(edited(report, 'polls-2022.csv', (text) => text.replace('K031-B01', '9.90100E+11')));
    expect([judgement.unplaced, graded(judgement)]).toEqual([[], ['K031-B02', 'K031-B03', 'K031-B04']]);
  });

  it('is not passed over where its file is called by what is in it', () => {
    const { 'vetoes-2022.csv': vetoes = '', ...others } = report;
    const judgement = judged({ ...others, '一票否决-2022.csv': vetoes });
    expect(shown(judgement.faults)).toEqual(['一票否决-2022.csv file-misnamed']);
  });
});

describe('01: a quotation mark swallows rows', () => {
  const report = read('01-quote-in-remark');

  it('is one fault at the row in which it stands', () => {
    expect(shown(judged(report).faults)).toEqual(['ratings-2022.csv 2 备注 quote-misplaced']);
  });

  it('grades no branch whose rows may be gone, whoever accepts the good rows', () => {
    const judgement = judged(report);
    expect([judgement.unusable, graded(judgement)]).toEqual([false, ['K011-B04']]);
  });

  it('sends the rows in doubt back as they stand, so that they are mended there', () => {
    const { rejection, faults } = judged(report);
    const handover = handoverOf(folderOf(given(report), '2022'), editionFile().content, '2022');
    const files = returnedFiles(handover, { rejection, faults });
    expect(files.get('ratings-2022.csv')?.split('\r\n').slice(1, 3)).toEqual([
      expect.stringMatching(/^K011-B01,superior,4\.1,6,,"三会一课.记录不全$/),
      'K011-B02,superior,4.1,6,,',
    ]);
    expect(shown(judged({ ...report, 'ratings-2022.csv': files.get('ratings-2022.csv') ?? '' }).faults)).toEqual([
      'ratings-2022.csv 2 备注 quote-misplaced',
    ]);
    expect(files.get('faults.csv')).toContain('ratings-2022.csv,3,branchCode,K011-B02,with-mark');
  });

  it.each<[string, string, (text: string) => string, readonly [string, string[]]]>([
    [
      'whose next mark ends a row below',
      'ratings-2022.csv',
      (text) => text.replace('"补记', '补记"'),
      ['ratings-2022.csv 2 备注 quote-misplaced', ['K011-B04']],
    ],
    [
      'that is never closed',
      'ratings-2022.csv',
      (text) => text.replace('"补记', '补记'),
      ['ratings-2022.csv 2 备注 quote-not-closed', []],
    ],
    [
      'in a known column',
      'polls-2022.csv',
      line(3, (text) => text.replace('K011-B02', '"K011-B02')),
      ['polls-2022.csv 3 branchCode quote-not-closed', ['K011-B01']],
    ],
    [
      'in the figures',
      'five-basics-2022.csv',
      (text) => line(5, (one) => one.replace(',4', ',"4'))(line(9, (one) => one.replace(',3,', ',"3,'))(text)),
      ['five-basics-2022.csv 5 reported quote-misplaced', ['K011-B03', 'K011-B04']],
    ],
    [
      'in the activities',
      'activities-2022.csv',
      line(5, (text) => text.replace('party-day', '"party-day')),
      ['activities-2022.csv 5 kind quote-not-closed', ['K011-B01', 'K011-B02', 'K011-B03']],
    ],
    [
      'in the register',
      'register.csv',
      (text) => line(7, (one) => `${one}"优秀`)(line(8, (one) => `${one}"优秀`)(text)),
      ['register.csv 7 priorGrades quote-misplaced', ['K011-B01', 'K011-B04']],
    ],
    [
      'in the vetoes',
      'vetoes-2022.csv',
      () => 'branchCode,vetoCode,备注\r\nK011-B01,V1,"查实\r\nK011-B03,V1,\r\n',
      ['vetoes-2022.csv 2 备注 quote-not-closed', ['K011-B02', 'K011-B04']],
    ],
    [
      'before the code of a branch that no other row of the file has',
      'vetoes-2022.csv',
      () => '备注,branchCode,vetoCode\r\n"查实,K011-B01,V1\r\n"甲,乙",K011-B03,V1\r\n',
      ['vetoes-2022.csv 2 备注 quote-misplaced', ['K011-B02', 'K011-B04']],
    ],
  ])('so does one %s', (_, file, edit, [fault, grades]) => {
    const mended = edited(report, 'ratings-2022.csv', (text) => text.replaceAll('"', ''));
    const judgement = judged(edited(file === 'ratings-2022.csv' ? report : mended, file, edit));
    expect([shown(judgement.faults), graded(judgement)]).toEqual([[fault], grades]);
  });

  it('in the heading ends the file', () => {
    const judgement = judged(edited(report, 'polls-2022.csv', (text) => text.replace('ballots', '"ballots')));
    expect([shown(judgement.faults)[0], judgement.unusable]).toEqual(['polls-2022.csv 1 quote-not-closed', true]);
  });

  it('that belongs where it stands is no fault: a remark of several lines, with separators and marks', () => {
    const texts = edited(report, 'ratings-2022.csv', (text) =>
      text.replace(/"三会一课.记录不全/, '"缺1次,\r\n见""台账"",补记"').replace('"补记', '补记'),
    );
    expect([shown(judged(texts).faults), graded(judged(texts)).length]).toEqual([[], 4]);
  });
});

describe('05: dates as a spreadsheet saves them', () => {
  const report = read('05-excel-dates');

  it('are taken, and come out as the platform writes them', () => {
    const judgement = judged(report);
    expect(judgement.faults).toEqual([]);
    expect(judgement.good.register.map(({ openedOn }) => openedOn).slice(0, 5)).toEqual([
      '1950-01-01',
      '1950-03-01',
      '1984-06-01',
      '1990-01-01',
      '2010-01-01',
    ]);
    expect(judgement.good.activities.map(({ heldOn }) => heldOn)).toEqual([
      '2022-03-02',
      '2022-03-03',
      '2022-03-04',
      '2022-03-05',
    ]);
  });

  it.each(['2022/1/5', '2022/01/05', '2022-1-5', '2022-01-5', '2022年1月5日', '2022年01月05日', '2022/1/5 0:00'])(
    'so is %s',
    (day) => {
      const judgement = judged(edited(report, 'activities-2022.csv', (text) => text.replace('2022/3/2', day)));
      expect([judgement.faults, judgement.good.activities[0]?.heldOn]).toEqual([[], '2022-01-05']);
    },
  );

  it.each([
    '1/5/2022',
    '44566',
    '2022/13/1',
    '2022/2/29',
    '2022/1-5',
    '2022/1/5 14:30',
    '22/1/5',
    '2022年1月',
    '2022.1.5',
  ])('but not %s', (day) => {
    expect(
      shown(judged(edited(report, 'activities-2022.csv', (text) => text.replace('2022/3/2', day))).faults),
    ).toEqual(['activities-2022.csv 2 heldOn day-invalid']);
  });

  it('make two rows that differ in nothing but the way of writing a day one row twice', () => {
    const twice = (text: string): string => `${text}K05-A0001,K051-B01,party-day,2022-03-02,11\r\n`;
    expect(shown(judged(edited(report, 'activities-2022.csv', twice)).faults)).toEqual([
      'activities-2022.csv 6 row-duplicate',
    ]);
  });
});

describe('28: full-width codes', () => {
  const report = read('28-full-width-code');
  const alike = (text: string): string =>
    `${text}K281-B０１,branch,K281-U1,测试局第5党支部,organ,2010-01-01,,,,,,,,,\r\n`;

  it('are refused beside the same code in half width, and alone', () => {
    expect(judged(report).faults).toEqual([]);
    expect(shown(judged(edited(report, 'register.csv', alike)).faults)).toEqual([
      'register.csv 10 code code-compatible',
    ]);
    expect(judged(edited(report, 'register.csv', alike)).faults[0]?.zh).toContain('K281-B01');
  });

  it.each([
    ['ratings-2022.csv', 'K281-B01', 'Ｋ281-B01'],
    ['polls-2022.csv', 'K281-B01', 'K281-B①'],
    ['vetoes-2022.csv', 'vetoCode\r\n', 'vetoCode\r\nK281－B01,V1\r\n'],
    ['activities-2022.csv', 'K281-B01', 'K281-B0１'],
    ['five-basics-2022.csv', 'K281-B01', 'K２81-B01'],
  ])('so they are in %s', (file, from, to) => {
    const codes = judged(edited(report, file, (text) => text.replace(from, to))).faults.map(({ code }) => code);
    expect(codes.some((code) => code === 'code-compatible' || code === 'code-invalid')).toBe(true);
  });
});

describe('32: a file name in capitals', () => {
  const report = read('32-upper-case-extension');
  const renamed = (to: string): Texts => {
    const { 'vetoes-2022.CSV': vetoes = '', ...others } = report;
    return { ...others, [to]: vetoes };
  };

  it.each(['vetoes-2022.CSV', 'Vetoes-2022.csv', 'VETOES-2022.Csv', 'ｖｅｔｏｅｓ-2022.csv'])('is read: %s', (name) => {
    const judgement = judged(renamed(name));
    expect(judgement.faults).toEqual([]);
    expect(judgement.good.vetoes).toEqual([{ row: 2, branchCode: 'K321-B01', veto: 'V1' }]);
  });

  it.each([
    'vetoes-2022 (1).csv',
    'vetoes-2022.csv.txt',
    'vetoes-2022.xlsx',
    'vetoes_2022.csv',
    'vetoes.csv',
    'veto-2022.csv',
    'vetoes-2021.csv',
    'vetoes-2022-副本.csv',
  ])('that only begins like a known one is never passed over: %s', (name) => {
    const judgement = judged(renamed(name));
    expect([shown(judgement.faults), judgement.unusable, ofFiles(judgement)]).toEqual([
      [`${name} file-misnamed`],
      true,
      [],
    ]);
  });

  it('is not taken for another where both are there', () => {
    const both = judged({ ...report, 'vetoes-2022.csv': 'branchCode,vetoCode\r\n' });
    expect([shown(both.faults), both.unusable]).toEqual([['vetoes-2022.csv file-twice'], true]);
  });

  it('of another period is passed over with a warning beside the one of this', () => {
    const texts = { ...renamed('vetoes-2022.csv'), 'vetoes-2021.csv': 'x' };
    expect([judged(texts).faults, ofFiles(judged(texts))]).toEqual([[], ['vetoes-2021.csv file-unknown']]);
  });

  it('that begins like none is passed over, with a warning for a table', () => {
    const texts = { ...renamed('vetoes-2022.csv'), '通讯录.csv': 'x', 'scan.pdf': 'x', '~$register.xlsx': 'x' };
    expect([judged(texts).faults, ofFiles(judged(texts))]).toEqual([[], ['通讯录.csv file-unknown']]);
  });
});
