import type { Day } from '@zhibu/kernel';
import { branchFaults } from './branch.rules.ts';
import { type Fault, inOrder } from '../fault.ts';
import { fileName, kindLike } from '../reading/file.rules.ts';
import type { Handover } from './handover.ts';
import { planRegister, type RegisterPlan } from '../planning/register.commands.ts';
import { rejectionOf, type Rejection, withoutRejected } from './reject.rules.ts';
import { unknownGrades } from './prior.rules.ts';
import { isConsequence } from './root.rules.ts';
import { type Places, placesOf } from './scope.rules.ts';
import { type KnownParent, parentsElsewhere, treeFaults } from './tree.rules.ts';
import { holdsFrom, type Known, treeRows } from './known.ts';

/** A handover judged whole: every fault at once, and what remains when the faulty rows go back. */
export interface Judgement {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly rejection: Rejection;
  /** The handover without what goes back. */
  readonly good: Handover;
  readonly register: RegisterPlan;
  readonly places: Places;
}

/** Judges how the files hang together, and how they fit what the platform has. */
export function judge(handover: Handover, known: Known, asOf: Day): Judgement {
  const inRegister = [
    ...handover.faults,
    ...registerFaults(handover, known, asOf),
    ...planRegister(handover, known, asOf).faults,
  ];
  const misread = rejectionOf(handover, inRegister).branches.get('register') ?? new Set();
  const ofBranches = canNameBranches(handover, known) ? branchFaults(handover, placesOf(handover, known), misread) : [];
  const all = inOrder([...inRegister, ...ofBranches]);
  const follows = isConsequence(handover);
  const faults = all.filter((found) => !follows(found));
  const rejection = rejectionOf(handover, all);
  const good = withoutRejected(handover, rejection);
  const register = planRegister(good, known, asOf);
  return {
    faults,
    rejection,
    good,
    register,
    places: placesOf(good, known),
    warnings: inOrder([...handover.warnings, ...unknownGrades(good), ...register.warnings]),
  };
}

/** Without a register that can be read, or a platform to ask instead, every branch would look unknown. */
function canNameBranches(handover: Handover, { asked }: Known): boolean {
  const { sheets, faults, whole } = handover;
  const unread = sheets.get('register')?.unusable ?? faults.some(({ file }) => kindLike(file) === 'register');
  return !unread && (asked || (whole && parentsElsewhere(treeRows(handover)).length === 0));
}

function registerFaults(handover: Handover, { organizations, asked }: Known, asOf: Day): readonly Fault[] {
  const entries = new Map(handover.register.map((entry) => [entry.code, entry]));
  const underFrom = (code: string): Day | undefined => {
    const [entry, before] = [entries.get(code), organizations.get(code)];
    if (!entry || before?.parent?.id === entry.parentCode) return undefined;
    return before ? holdsFrom(entry, asOf) : entry.openedOn;
  };
  const file = fileName('register', handover.period);
  const tree = { file, rows: treeRows(handover), entries: handover.register, underFrom };
  const elsewhere = new Map(
    [...organizations].map(([code, { kind, dissolvedOn }]): [string, KnownParent] => [code, { kind, dissolvedOn }]),
  );
  const inDoubt = new Set(
    handover.sheets.get('register')?.allRows.flatMap(({ row, openedIn }) => (openedIn === undefined ? [] : [row])),
  );
  return treeFaults(tree, elsewhere).filter(
    ({ code, row }) => (asked || code !== 'parent-unknown') && !inDoubt.has(row ?? 0),
  );
}
