import type { Cell } from './paper.ts';

/** Latin letters and digits are half as wide as Chinese characters, and a little. */
const LATIN = 0.55;
const CHINESE_FROM = 0xff;
/** What stands first in a row that goes on from the one above. */
const GOES_ON = '续';

const widthIn = (letter: string): number => ((letter.codePointAt(0) ?? 0) > CHINESE_FROM ? 1 : LATIN);

/** How many lines a text takes in a column, as wide as so many Chinese characters. */
export const linesOf = (text: string, width: number): number =>
  text.split('\n').reduce((sum, line) => sum + wrapped(line, width).length, 0);

/**
 * A row as the rows that show all of it: a cell of more lines than a row shows goes on in the next, and nothing is cut off
 * where nobody sees it. Excel shows no row higher than 409 points, and takes no cell longer than 32,767 characters.
 * @param widths of the columns, in Chinese characters
 * @param lines that a row shows
 */
export function piecesOf(row: readonly Cell[], widths: readonly number[], lines: number): readonly (readonly Cell[])[] {
  const cells = row.map((value, index) =>
    typeof value === 'number' ? [value] : piecesOfText(value, widths[index] ?? 1, lines),
  );
  const count = Math.max(1, ...cells.map(({ length }) => length));
  return Array.from({ length: count }, (_, piece) =>
    cells.map((pieces, index) => pieces[piece] ?? (index === 0 ? GOES_ON : '')),
  );
}

function piecesOfText(text: string, width: number, lines: number): readonly string[] {
  if (linesOf(text, width) <= lines) return [text];
  const all = text
    .split('\n')
    .flatMap((line) => wrapped(line, width).map((part, index) => (index === 0 ? `\n${part}` : part)));
  const pieces: string[] = [];
  for (let at = 0; at < all.length; at += lines)
    pieces.push(
      all
        .slice(at, at + lines)
        .join('')
        .replace(/^\n/, ''),
    );
  return pieces;
}

/** A line of a text as the lines that it takes; what is nothing takes one. */
function wrapped(line: string, width: number): readonly string[] {
  const parts = [''];
  let used = 0;
  for (const letter of line) {
    const wide = widthIn(letter);
    if (used > 0 && used + wide > width) {
      parts.push('');
      used = 0;
    }
    parts[parts.length - 1] += letter;
    used += wide;
  }
  return parts;
}
