import type { Fault, FaultCode } from '../fault.ts';
import { type FileKind, fileName } from '../reading/file.rules.ts';
import type { Handover } from './handover.ts';

/** Whoever a row with one of these is about cannot be told from it. */
const unreadableRows: ReadonlySet<FaultCode> = new Set([
  'cell-count',
  'separator-wrong',
  'quote-misplaced',
  'quote-not-closed',
]);

/** What looks wrong only because a code could not be read, and in which file that one stands. */
const followsFrom: Readonly<Partial<Record<FaultCode, FileKind>>> = {
  'parent-unknown': 'register',
  'branch-unknown': 'register',
  'poll-missing': 'polls',
  'five-basics-missing': 'five-basics',
};

/**
 * Root causes first: whether a fault may follow from another. Where the code in a row cannot be read, the branch that it
 * is about seems to be missing. Such a fault is not listed, but its rows go back all the same.
 */
export function isConsequence(handover: Handover): (found: Fault) => boolean {
  const unreadable = new Map<FileKind, boolean>();
  const isUnreadable = (kind: FileKind): boolean => {
    const known = unreadable.get(kind) ?? hasUnreadableCodes(handover, kind);
    unreadable.set(kind, known);
    return known;
  };
  return ({ code }) => {
    const kind = followsFrom[code];
    return kind !== undefined && isUnreadable(kind);
  };
}

function hasUnreadableCodes({ faults, period }: Handover, kind: FileKind): boolean {
  const file = fileName(kind, period);
  const column = kind === 'register' ? 'code' : 'branchCode';
  return faults.some(
    (one) => one.file === file && one.row !== null && (one.column === column || unreadableRows.has(one.code)),
  );
}
