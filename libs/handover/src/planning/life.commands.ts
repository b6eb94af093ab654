import { organizationKindWords, REINSTATED_WITHIN_DAYS, type Wording } from '@zhibu/contracts';
import { addDays, type Day } from '@zhibu/kernel';
import { type Fault, fault, type FaultCode } from '../fault.ts';
import type { Registered } from '../judging/known.ts';
import type { Sheet } from '../reading/sheet.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import { changedIn, statedInRegister } from './vocabulary.ts';

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

/** A reinstatement of what is not dissolved or was long ago, and a dissolution on another day than the platform's. */
export function lifeFaults(entry: RegisterEntry, before: Registered | undefined, sheet: Sheet): readonly Fault[] {
  const { row, code, change, effectiveOn: value = '' } = entry;
  const place = { file: sheet.table.file, row };
  const dissolvedOn = before?.dissolvedOn ?? null;
  if (dissolvedOn === null)
    return change === 'reinstate' ? [fault('not-dissolved', { ...place, column: 'change', value: code })] : [];
  const wrong = endedOtherwise(entry, dissolvedOn);
  return wrong ? [fault(wrong, { ...place, column: 'effectiveOn', value, detail: dissolvedOn })] : [];
}

function endedOtherwise({ change, effectiveOn = '' }: RegisterEntry, dissolvedOn: Day): FaultCode | undefined {
  if (change === 'dissolve') return effectiveOn === dissolvedOn ? undefined : 'dissolution-differs';
  const isTooLate = change === 'reinstate' && effectiveOn > addDays(dissolvedOn, REINSTATED_WITHIN_DAYS);
  return isTooLate ? 'reinstated-too-late' : undefined;
}

/**
 * 更正登记: what a row says otherwise of what an organization was from its start, its kind and the day it opened. Neither
 * changes in a life, so a difference is an error here or there; a row that states a basis corrects the platform's.
 */
export function correction(entry: RegisterEntry, before: Registered, on: Day, sheet: Sheet): readonly Change[] {
  const { code: organizationId, kind, openedOn, reason, basis } = entry;
  const differs = { ...(kind === before.kind ? {} : { kind }), ...(openedOn === before.openedOn ? {} : { openedOn }) };
  if (basis === undefined || Object.keys(differs).length === 0) return [];
  const { file, sha256 } = sheet.table;
  const because = { reason: reason ?? changedIn(file, sha256), ...basisOf(entry) };
  return [{ name: 'CorrectRegistration', data: { organizationId, effectiveOn: on, ...differs, ...because }, day: on }];
}

/** What a row says otherwise than the platform without a basis; and what holds from a dissolution on. */
export function contradictions(
  entry: RegisterEntry,
  before: Registered,
  { sheet, changes }: { readonly sheet: Sheet; readonly changes: readonly Change[] },
): readonly Fault[] {
  const place = { file: sheet.table.file, row: entry.row };
  const pairs: readonly (readonly [column: string, stated: string, there: string, said: string | Wording])[] = [
    ['kind', entry.kind, before.kind, organizationKindWords[before.kind]],
    ['openedOn', entry.openedOn, before.openedOn, before.openedOn],
  ];
  const differing = entry.basis === undefined ? pairs.filter(([, stated, there]) => stated !== there) : [];
  const { dissolvedOn } = before;
  const isTooLate = ({ day }: Change): boolean => dissolvedOn !== null && day >= dissolvedOn;
  return [
    ...differing.map(([column, value, , detail]) =>
      fault('correction-without-basis', { ...place, column, value, detail }),
    ),
    ...(dissolvedOn !== null && entry.change !== 'reinstate' && changes.some(isTooLate)
      ? [fault('dissolved', { ...place, column: 'code', value: entry.code, detail: dissolvedOn })]
      : []),
  ];
}
