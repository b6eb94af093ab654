import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf, piecesOf } from './row-pieces.ts';

it('a row that is shown whole stays as it is', () => {
  expect(piecesOf([1, '一\n二', ''], [3, 10, 4], 25)).toEqual([[1, '一\n二', '']]);
});

it('a cell of more lines than a row shows goes on in the next row, which says so', () => {
  expect(piecesOf([7, '一二三四五六七八九十', '短'], [3, 2, 2], 2)).toEqual([
    [7, '一二三四', '短'],
    ['续', '五六七八', ''],
    ['续', '九十', ''],
  ]);
});

it('no letter is lost, no piece is higher than a row, and none is longer than Excel takes', () => {
  const text = fc.string({ unit: fc.constantFrom('整', 'a', '😀', '\n', ' '), maxLength: 3_000 });
  fc.assert(
    fc.property(text, fc.integer({ min: 3, max: 20 }), (said, width) => {
      const pieces = piecesOf([1, said], [3, width], 25).map(([, piece]) => String(piece));
      for (const piece of pieces) {
        expect(linesOf(piece, width)).toBeLessThanOrEqual(25);
        expect(piece.length).toBeLessThan(32_767);
      }
      expect(pieces.join('').replaceAll('\n', '')).toBe(said.replaceAll('\n', ''));
    }),
    { numRuns: 50 },
  );
});
