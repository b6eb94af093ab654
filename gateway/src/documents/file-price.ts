import { refusal } from '@zhibu/contracts';
import { MOST_ENTRIES } from './document.ts';
import { charactersOf, type Drafted, PAPER_CHARACTERS, tablesOf } from './paper.ts';

/** What one file shows at most: rows of all its tables, and characters of all their cells. */
export const MOST_ROWS = MOST_ENTRIES;
export const MOST_CHARACTERS = 1_000_000;
/** Of a row of a file, in the prices of queries. */
const PRICE_A_ROW = 1;

/** How many entries a draft shows. */
export const rowsOf = ({ paper }: Drafted): number => tablesOf(paper).reduce((sum, { rows }) => sum + rows.length, 0);

/**
 * What it costs to write a draft as a file, by its rows, in the prices of queries: a file is bounded whatever its queries
 * brought. @throws Refusal DOCUMENT_TOO_LARGE, PAPER_TOO_LONG
 */
export function priceOfFile(draft: Drafted): number {
  const [{ paper }, rows] = [draft, rowsOf(draft)];
  if (rows > MOST_ROWS) throw refusal('DOCUMENT_TOO_LARGE', { of: 'rows', limit: MOST_ROWS });
  if (charactersOfTables(draft) > MOST_CHARACTERS)
    throw refusal('DOCUMENT_TOO_LARGE', { of: 'characters', limit: MOST_CHARACTERS });
  if (paper.kind === 'letter' && charactersOf(paper) >= PAPER_CHARACTERS)
    throw refusal('PAPER_TOO_LONG', { of: 'characters', limit: PAPER_CHARACTERS });
  return rows * PRICE_A_ROW;
}

const charactersOfTables = ({ paper }: Drafted): number =>
  tablesOf(paper)
    .flatMap(({ rows }) => rows.flat())
    .reduce<number>((sum, cell) => sum + String(cell).length, 0);
