import type { Fault } from '../fault.ts';
import { codeCell } from '../reading/cell.rules.ts';
import { fileName } from '../reading/file.rules.ts';
import type { Handover } from './handover.ts';
import { meantBy } from './reject.rules.ts';

/**
 * The files in which a row only ever lowers a grade: a branch without such a row is graded too well, and nothing else shows
 * that it is missing. A branch without its poll is not graded anyhow.
 */
const LOWERING = ['ratings', 'vetoes', 'five-basics'] as const;

/** A wrong row that may be about any branch. */
export interface Unplaced {
  readonly file: string;
  readonly row: number;
}

/**
 * The wrong rows of these whose branch cannot be told: the code is missing, or is none (9.90100E+11), and
 * means none of the register written otherwise. As long as one stands there nobody can be graded, so that they are not
 * set aside with the others: they are mended first.
 */
export function unplacedRows(handover: Handover, faults: readonly Fault[]): readonly Unplaced[] {
  return LOWERING.flatMap((kind) => {
    const file = fileName(kind, handover.period);
    const wrong = new Set(faults.filter((one) => one.file === file).map(({ row }) => row));
    const rows = handover.sheets.get(kind)?.allRows ?? [];
    return rows
      .filter(({ row, openedIn }) => wrong.has(row) && openedIn === undefined)
      .filter(({ cell }) => isNone(handover, cell('branchCode')))
      .map(({ row }) => ({ file, row }));
  });
}

const isNone = (handover: Handover, code: string): boolean =>
  codeCell(code) !== undefined && meantBy(handover, [code]).length === 0;
