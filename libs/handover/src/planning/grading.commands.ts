import { contentHash, type SourceReference } from '@zhibu/kernel';
import type { EditionContent } from '@zhibu/contracts';
import { branchesWithRows, registeredBranches } from '../judging/branch.rules.ts';
import { graderOf, mayBeGraded } from '../judging/grader.rules.ts';
import { optionsOf } from '../rows/poll.rules.ts';
import type { FileKind } from '../reading/file.rules.ts';
import type { Handover } from '../judging/handover.ts';
import type { GradingPlan, Planned } from './plan.ts';
import { itemisedRaters, type RatingRow } from '../rows/rating.rules.ts';
import type { Rejection } from '../judging/reject.rules.ts';
import { committeeOf, outsideBecause, type Places } from '../judging/scope.rules.ts';
import { sourceOf } from '../reading/sheet.ts';
import { dataMatchSource } from './vocabulary.ts';
import type { EditionFile } from '../reading/edition.ts';
import { type KnownGrade, type Standing, type StandingFact, withdrawnBefore } from '../judging/known.ts';
import { noLongerInFile } from './withdrawal.commands.ts';

/** What the grading of a handover rests on, faulty rows being gone. */
export interface GradingBasis {
  readonly handover: Handover;
  readonly places: Places;
  readonly rejection: Rejection;
  /** Their files, the first of which is named where no file is. */
  readonly editions: readonly EditionFile[];
  /** The grades of the period that the platform shows, by branch. */
  readonly grades: ReadonlyMap<string, KnownGrade>;
  /** Vetoes that stand on the platform and no longer in the file, by branch. */
  readonly withdrawn: ReadonlyMap<string, readonly StandingFact[]>;
  readonly standing: Standing;
}

type BranchPlan = { readonly inputs: readonly Planned[]; readonly grading: Planned };

/** Plans the inputs of every branch concerned, and the grading of those that lack none of their rows. */
export function planGradings(basis: GradingBasis): GradingPlan {
  const branches = concerned(basis.handover, basis.places);
  const rows = rowsByBranch(basis.handover);
  const plans = branches.map((branch) => ({ branch, plan: branchPlan(basis, branch, rows) }));
  return {
    committees: concernedCommittees(basis.handover, basis.places),
    inputs: plans.flatMap(({ plan }) => plan.inputs),
    gradings: plans.filter(({ branch }) => !basis.rejection.ungraded.has(branch)).map(({ plan }) => plan.grading),
  };
}

/** The work committees whose branches a handover grades. */
export function concernedCommittees(handover: Handover, places: Places): readonly string[] {
  return [...new Set(concerned(handover, places).flatMap((branch) => committeeOf(places, branch) ?? []))];
}

/** The work committees under which files are compared with what stands there: those of every branch that they speak of. */
export function comparedCommittees({ whole, register, sheets }: Handover, places: Places): readonly string[] {
  const registered = whole ? register.map(({ code }) => code) : [];
  const named = [...sheets].flatMap(([kind, { rows }]) =>
    kind === 'register' ? [] : rows.map(({ cell }) => cell('branchCode')),
  );
  return [...new Set([...registered, ...named].flatMap((code) => committeeOf(places, code) ?? []))];
}

/** A whole city grades its register; a part of one the branches whose rows it has, or carried before they were mended. */
function concerned(handover: Handover, places: Places): readonly string[] {
  const registered = handover.whole && handover.grades ? registeredBranches(handover, places) : [];
  const remaining = Object.values(handover.remainder?.branches ?? {}).flat();
  return [...new Set([...registered, ...branchesWithRows(handover), ...remaining])].filter((code) => {
    const placed = places.get(code);
    return placed !== undefined && mayBeGraded(placed) && outsideBecause(places, placed, handover) === undefined;
  });
}

interface BranchRows {
  readonly ratings: ReadonlyMap<string, readonly RatingRow[]>;
  readonly polls: ReadonlyMap<string, Handover['polls']>;
  readonly figures: ReadonlyMap<string, Handover['figures']>;
  readonly vetoes: ReadonlyMap<string, Handover['vetoes']>;
}

function rowsByBranch({ ratings, polls, figures, vetoes }: Handover): BranchRows {
  return {
    ratings: Map.groupBy(ratings, ({ branchCode }) => branchCode),
    polls: Map.groupBy(polls, ({ branchCode }) => branchCode),
    figures: Map.groupBy(figures, ({ branchCode }) => branchCode),
    vetoes: Map.groupBy(vetoes, ({ branchCode }) => branchCode),
  };
}

function branchPlan(basis: GradingBasis, branch: string, rows: BranchRows): BranchPlan {
  const { handover, grades } = basis;
  const own = rows.ratings.get(branch) ?? [];
  const grading = { branchId: branch, scheme: handover.edition.scheme, period: handover.period };
  const observed = grades.get(branch)?.eventId ?? 'ungraded';
  const plan = ({ name, data, source, beside }: Input): Planned => ({
    name,
    data: { ...grading, ...data },
    subject: branch,
    source,
    observed: beside === undefined ? observed : `${observed} ${beside}`,
  });
  const inputs = inputsOf(basis, branch, rows).map(plan);
  const rests = `${observed} ${contentHash(inputs.map(({ data }) => data))}`;
  return {
    inputs,
    grading: { ...plan({ name: 'GradeBranch', data: {}, source: fileSource(basis, 'ratings', own) }), observed: rests },
  };
}

