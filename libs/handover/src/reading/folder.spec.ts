import { expect, it } from '@jest/globals';
import { templateFiles } from '../template/template.ts';
import { editionFile } from '../testing/edges.ts';
import { readEdition } from './edition.ts';
import { fileKinds, fileName } from './file.rules.ts';
import { folderOf, type GivenFile } from './folder.ts';

const given = (name: string, text: string): GivenFile => ({ name, bytes: () => new TextEncoder().encode(text) });
const broken = (name: string): GivenFile => ({
  name,
  bytes: () => {
    throw new Error('EACCES: permission denied');
  },
});
const said = (faults: readonly { readonly file: string; readonly code: string }[]): readonly string[] =>
  faults.map(({ file, code }) => `${file} ${code}`);

it('reads the files of a period from bytes, wherever they came from, and names the strange ones', () => {
  const folder = folderOf(
    [given('register.csv', 'code\nB1\n'), given('通讯录.csv', 'x'), given('notes.txt', 'x')],
    '2022',
  );
  expect(Object.keys(folder.tables)).toEqual(['register']);
  expect(folder.tables.register?.rows).toEqual([{ row: 2, raw: ['B1'] }]);
  expect([folder.faults, said(folder.warnings)]).toEqual([[], ['通讯录.csv file-unknown']]);
});

it('passes over in silence what systems put into any folder', () => {
  const names = ['.DS_Store', '._register.csv', '._polls-2022.csv', 'Thumbs.db', 'desktop.ini', '@eaDir', 'lost+found'];
  expect(folderOf(names.map(broken), '2022')).toMatchObject({ tables: {}, faults: [], warnings: [] });
});

it('never asks for the bytes of a file that it does not read', () => {
  expect(said(folderOf([broken('photo.png'), broken('expected-grades.csv')], '2022').faults)).toEqual([]);
});

it('says of a file that cannot be read why, and reads the others', () => {
  const folder = folderOf([broken('register.csv'), broken('rejects.json'), given('ratings-2022.csv', 'a\n')], '2022');
  expect(folder.faults.map(({ file, en }) => [file, en])).toEqual([
    [
      'register.csv',
      'the file cannot be read; see that it is whole and can be opened (the system says: EACCES: permission denied)',
    ],
    [
      'rejects.json',
      'the file cannot be read; see that it is whole and can be opened (the system says: EACCES: permission denied)',
    ],
  ]);
  expect(Object.keys(folder.tables)).toEqual(['ratings']);
});

it('knows rejects by their own list, which has a format', () => {
  const branches = Object.fromEntries(fileKinds.map((kind) => [kind, kind === 'polls' ? ['B1'] : []]));
  const list = { format: 1, period: '2022', scheme: 'classification', branches };
  expect(folderOf([given('rejects.json', JSON.stringify(list))], '2022').remainder?.branches.polls).toEqual(['B1']);
  const newer = folderOf([given('rejects.json', JSON.stringify({ ...list, format: 2 }))], '2022');
  expect([newer.remainder, said(newer.faults)]).toEqual([undefined, ['rejects.json file-unreadable']]);
});

it('reads an edition, or says what is wrong with it', () => {
  const { content } = editionFile();
  expect(readEdition(given('e.json', JSON.stringify(content)))).toMatchObject({ file: 'e.json', content });
  expect(readEdition(given('e.json', JSON.stringify({ ...content, aspects: 'none' })))).toMatchObject([
    { code: 'edition-invalid', column: 'aspects' },
  ]);
  expect(readEdition(broken('e.json'))).toMatchObject([{ code: 'file-unreadable' }]);
});

it('has a template of every file, with the words that the platform itself uses', () => {
  const files = templateFiles(editionFile().content, '2022');
  expect([...files.keys()]).toEqual([...fileKinds.map((kind) => fileName(kind, '2022')), 'people.csv', '说明.md']);
  expect(files.get('people.csv')).toContain('personId,name,phone,posts');
  expect(files.get('polls-2022.csv')).toContain('verySatisfied');
  expect(files.get('说明.md')).toContain('branch 党支部');
  expect(files.get('说明.md')).toContain('members-meeting 支部党员大会');
  expect(files.get('说明.md')).toContain('funds 经费');
});
