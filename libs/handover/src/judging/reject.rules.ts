import { organizationKinds } from '@zhibu/contracts';
import { codeCell } from '../reading/cell.rules.ts';
import { fileKinds, type FileKind, fileName } from '../reading/file.rules.ts';
import type { Handover } from './handover.ts';
import type { SheetRow } from '../reading/sheet.ts';
import type { Fault, FaultCode } from '../fault.ts';

/** Why a good row goes back with a wrong one. */
export type Along = Extract<FaultCode, 'with-parent' | 'with-branch' | 'with-row' | 'with-mark'>;

/** What is not taken in: the wrong rows, and the good ones that must not be taken in without them. */
export interface Rejection {
  /** By file: the rows, and for those that are right themselves why they go back. */
  readonly rows: ReadonlyMap<FileKind, ReadonlyMap<number, Along | 'wrong'>>;
  /** By file: the branches whose rows of it go back, also where they have none. */
  readonly branches: ReadonlyMap<FileKind, ReadonlySet<string>>;
  /** Grading a branch without one of its rows would raise its score: none of these is graded. */
  readonly ungraded: ReadonlySet<string>;
}

/**
 * What must go back with the faulty rows (data/README.md): under a wrong row of the register everything below it, and
 * every row of these branches in the other files; with a wrong row of another file all rows of its branch in that file.
 * So also with every row that a cell may have swallowed, and with every branch that is named there.
 */
export function rejectionOf(handover: Handover, faults: readonly Fault[]): Rejection {
  const register = rejectedOrganizations(handover, wrongRows(faults, fileName('register', handover.period)));
  const rows = new Map<FileKind, ReadonlyMap<number, Along | 'wrong'>>([['register', register.rows]]);
  const branches = new Map<FileKind, ReadonlySet<string>>([['register', register.branches]]);
  for (const kind of fileKinds) {
    if (kind === 'register') continue;
    const found = rejectedOf(handover, { kind, faults, codes: register.branches });
    rows.set(kind, found.rows);
    branches.set(kind, found.branches);
  }
  const ungraded = new Set([...branches.values()].flatMap((codes) => [...codes]));
  return { rows, branches, ungraded };
}

function rejectedOrganizations(
  handover: Handover,
  wrong: ReadonlySet<number>,
): { rows: Map<number, Along | 'wrong'>; branches: Set<string> } {
  const rows = new Map<number, Along | 'wrong'>();
  const codes = new Set<string>();
  const all = handover.sheets.get('register')?.allRows ?? [];
  for (const row of all.filter((one) => wrong.has(one.row) || one.openedIn !== undefined)) {
    rows.set(row.row, wrong.has(row.row) ? 'wrong' : 'with-mark');
    codes.add(row.cell('code'));
  }
  codes.delete('');
  // A wrong order of rows may put a child before its parent: look until nothing more goes back.
  for (let before = -1; before < rows.size;) {
    before = rows.size;
    for (const row of all.filter(
      (one) => !rows.has(one.row) && (codes.has(one.cell('parentCode')) || codes.has(one.cell('code'))),
    )) {
      rows.set(row.row, 'with-parent');
      codes.add(row.cell('code'));
    }
  }
  const below = all.filter((one) => rows.has(one.row) && mayBeBranch(one)).map(({ cell }) => cell('code'));
  const standing = new Set(all.map(({ cell }) => cell('code')));
  const nowhere = [...doubtfulBranches(handover, 'register')].filter((code) => !standing.has(code));
  return { rows, branches: new Set([...below.filter((code) => code !== ''), ...nowhere]) };
}

/** Codes among the rows in doubt of a file, wherever in them they stand. */
function doubtfulBranches({ sheets }: Handover, kind: FileKind): ReadonlySet<string> {
  const doubtful = sheets.get(kind)?.doubtful ?? new Set();
  if (doubtful.size === 0) return new Set();
  const named = [...sheets].flatMap(([of, { allRows }]) =>
    allRows.map(({ cell }) => cell(of === 'register' ? 'code' : 'branchCode')),
  );
  return new Set(named.filter((code) => doubtful.has(code)));
}