interface Input {
  readonly name: string;
  readonly data: object;
  readonly source: SourceReference;
  /** What it was decided upon beside the grade. */
  readonly beside?: string | undefined;
}

function inputsOf(basis: GradingBasis, branch: string, rows: BranchRows): readonly Input[] {
  const figures = rows.figures.get(branch) ?? [];
  return [
    { name: 'OpenGrading', data: {}, source: registerSource(basis, branch) },
    ...ratingsOf(basis, branch, rows.ratings.get(branch) ?? []),
    ...pollsOf(basis, branch, rows.polls.get(branch) ?? []),
    ...(figures.length > 0
      ? [
          {
            name: 'RecordDataMatch',
            data: { source: dataMatchSource, fields: figures.map(fieldOf) },
            source: fileSource(basis, 'five-basics', figures),
          },
        ]
      : []),
    ...(rows.vetoes.get(branch) ?? []).map((veto): Input => ({
      name: 'RecordVeto',
      data: { veto: veto.veto },
      source: fileSource(basis, 'vetoes', [veto]),
      beside: withdrawnBefore(basis.standing.vetoes.get(branch), veto.veto, basis.handover.edition.scheme),
    })),
    ...withdrawnVetoes(basis, branch),
  ];
}

/** The poll as the edition of the branch asks it; one that another edition asks for is none of its. */
function pollsOf(basis: GradingBasis, branch: string, polls: Handover['polls']): readonly Input[] {
  const options = optionsOf(editionOf(basis, branch));
  if (options.length === 0) return [];
  return polls.map((poll) => ({
    name: 'RecordPoll',
    data: {
      ballots: poll.ballots,
      answers: Object.fromEntries(Object.entries(poll.answers).filter(([option]) => options.includes(option))),
    },
    source: fileSource(basis, 'polls', [poll]),
  }));
}

/** By which a branch is graded; whoever has none is not among those concerned. */
function editionOf({ handover: { graders, edition }, places }: GradingBasis, branch: string): EditionContent {
  const placed = places.get(branch);
  return (placed && graderOf(graders, placed)) ?? edition;
}

function withdrawnVetoes({ handover, withdrawn }: GradingBasis, branch: string): readonly Input[] {
  const table = handover.sheets.get('vetoes')?.table;
  if (!table) return [];
  return (withdrawn.get(branch) ?? []).map(({ code, revision }) => ({
    name: 'WithdrawVeto',
    beside: `revision ${revision}`,
    data: { veto: code, reason: noLongerInFile(table) },
    source: sourceOf(table, []),
  }));
}

/** Every itemised rater's rating, also of one who found nothing. */
function ratingsOf(basis: GradingBasis, branch: string, own: readonly RatingRow[]): readonly Input[] {
  if (!isRated(basis, branch, own)) return [];
  return itemisedRaters(editionOf(basis, branch)).map((rater) => {
    const found = own.filter((row) => row.rater === rater);
    return {
      name: 'SubmitRating',
      data: { rater, entries: found.map(entryOf) },
      source: fileSource(basis, 'ratings', found),
    };
  });
}

/** No row means nothing lost, but only where the file had room for the branch's rows. */
function isRated({ handover, rejection }: GradingBasis, branch: string, own: readonly RatingRow[]): boolean {
  if (rejection.branches.get('ratings')?.has(branch)) return false;
  const carried = handover.remainder?.branches.ratings.includes(branch) ?? false;
  return own.length > 0 || carried || (handover.whole && handover.sheets.has('ratings'));
}

const MOST_ROWS_NAMED = 5000;

function fileSource(
  { handover, editions }: GradingBasis,
  kind: FileKind,
  rows: readonly { readonly row: number }[],
): SourceReference {
  const table = handover.sheets.get(kind)?.table;
  return table ? sourceOf(table, rows.map(({ row }) => row).slice(0, MOST_ROWS_NAMED)) : editionSource(editions);
}

/** Where the scope of the round was taken from: the branch's row, or the standard it is measured by. */
function registerSource({ handover, editions }: GradingBasis, branch: string): SourceReference {
  const entry = handover.register.find(({ code }) => code === branch);
  const table = handover.sheets.get('register')?.table;
  return entry && table ? sourceOf(table, [entry.row]) : editionSource(editions);
}

/** The file of the first edition. */
export function editionSource([first]: readonly EditionFile[]): SourceReference {
  return { file: first?.file ?? '', sha256: first?.sha256 ?? '', rows: [] };
}

const entryOf = ({ item, deduction, bonus, note, evidence }: RatingRow): object => ({
  item,
  ...(deduction === undefined ? {} : { deduction }),
  ...(bonus === undefined ? {} : { bonus }),
  ...(note === undefined ? {} : { note }),
  ...(evidence.length === 0 ? {} : { evidence }),
});

const fieldOf = ({ field, reported, system }: Handover['figures'][number]): object => ({ field, reported, system });
