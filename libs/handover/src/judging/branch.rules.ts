import { lastDayOf } from '@zhibu/kernel';
import { type FileKind, fileName } from '../reading/file.rules.ts';
import type { Handover } from './handover.ts';
import { graderOf, mayBeGraded } from './grader.rules.ts';
import { gradingFiles, neededFiles } from './need.rules.ts';
import { ofNoEdition, outsideBecause, type Placed, type Places } from './scope.rules.ts';
import { type Fault, fault, type FaultCode } from '../fault.ts';

/** A row that speaks of a branch. */
interface BranchRow {
  readonly row: number;
  readonly branchCode: string;
}

/** Codes of the register whose rows are wrong: rows of other files that name them are not of unknown branches. */
export type Misread = ReadonlySet<string>;

/** Which branches the rows of the other files may speak of, and which rows a branch must have. */
export function branchFaults(handover: Handover, places: Places, misread: Misread): readonly Fault[] {
  const byFile: readonly [FileKind, readonly BranchRow[]][] = [
    ['ratings', handover.ratings],
    ['polls', handover.polls],
    ['five-basics', handover.figures],
    ['vetoes', handover.vetoes],
  ];
  const judge = (kind: FileKind, row: BranchRow): Fault[] => {
    if (misread.has(row.branchCode)) return [];
    const branch = gradedAt(places, row.branchCode);
    const place = { file: fileName(kind, handover.period), row: row.row, column: 'branchCode', value: row.branchCode };
    if (!branch) return [fault('branch-unknown', place)];
    const outside = outsideBecause(places, branch, handover);
    return outside === undefined ? [] : [fault('branch-out-of-scope', { ...place, detail: outside })];
  };
  return [
    ...byFile.flatMap(([kind, rows]) => rows.flatMap((row) => judge(kind, row))),
    ...activityFaults(handover, places, misread),
    ...checkFaults(handover, places, misread),
    ...missingRows(handover, places).filter(({ value }) => !misread.has(value)),
    ...laterGrades(handover),
  ];
}

function activityFaults(handover: Handover, places: Places, misread: Misread): readonly Fault[] {
  const file = fileName('activities', handover.period);
  return handover.activities.flatMap(({ row, branchCode, heldOn }) => {
    if (misread.has(branchCode)) return [];
    const branch = branchAt(places, branchCode);
    if (!branch) return [fault('branch-unknown', { file, row, column: 'branchCode', value: branchCode })];
    const place = { file, row, column: 'heldOn', value: heldOn };
    if (heldOn < branch.openedOn) return [fault('activity-before-opening', { ...place, detail: branch.openedOn })];
    const { dissolvedOn } = branch;
    if (dissolvedOn === undefined || heldOn < dissolvedOn) return [];
    return [fault('activity-after-dissolution', { ...place, detail: dissolvedOn })];
  });
}

function checkFaults(handover: Handover, places: Places, misread: Misread): readonly Fault[] {
  const file = fileName('six-haves', handover.period);
  return handover.checks.flatMap(({ row, branchCode, checkedOn }) => {
    if (misread.has(branchCode)) return [];
    const branch = branchAt(places, branchCode);
    if (!branch) return [fault('branch-unknown', { file, row, column: 'branchCode', value: branchCode })];
    const place = { file, row, column: 'checkedOn', value: checkedOn };
    if (checkedOn < branch.openedOn) return [fault('activity-before-opening', { ...place, detail: branch.openedOn })];
    const { dissolvedOn } = branch;
    if (dissolvedOn === undefined || checkedOn < dissolvedOn) return [];
    return [fault('check-after-dissolution', { ...place, detail: dissolvedOn })];
  });
}

/** Branches to be graded that have no poll or no figures although the edition's grades rest on them. */
function missingRows(handover: Handover, places: Places): readonly Fault[] {
  const needed = new Map(handover.graders.map((edition) => [edition, neededFiles(edition)]));
  const isNeeded = (kind: FileKind, code: string): boolean => {
    const placed = places.get(code);
    const edition = placed && graderOf(handover.graders, placed);
    return edition !== undefined && needed.get(edition)?.has(kind) === true;
  };
  const missing = (kind: 'polls' | 'five-basics', code: FaultCode): readonly Fault[] => {
    const sheet = handover.sheets.get(kind);
    if (!sheet || sheet.unusable) return [];
    const present = new Set([...sheet.allRows.map(({ cell }) => cell('branchCode')), ...sheet.doubtful]);
    return mustHaveRows(handover, places, kind)
      .filter((branch) => !present.has(branch) && isNeeded(kind, branch))
      .map((branch) => fault(code, { file: sheet.table.file, column: 'branchCode', value: branch }));
  };
  return [...missing('polls', 'poll-missing'), ...missing('five-basics', 'five-basics-missing')];
}

function mustHaveRows(handover: Handover, places: Places, kind: FileKind): readonly string[] {
  if (handover.remainder) return handover.remainder.branches[kind].filter((code) => gradedAt(places, code));
  return handover.whole ? registeredBranches(handover, places) : [];
}

/** The branches of the register, and what else the editions grade, that are in the round. */
export function registeredBranches(handover: Handover, places: Places): readonly string[] {
  return handover.register
    .map(({ code }) => code)
    .filter((code) => {
      const branch = gradedAt(places, code);
      return branch !== undefined && outsideBecause(places, branch, handover) === undefined;
    });
}

/** A grade of the very period that is being graded was not made before the platform. */
function laterGrades({ register, edition, period }: Handover): readonly Fault[] {
  return register.flatMap(({ row, priorGrades }) =>
    priorGrades
      .filter((prior) => prior.period > period || (prior.period === period && prior.scheme === edition.scheme))
      .map(({ scheme, period: of, grade }) =>
        fault('prior-grade-not-prior', {
          file: fileName('register', period),
          row,
          column: 'priorGrades',
          value: `${scheme}:${of}:${grade}`,
          detail: period,
        }),
      ),
  );
}

/** Branches of the register that live at the period's end and that no edition given grades: each by its row. */
export function gradedByNobody({ grades, graders, register, period }: Handover, places: Places): readonly Fault[] {
  if (!grades) return [];
  return register.flatMap(({ row, code, kind, sector }) => {
    const placed = places.get(code);
    if (kind !== 'branch' || !placed || graderOf(graders, placed) || !livesAtEnd(placed, period)) return [];
    const place = { file: fileName('register', period), row, column: 'sector', value: sector ?? '' };
    return [fault('graded-by-nobody', { ...place, detail: ofNoEdition(placed, graders) })];
  });
}

const livesAtEnd = ({ openedOn, dissolvedOn }: Placed, period: string): boolean =>
  openedOn <= lastDayOf(period) && (dissolvedOn === undefined || dissolvedOn > lastDayOf(period));

/** Branches that have a row in any of the files that grades are computed from. */
export function branchesWithRows(handover: Handover): ReadonlySet<string> {
  return new Set(
    gradingFiles.flatMap((kind) => handover.sheets.get(kind)?.rows.map(({ cell }) => cell('branchCode')) ?? []),
  );
}

function gradedAt(places: Places, code: string): Placed | undefined {
  const placed = places.get(code);
  return placed && mayBeGraded(placed) ? placed : undefined;
}

function branchAt(places: Places, code: string): Placed | undefined {
  const placed = places.get(code);
  return placed?.kind === 'branch' ? placed : undefined;
}
