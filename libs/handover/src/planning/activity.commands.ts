import { activityContent } from '@zhibu/contracts';
import { type Fault, fault } from '../fault.ts';
import type { Handover } from '../judging/handover.ts';
import { type Standing, type StandingFact, withdrawnBefore } from '../judging/known.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { Table } from '../reading/table.ts';
import type { ActivityRow } from '../rows/activity.rules.ts';
import type { Planned } from './plan.ts';
import { changedIn } from './vocabulary.ts';

/** What the activities of a file ask for, and where they and the platform differ and nothing is sent. */
export interface ActivityPlan {
  readonly commands: readonly Planned[];
  readonly warnings: readonly Fault[];
}

/**
 * Records every activity that the platform does not have, and corrects those that its file now tells otherwise. What a
 * person entered or corrected, and what came from another file, is named and left. @param ended what is taken back
 */
export function planActivities(
  { activities, sheets, period }: Handover,
  { activities: standing }: Pick<Standing, 'activities'>,
  ended: ReadonlyMap<string, ReadonlySet<string>>,
): ActivityPlan {
  const table = sheets.get('activities')?.table;
  if (!table) return { commands: [], warnings: [] };
  const elsewhere = holders(standing, ended);
  const judged = activities.map((row): Planned | Fault | undefined => {
    const { branchCode, externalId } = row;
    const there = standing.get(branchCode)?.find(({ code, stands }) => stands && code === externalId);
    if (there) return changed(row, there, { table, period });
    const holder = elsewhere.get(externalId);
    if (holder !== undefined && holder !== branchCode) return named('activity-elsewhere', row, table, holder);
    return recorded(row, table, withdrawnBefore(standing.get(branchCode), externalId) ?? 'new');
  });
  return {
    commands: judged.filter((one) => one !== undefined).filter((one) => 'subject' in one),
    warnings: judged.filter((one) => one !== undefined).filter((one) => 'zh' in one),
  };
}

/** Under which branch an external id stands once what is taken back is gone. */
function holders(
  standing: Standing['activities'],
  ended: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, string> {
  return new Map(
    [...standing].flatMap(([branch, facts]) =>
      facts
        .filter(({ code, stands }) => stands && ended.get(branch)?.has(code) !== true)
        .map(({ code }) => [code, branch] as const),
    ),
  );
}

function recorded(row: ActivityRow, table: Table, observed: string): Planned {
  const { branchCode: branchId, externalId, kind, heldOn, attendance } = row;
  return {
    name: 'RecordActivity',
    subject: branchId,
    observed,
    source: sourceOf(table, [row.row]),
    data: { branchId, externalId, kind, heldOn, attendance },
  };
}

/** As it stands there, nothing is sent. */
function changed(
  row: ActivityRow,
  there: StandingFact,
  { table, period: year }: { readonly table: Table; readonly period: string },
): Planned | Fault | undefined {
  if (there.content === activityContent(row)) return undefined;
  if (there.file !== table.file) return named('activity-differs', row, table, there.file ?? undefined);
  const { data, ...of } = recorded(row, table, `revision ${there.revision}`);
  return { ...of, name: 'CorrectActivity', data: { ...data, year, reason: changedIn(table.file, table.sha256) } };
}

/** @param by the branch that has it, or the file that it came from; undefined: a person entered it */
function named(code: 'activity-differs' | 'activity-elsewhere', row: ActivityRow, { file }: Table, by?: string): Fault {
  const detail = by === undefined ? { zh: '由人登记或更正', en: 'entered or corrected by a person' } : quoted(code, by);
  return fault(code, { file, row: row.row, column: 'externalId', value: row.externalId, detail });
}

const quoted = (code: 'activity-differs' | 'activity-elsewhere', by: string) =>
  code === 'activity-differs'
    ? { zh: `来自文件${by}`, en: `taken in from ${by}` }
    : { zh: `编号为“${by}”的党支部`, en: `the branch of code “${by}”` };
