import type { CommandNamed } from '@zhibu/contracts';
import { derivedId, periodOf } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { Judgement } from '../judging/judgement.ts';
import type { KnownVisit } from '../judging/known.ts';
import { isTold, type NamedVisit } from '../judging/visit.rules.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import { visitKey } from '../rows/inspection.rules.ts';
import type { Planned } from './plan.ts';
import { changedIn, noLongerIn } from './vocabulary.ts';
import { isWholeFor } from './withdrawal.commands.ts';

/** What the visits of a file ask for: first what is taken back, then what is recorded. */
export interface VisitPlan {
  readonly takenBack: readonly Planned[];
  readonly recorded: readonly Planned[];
  readonly warnings: readonly Fault[];
}

/**
 * 以往督查: records each that the platform does not have. One that came from a file of this name and is told otherwise, or no
 * longer, is taken back as recorded in error; what is told otherwise is recorded anew. What a person recorded, or another
 * file, stays, and is named.
 */
export function planVisits(judgement: Judgement): VisitPlan {
  const { good, visits } = judgement;
  const table = good.sheets.get('inspections')?.table;
  if (!table) return { takenBack: [], recorded: [], warnings: [] };
  const otherwise = visits.filter((one) => one.known !== undefined && !isTold(one));
  const changed = otherwise.filter(({ known }) => known?.source === table.file);
  const elsewhere = otherwise.filter(({ known }) => known?.source !== table.file);
  const coming = [...visits.filter(({ known }) => known === undefined), ...changed];
  return {
    takenBack: [
      ...changed.flatMap(({ known, visit }) =>
        known ? [takeBack(known, changedIn, { table, rows: [visit.row] })] : [],
      ),
      ...gone(judgement, table).map((one) => takeBack(one, noLongerIn, { table, rows: [] })),
    ],
    recorded: coming.map((one) => recorded(one, table)),
    warnings: elsewhere.map(({ visit: { row, visitedOn } }) =>
      fault('visit-recorded-here', { file: table.file, row, column: 'visitedOn', value: visitedOn }),
    ),
  };
}

/** What the platform has from a file of this name and period that this one no longer holds. */
function gone({ good, rejection, known }: Judgement, table: Table): readonly KnownVisit[] {
  const here = new Set(good.visits.map(visitKey));
  const back = rejection.branches.get('inspections') ?? new Set();
  return [...known.visits].flatMap(([bodyCode, there]) =>
    there
      .filter(({ prior, cancelled, source }) => prior && !cancelled && source === table.file)
      .filter(({ day }) => periodOf(day) === good.period)
      .filter(({ organization }) => !back.has(organization) && isWholeFor(good, 'inspections', organization))
      .filter(
        ({ organization: branchCode, day: visitedOn, scope }) =>
          !here.has(visitKey({ bodyCode, branchCode, visitedOn, scope })),
      ),
  );
}

function takeBack(
  { id, organization }: KnownVisit,
  why: typeof changedIn,
  { table, rows }: { readonly table: Table; readonly rows: readonly number[] },
): Planned {
  const reason = why(table.file, table.sha256);
  const data: CommandNamed<'CancelInspection'>['data'] = { inspectionId: id, because: 'recorded-in-error', reason };
  return { name: 'CancelInspection', subject: organization, observed: 'recorded', source: sourceOf(table, rows), data };
}

/** One that comes again after it was taken back is another record of the visit, under an id of its own. */
function recorded({ visit, known, takenBack }: NamedVisit, table: Table): Planned {
  const { row, bodyCode, branchCode, documentNo, findings, ...said } = visit;
  const before = takenBack + (known ? 1 : 0);
  const data: CommandNamed<'RecordPriorInspection'>['data'] = {
    inspectionId: derivedId('prior-inspection', visitKey(visit), before),
    organizationId: branchCode,
    // An import acts for nobody: that the visit is the body's is said by the paper that the row names.
    bodyId: bodyCode,
    ...said,
    findings: [...findings],
    basis: { documentNo },
    source: table.file,
  };
  return { name: 'RecordPriorInspection', subject: branchCode, observed: 'new', source: sourceOf(table, [row]), data };
}