/** A row whose kind cannot be read may be a branch's. */
const mayBeBranch = ({ cell }: SheetRow): boolean =>
  cell('kind') === 'branch' || !organizationKinds.some((kind) => kind === cell('kind'));

function rejectedOf(
  handover: Handover,
  {
    kind,
    faults,
    codes,
  }: { readonly kind: FileKind; readonly faults: readonly Fault[]; readonly codes: ReadonlySet<string> },
): { readonly rows: ReadonlyMap<number, Along | 'wrong'>; readonly branches: ReadonlySet<string> } {
  const file = fileName(kind, handover.period);
  const all = handover.sheets.get(kind)?.allRows ?? [];
  const wrong = wrongRows(faults, file);
  const known = (code: string): boolean => !unknownBranch(faults, file).has(code);
  const rows = all.filter(({ row }) => wrong.has(row)).map(({ cell }) => cell('branchCode'));
  const withRow = new Set([
    ...rows.filter((code) => codeCell(code) === undefined && known(code)),
    ...meantBy(handover, rows),
    ...faults
      .filter((one) => one.file === file && one.row === null)
      .map(({ value }) => value)
      .filter((code) => code !== ''),
    ...doubtfulBranches(handover, kind),
  ]);
  const back = new Map<number, Along | 'wrong'>();
  for (const row of all) {
    const why = reasonOf(row, { wrong, codes, withRow });
    if (why) back.set(row.row, why);
  }
  return { rows: back, branches: new Set([...withRow, ...codes]) };
}

/** What is left of a code when nothing of how it is written counts: width, case, and signs that no code has. */
const plainCode = (code: string): string =>
  code
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._-]/gu, '');

/** Organizations of the register whose codes wrong rows may mean although they write them otherwise. */
export function meantBy({ sheets }: Handover, written: readonly string[]): readonly string[] {
  const registered = sheets.get('register')?.allRows.map(({ cell }) => cell('code')) ?? [];
  const plain = new Set(written.map(plainCode));
  return written.length === 0 ? [] : registered.filter((code) => code !== '' && plain.has(plainCode(code)));
}

function reasonOf(
  row: SheetRow,
  back: {
    readonly wrong: ReadonlySet<number>;
    readonly codes: ReadonlySet<string>;
    readonly withRow: ReadonlySet<string>;
  },
): Along | 'wrong' | undefined {
  if (back.wrong.has(row.row)) return 'wrong';
  if (row.openedIn !== undefined) return 'with-mark';
  if (back.codes.has(row.cell('branchCode'))) return 'with-branch';
  return back.withRow.has(row.cell('branchCode')) ? 'with-row' : undefined;
}

const wrongRows = (faults: readonly Fault[], file: string): ReadonlySet<number> =>
  new Set(faults.flatMap((one) => (one.file === file && one.row !== null ? [one.row] : [])));

const unknownBranch = (faults: readonly Fault[], file: string): ReadonlySet<string> =>
  new Set(faults.filter((one) => one.file === file && one.code === 'branch-unknown').map(({ value }) => value));

/** The handover without what goes back. */
export function withoutRejected(handover: Handover, { rows }: Rejection): Handover {
  const good = <Row extends { readonly row: number }>(kind: FileKind, all: readonly Row[]): readonly Row[] => {
    const back = rows.get(kind);
    return back ? all.filter(({ row }) => !back.has(row)) : all;
  };
  return {
    ...handover,
    register: good('register', handover.register),
    activities: good('activities', handover.activities),
    figures: good('five-basics', handover.figures),
    ratings: good('ratings', handover.ratings),
    polls: good('polls', handover.polls),
    vetoes: good('vetoes', handover.vetoes),
    checks: good('six-haves', handover.checks),
    visits: good('inspections', handover.visits),
  };
}
