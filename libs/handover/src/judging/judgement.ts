import type { Day } from '@zhibu/kernel';
import { branchFaults, gradedByNobody, type Misread } from './branch.rules.ts';
import { foreseenFaults } from './foreseen.rules.ts';
import {
  designationFaults,
  designationWarnings,
  type NamedDesignation,
  namedDesignations,
} from './designation.rules.ts';
import { editionRowFindings } from './edition-row.rules.ts';
import { type Fault, inOrder } from '../fault.ts';
import { fileName, kindLike } from '../reading/file.rules.ts';
import type { Handover } from './handover.ts';
import { planRegister, type RegisterPlan } from '../planning/register.commands.ts';
import { rejectionOf, type Rejection, withoutRejected } from './reject.rules.ts';
import { unknownGrades } from './prior.rules.ts';
import { isConsequence } from './root.rules.ts';
import { type Places, placesOf } from './scope.rules.ts';
import { type KnownParent, parentsElsewhere, treeFaults } from './tree.rules.ts';
import { comesUnder, type Known, treeRows } from './known.ts';
import { type Unplaced, unplacedRows } from './unplaced.rules.ts';
import { type NamedVisit, namedVisits, visitFaults } from './visit.rules.ts';

/** A handover judged whole: every fault at once, and what remains when the faulty rows go back. */
export interface Judgement {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly rejection: Rejection;
  /** Wrong rows that may be about any branch: while there are some, the good rows cannot be taken in by themselves. */
  readonly unplaced: readonly Unplaced[];
  /** The handover without what goes back. */
  readonly good: Handover;
  readonly register: RegisterPlan;
  readonly places: Places;
  /** The designations of the register, each with its programme. */
  readonly named: readonly NamedDesignation[];
  /** The inspections from before the platform, each with what it has of them. */
  readonly visits: readonly NamedVisit[];
  /** What the files were held against. */
  readonly known: Known;
}

/** Judges how the files hang together, and how they fit what the platform has. */
export function judge(handover: Handover, known: Known, asOf: Day): Judgement {
  const asked = planRegister(handover, known, asOf);
  const places = placesOf(handover, known);
  const inRegister = [
    ...handover.faults,
    ...registerFaults(handover, known, asOf),
    ...asked.faults,
    ...foreseenFaults(handover, known, { asOf, commands: asked.levels.flat() }),
    ...designationFaults(handover, known, places),
  ];
  const misread = rejectionOf(handover, inRegister).branches.get('register') ?? new Set();
  const ofBranches = namingFaults(handover, { known, places, misread });
  const byEdition = editionRowFindings(handover, places);
  const all = inOrder([...inRegister, ...ofBranches, ...byEdition.faults]);
  const follows = isConsequence(handover);
  const faults = all.filter((found) => !follows(found));
  const rejection = rejectionOf(handover, all);
  const good = withoutRejected(handover, rejection);
  const register = planRegister(good, known, asOf);
  const placed = placesOf(good, known);
  return {
    faults,
    rejection,
    unplaced: unplacedRows(handover, all),
    good,
    register,
    places: placed,
    named: namedDesignations(good, known, placed),
    visits: namedVisits(good, known),
    known,
    warnings: inOrder([
      ...handover.warnings,
      ...byEdition.warnings,
      ...unknownGrades(good),
      ...gradedByNobody(good, places),
      ...designationWarnings(good, known, placed),
      ...register.warnings,
    ]),
  };
}

/** Of whom the rows of the other files speak. */
const namingFaults = (
  handover: Handover,
  { known, places, misread }: { readonly known: Known; readonly places: Places; readonly misread: Misread },
): readonly Fault[] =>
  canNameBranches(handover, known)
    ? [...branchFaults(handover, places, misread), ...visitFaults(handover, { known, places, misread })]
    : [];

/** Without a register that can be read, or a platform to ask instead, every branch would look unknown. */
function canNameBranches(handover: Handover, { asked }: Known): boolean {
  const { sheets, faults, whole } = handover;
  const unread = sheets.get('register')?.unusable ?? faults.some(({ file }) => kindLike(file) === 'register');
  return !unread && (asked || (whole && parentsElsewhere(treeRows(handover)).length === 0));
}

function registerFaults(handover: Handover, { organizations, asked }: Known, asOf: Day): readonly Fault[] {
  const entries = new Map(handover.register.map((entry) => [entry.code, entry]));
  const underFrom = (code: string): Day | undefined => {
    const entry = entries.get(code);
    return entry && comesUnder(entry, organizations.get(code), asOf);
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
