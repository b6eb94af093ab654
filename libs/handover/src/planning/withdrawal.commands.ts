import { type Fault, fault, type FaultCode } from '../fault.ts';
import type { Graded, StandingFact } from '../judging/known.ts';
import type { Handover } from '../judging/handover.ts';
import type { Judgement } from '../judging/judgement.ts';
import { type FileKind, fileName } from '../reading/file.rules.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import type { Planned } from './plan.ts';
import { noLongerIn } from './vocabulary.ts';

/** What the platform has from files of these names, and these files no longer hold. */
export interface Withdrawals {
  /** By branch: the vetoes to be withdrawn before it is graded anew. */
  readonly vetoes: ReadonlyMap<string, readonly StandingFact[]>;
  readonly activities: readonly Planned[];
  /** The external ids of these, by branch. */
  readonly ended: ReadonlyMap<string, ReadonlySet<string>>;
  /** What stands there and is missing here, and a person must decide on. */
  readonly warnings: readonly Fault[];
}

/**
 * Compares what stands on the platform with the files. What came from a file of the same name is withdrawn; what was
 * entered and what has no withdrawal is named. A grade that is confirmed stands all the same: a person revises it.
 */
export function withdrawalsOf(judgement: Judgement, shown: Graded): Withdrawals {
  const vetoes = missing(judgement, shown, 'vetoes');
  const activities = missing(judgement, shown, 'activities');
  const [withdrawn, named] = parted(vetoes, ({ isOfFile }) => isOfFile);
  const [ended, entered] = parted(activities, ({ isOfFile }) => isOfFile);
  return {
    vetoes: new Map(
      [...Map.groupBy(withdrawn, ({ branch }) => branch)].map(([branch, own]) => [branch, own.map(({ fact }) => fact)]),
    ),
    activities: ended.map((one) => withdrawActivity(judgement.good, one)),
    ended: new Map(
      [...Map.groupBy(ended, ({ branch }) => branch)].map(([branch, own]) => [
        branch,
        new Set(own.map(({ fact }) => fact.code)),
      ]),
    ),
    warnings: [
      ...named.map((one) => standing(judgement.good, 'vetoes', one)),
      ...entered.map((one) => standing(judgement.good, 'activities', one)),
      ...priorsMissing(judgement.good, shown),
    ],
  };
}

/** A fact that stands on the platform and not in the file. */
interface Missing {
  readonly branch: string;
  readonly fact: StandingFact;
  /** It came from a file of this name, which is here and is read. */
  readonly isOfFile: boolean;
}

function missing(judgement: Judgement, shown: Graded, kind: 'vetoes' | 'activities'): readonly Missing[] {
  const { good, rejection } = judgement;
  // No file of vetoes means none, of activities that nothing is said of them.
  if (!good.sheets.has(kind) && !(kind === 'vetoes' && good.grades)) return [];
  const file = fileName(kind, good.period);
  const here = new Set(rowsOf(good, kind).map(({ branch, code }) => JSON.stringify([branch, code])));
  const back = rejection.branches.get(kind) ?? new Set();
  return [...shown.standing[kind]].flatMap(([branch, facts]) => {
    if (back.has(branch) || !isWholeFor(good, kind, branch)) return [];
    return facts
      .filter(({ stands, scheme }) => stands && (scheme === null || scheme === good.edition.scheme))
      .filter(({ code }) => !here.has(JSON.stringify([branch, code])))
      .map((fact) => ({ branch, fact, isOfFile: fact.file === file && good.sheets.has(kind) }));
  });
}

function rowsOf(
  { vetoes, activities }: Handover,
  kind: 'vetoes' | 'activities',
): readonly { readonly branch: string; readonly code: string }[] {
  return kind === 'vetoes'
    ? vetoes.map(({ branchCode: branch, veto: code }) => ({ branch, code }))
    : activities.map(({ branchCode: branch, externalId: code }) => ({ branch, code }));
}

/** Whether the file says everything there is of the branch: a whole city's does, else that which has rows of it. */
export function isWholeFor({ whole, register, remainder, sheets }: Handover, kind: FileKind, branch: string): boolean {
  if (whole) return register.some(({ code }) => code === branch);
  const rows = sheets.get(kind)?.allRows ?? [];
  return remainder?.branches[kind].includes(branch) === true || rows.some(({ cell }) => cell('branchCode') === branch);
}

function withdrawActivity({ period, sheets }: Handover, { branch, fact }: Missing): Planned {
  const table = sheets.get('activities')?.table;
  if (!table) throw new Error('activities are withdrawn by their file alone');
  return {
    name: 'WithdrawActivity',
    subject: branch,
    observed: `revision ${fact.revision}`,
    source: sourceOf(table, []),
    data: { branchId: branch, externalId: fact.code, year: period, reason: noLongerInFile(table) },
  };
}

/** Why something is withdrawn: by which file, to the byte. */
export const noLongerInFile = ({ file, sha256 }: Table): string => noLongerIn(file, sha256);

const standingCodes = { vetoes: 'veto-standing', activities: 'activity-standing' } as const satisfies Readonly<
  Partial<Record<FileKind, FaultCode>>
>;

function standing({ period }: Handover, kind: 'vetoes' | 'activities', { branch, fact }: Missing): Fault {
  return fault(standingCodes[kind], {
    file: fileName(kind, period),
    column: kind === 'vetoes' ? 'vetoCode' : 'externalId',
    value: `${branch} ${fact.code}`,
    detail: fact.file ?? '',
  });
}

/** Grades from before the platform that a branch's row no longer names: there is no withdrawal, so a person decides. */
function priorsMissing({ register, sheets }: Handover, shown: Graded): readonly Fault[] {
  const file = sheets.get('register')?.table.file;
  if (file === undefined) return [];
  return register.flatMap(({ row, code, priorGrades }) =>
    (shown.standing.priors.get(code) ?? [])
      .filter(
        (fact) =>
          fact.stands && !priorGrades.some(({ scheme, period }) => scheme === fact.scheme && period === fact.period),
      )
      .map((fact) =>
        fault('prior-grade-standing', {
          file,
          row,
          column: 'priorGrades',
          value: `${code} ${fact.scheme ?? ''}:${fact.period}:${fact.code}`,
        }),
      ),
  );
}

function parted<One>(all: readonly One[], belongs: (one: One) => boolean): readonly [readonly One[], readonly One[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}
