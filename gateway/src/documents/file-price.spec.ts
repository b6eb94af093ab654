import { expect, it } from '@jest/globals';
import { MOST_CHARACTERS, MOST_ROWS, priceOfFile } from './file-price.ts';
import { type Paper, PAPER_CHARACTERS } from './paper.ts';

const priceOf = (paper: Paper): number =>
  priceOfFile({ name: 'shown', asOf: '2023-05-10', knownAt: '2023-06-01T00:00:00.000Z', paper });

const sheets = (rows: readonly (readonly string[])[]): Paper => ({
  kind: 'sheets',
  title: '表',
  tables: [{ title: '表', columns: [{ heading: '文字', width: 60 }], rows }],
});
const letter = (text: string): Paper => ({
  kind: 'letter',
  title: '函',
  parts: [{ kind: 'text', text }],
  signature: '工委',
  annexes: [],
});
const ROOM = PAPER_CHARACTERS - '函工委'.length;

it('a file costs by its rows', () => {
  expect([priceOf(sheets([])), priceOf(sheets(Array(700).fill(['一'])))]).toEqual([0, 700]);
  expect(priceOf(sheets(Array(MOST_ROWS).fill(['一'])))).toBe(MOST_ROWS);
});

it('a paper stays below 4,000 characters', () => {
  expect(priceOf(letter('字'.repeat(ROOM - 1)))).toBe(0);
});

it.each<[string, Paper, string]>([
  ['more rows than a file shows', sheets(Array(MOST_ROWS + 1).fill(['一'])), 'DOCUMENT_TOO_LARGE'],
  ['more characters than its cells may have', sheets([['字'.repeat(MOST_CHARACTERS + 1)]]), 'DOCUMENT_TOO_LARGE'],
  ['a paper of 4,000 characters', letter('字'.repeat(ROOM)), 'PAPER_TOO_LONG'],
])('refuses %s', (_which, paper, code) => {
  expect(() => priceOf(paper)).toThrow(expect.objectContaining({ code }));
});
