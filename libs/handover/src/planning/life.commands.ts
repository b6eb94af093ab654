import type { Day } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { Registered } from '../judging/known.ts';
import type { Sheet } from '../reading/sheet.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import { statedInRegister } from './vocabulary.ts';

/** A command that a row of a register asks for, and the day from which what it says holds. */
export interface Change {
  readonly name: string;
  readonly data: object;
  readonly day: Day;
}

/** What a row says of the life of an organization: that its end was an error, before all else; that it ends, after. */
export function lifeChanges(
  entry: RegisterEntry,
  before: Registered | undefined,
): { readonly begins: readonly Change[]; readonly ends: readonly Change[] } {
  const { code, change, effectiveOn: day } = entry;
  if (change === undefined || day === undefined) return { begins: [], ends: [] };
  const data = { organizationId: code, effectiveOn: day, reason: entry.reason ?? statedInRegister, ...basisOf(entry) };
  if (change === 'reinstate') return { begins: [{ name: 'ReinstateOrganization', data, day }], ends: [] };
  const isEnded = before !== undefined && before.dissolvedOn !== null;
  return { begins: [], ends: isEnded ? [] : [{ name: 'DissolveOrganization', data, day }] };
}

/** 文号 of what a row's changes rest on, where one is stated. */
export const basisOf = ({ basis }: RegisterEntry): object =>
  basis === undefined ? {} : { basis: { documentNo: basis } };

/** A reinstatement of what is not dissolved, and a dissolution on another day than the platform's. */
export function lifeFaults(entry: RegisterEntry, before: Registered | undefined, sheet: Sheet): readonly Fault[] {
  const { row, code, change, effectiveOn: value = '' } = entry;
  const place = { file: sheet.table.file, row };
  const dissolvedOn = before?.dissolvedOn ?? null;
  if (dissolvedOn === null)
    return change === 'reinstate' ? [fault('not-dissolved', { ...place, column: 'change', value: code })] : [];
  return change === 'dissolve' && dissolvedOn !== value
    ? [fault('dissolution-differs', { ...place, column: 'effectiveOn', value, detail: dissolvedOn })]
    : [];
}

/** What a row says otherwise than the platform, and an import cannot change; and what holds from a dissolution on. */
export function contradictions(
  entry: RegisterEntry,
  before: Registered,
  { sheet, changes }: { readonly sheet: Sheet; readonly changes: readonly Change[] },
): readonly Fault[] {
  const place = { file: sheet.table.file, row: entry.row };
  const pairs = [
    ['kind', entry.kind, before.kind],
    ['sector', entry.sector ?? before.sector ?? '', before.sector ?? ''],
    ['openedOn', entry.openedOn, before.openedOn],
  ] as const;
  const differing = pairs.filter(([, stated, there]) => stated !== there);
  const { dissolvedOn } = before;
  const isTooLate = ({ day }: Change): boolean => dissolvedOn !== null && day >= dissolvedOn;
  return [
    ...differing.map(([column, value, there]) => fault('unchangeable', { ...place, column, value, detail: there })),
    ...(dissolvedOn !== null && entry.change !== 'reinstate' && changes.some(isTooLate)
      ? [fault('dissolved', { ...place, column: 'code', value: entry.code, detail: dissolvedOn })]
      : []),
  ];
}
