import type { CheckedItem } from '@zhibu/contracts';
import { contentHash } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { Handover } from '../judging/handover.ts';
import type { KnownCheck } from '../judging/known.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import type { CheckRow } from '../rows/six-haves.rules.ts';
import type { Planned } from './plan.ts';

/** What the checks of a file ask for, and which the platform has passed already. */
export interface CheckPlan {
  readonly commands: readonly Planned[];
  readonly warnings: readonly Fault[];
}

/**
 * 六有: records each check that the platform does not have, in the order of their days. One of the day of the last is told
 * otherwise and is recorded; one from before it is left out, for a branch is known by its last.
 */
export function planChecks({ checks, sheets }: Handover, there: ReadonlyMap<string, KnownCheck>): CheckPlan {
  const table = sheets.get('six-haves')?.table;
  if (!table) return { commands: [], warnings: [] };
  const inOrder = checks.toSorted((a, b) => (a.checkedOn < b.checkedOn ? -1 : 1));
  const [passed, coming] = [
    inOrder.filter((one) => isPassed(one, there.get(one.branchCode))),
    inOrder.filter((one) => !isPassed(one, there.get(one.branchCode))),
  ];
  return {
    commands: coming
      .filter((one) => !isSame(one, there.get(one.branchCode)))
      .map((one) => recorded(one, table, there.get(one.branchCode))),
    warnings: passed.flatMap((one) => earlier(one, table, there.get(one.branchCode))),
  };
}

const isPassed = ({ checkedOn }: CheckRow, last: KnownCheck | undefined): boolean =>
  last !== undefined && checkedOn < last.checkedOn;

const isSame = ({ checkedOn, occasion, items }: CheckRow, last: KnownCheck | undefined): boolean =>
  last?.checkedOn === checkedOn && last.occasion === occasion && told(last.items) === told(items);

const told = (items: readonly CheckedItem[]): string =>
  contentHash(
    items
      .map(({ item, standing, instead = '', evidence = [] }) => ({ item, standing, instead, evidence }))
      .toSorted((a, b) => (a.item < b.item ? -1 : 1)),
  );

/** One of a day on which the platform has a check was taken in before, and is no news. */
function earlier({ row, checkedOn }: CheckRow, { file }: Table, last: KnownCheck | undefined): readonly Fault[] {
  if (!last || last.days.includes(checkedOn)) return [];
  return [fault('check-earlier', { file, row, column: 'checkedOn', value: checkedOn, detail: last.checkedOn })];
}

function recorded(check: CheckRow, table: Table, last: KnownCheck | undefined): Planned {
  const { branchCode: branchId, checkedOn, occasion, items, checkedBy } = check;
  return {
    name: 'RecordSixHaves',
    subject: branchId,
    observed: last?.checkedOn === checkedOn ? `revision ${last.revision}` : 'new',
    source: sourceOf(table, check.rows),
    data: { branchId, checkedOn, occasion, items, ...(checkedBy === undefined ? {} : { checkedBy }) },
  };
}
