import type { Day } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import type { Handover } from '../judging/handover.ts';
import { basisOf, type Change, contradictions, correction, lifeChanges, lifeFaults } from './life.commands.ts';
import type { Planned } from './plan.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import { type Sheet, sourceOf } from '../reading/sheet.ts';
import { holdsFrom, type Known, type Registered } from '../judging/known.ts';

/** What a register asks for beyond what the platform has. */
export interface RegisterPlan {
  /** Level by level: an organization stands in a later level than its parent. */
  readonly levels: readonly (readonly Planned[])[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/** Compares a register with the platform: one that is new is registered, of others only what changed is sent. */
export function planRegister(handover: Handover, known: Known, asOf: Day): RegisterPlan {
  const sheet = handover.sheets.get('register');
  if (!sheet || sheet.unusable) return { levels: [], faults: [], warnings: [] };
  const depths = depthsOf(handover.register);
  const levels: Planned[][] = [];
  const ends: Planned[][] = [];
  const faults: Fault[] = [];
  const warnings = handover.whole ? absentees(known, sheet) : [];
  for (const entry of handover.register) {
    const row = planRow(entry, { before: known.organizations.get(entry.code), on: holdsFrom(entry, asOf), sheet });
    faults.push(...row.faults);
    warnings.push(...row.warnings);
    const depth = depths.get(entry.code) ?? 0;
    (levels[depth] ??= []).push(...row.commands);
    (ends[depth] ??= []).push(...row.ends);
  }
  // Whoever stands under another ends before it does.
  const all = [...levels, ...ends.toReversed()];
  return { levels: all.filter((level) => level.length > 0), faults, warnings };
}

interface RowContext {
  readonly before: Registered | undefined;
  readonly on: Day;
  readonly sheet: Sheet;
}

function planRow(
  entry: RegisterEntry,
  { before, on, sheet }: RowContext,
): {
  readonly commands: readonly Planned[];
  readonly ends: readonly Planned[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
} {
  const life = lifeChanges(entry, before);
  // What else a row says of an organization that ends with it was not so from that day on.
  const others = before ? changesOf(entry, before, on) : firstCommands(entry, on);
  const corrected = before ? correction(entry, before, on, sheet) : [];
  const changes = [
    ...corrected,
    ...life.begins,
    ...others.filter(({ day }) => entry.change !== 'dissolve' || day < on),
  ];
  const of = {
    subject: entry.code,
    source: sourceOf(sheet.table, [entry.row]),
    observed: before ? `revision ${before.revision}` : 'new',
  };
  const planned = ({ name, data }: Change): Planned => ({ name, data, ...of });
  return {
    commands: changes.map(planned),
    ends: life.ends.map(planned),
    faults: [...(before ? contradictions(entry, before, { sheet, changes }) : []), ...lifeFaults(entry, before, sheet)],
    warnings: before ? oddElections(entry, before, sheet) : [],
  };
}

/** How far below the top of the register each stands; parents come before children. */
function depthsOf(entries: readonly RegisterEntry[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { code, parentCode } of entries) depths.set(code, (depths.get(parentCode ?? '') ?? -1) + 1);
  return depths;
}

function firstCommands(entry: RegisterEntry, on: Day): readonly Change[] {
  const { code, kind, parentCode, name, sector, openedOn } = entry;
  const registration = {
    code,
    kind,
    name,
    openedOn,
    ...(parentCode ? { parentId: parentCode } : {}),
    ...(sector ? { sector } : {}),
  };
  return [
    { name: 'RegisterOrganization', data: registration, day: openedOn },
    ...membership(entry, undefined, on),
    ...election(entry, undefined),
    ...secretary(entry, undefined, on),
    ...profile(entry, undefined, on),
  ];
}

function changesOf(entry: RegisterEntry, before: Registered, on: Day): readonly Change[] {
  const at = { organizationId: entry.code, effectiveOn: on, ...basisOf(entry) };
  const moved = entry.parentCode !== undefined && entry.parentCode !== before.parent?.id;
  return [
    ...(entry.name === before.name
      ? []
      : [
          {
            name: 'RenameOrganization',
            data: { organizationId: entry.code, effectiveOn: on, name: entry.name },
            day: on,
          },
        ]),
    ...sector(entry, before, on),
    ...(moved ? [{ name: 'MoveOrganization', data: { ...at, parentId: entry.parentCode }, day: on }] : []),
    ...membership(entry, before, on),
    ...election(entry, before),
    ...secretary(entry, before, on),
    ...profile(entry, before, on),
  ];
}

/** 领域 from a day on; a row without one says nothing of it. */
function sector({ code, sector: stated }: RegisterEntry, before: Registered, on: Day): readonly Change[] {
  if (stated === undefined || stated === before.sector) return [];
  return [{ name: 'SetSector', data: { organizationId: code, effectiveOn: on, sector: stated }, day: on }];
}

function membership(
  { code, membership: stated }: RegisterEntry,
  before: Registered | undefined,
  on: Day,
): readonly Change[] {
  if (!stated) return [];
  const same = before?.fullMembers === stated.fullMembers && before.probationaryMembers === stated.probationaryMembers;
  return same
    ? []
    : [{ name: 'ReportMembership', data: { organizationId: code, effectiveOn: on, ...stated }, day: on }];
}

/** An election holds from the day it was held. The register tells of one whose committee is in office: its result is not to be confirmed anew. */
function election({ code, election: stated }: RegisterEntry, before: Registered | undefined): readonly Change[] {
  if (!stated) return [];
  if (before && isKnownElection(stated, before)) return [];
  const termYears = stated.termYears === undefined ? {} : { termYears: stated.termYears };
  const data = { organizationId: code, effectiveOn: stated.heldOn, ...termYears, prior: true };
  return [{ name: 'RecordElection', data, day: stated.heldOn }];
}

function isKnownElection(
  stated: NonNullable<RegisterEntry['election']>,
  { committeeElectedOn, termYears }: Registered,
): boolean {
  if (committeeElectedOn === null || stated.heldOn > committeeElectedOn) return false;
  return stated.heldOn < committeeElectedOn || stated.termYears === undefined || stated.termYears === termYears;
}

/** A branch without a secretary's reference has none: the vacancy is known from the day stated. */
function secretary(
  { code, kind, secretaryRef }: RegisterEntry,
  before: Registered | undefined,
  on: Day,
): readonly Change[] {
  const at = { organizationId: code, effectiveOn: on };
  if (secretaryRef !== undefined) {
    return secretaryRef === before?.secretary
      ? []
      : [{ name: 'ConfirmSecretary', data: { ...at, personId: secretaryRef }, day: on }];
  }
  const vacancyKnown = before?.secretary === null && before.secretaryVacantSince !== null;
  return kind !== 'branch' || vacancyKnown ? [] : [{ name: 'VacateSecretary', data: at, day: on }];
}

/** The register has no highlight: the platform's stays. */
function profile({ code, feature, brand }: RegisterEntry, before: Registered | undefined, on: Day): readonly Change[] {
  const there = before ?? { feature: null, brand: null, highlight: null };
  if ((feature ?? null) === there.feature && (brand ?? null) === there.brand) return [];
  const stated = Object.entries({ feature, brand, highlight: there.highlight ?? undefined }).filter(
    ([, value]) => value !== undefined,
  );
  const data = { organizationId: code, effectiveOn: on, ...Object.fromEntries(stated) };
  return [{ name: 'SetProfile', data, day: on }];
}

/** An election earlier than the one that the platform knows, and none where it knows one. */
function oddElections(entry: RegisterEntry, before: Registered, sheet: Sheet): readonly Fault[] {
  const [heldOn, last] = [entry.election?.heldOn, before.committeeElectedOn];
  if (last === null || (heldOn !== undefined && heldOn >= last)) return [];
  return [
    fault(heldOn === undefined ? 'election-standing' : 'election-earlier', {
      file: sheet.table.file,
      row: entry.row,
      column: 'committeeElectedOn',
      value: heldOn ?? entry.code,
      detail: last,
    }),
  ];
}

function absentees({ underCommittees }: Known, sheet: Sheet): Fault[] {
  const named = new Set([...sheet.allRows.map(({ cell }) => cell('code')), ...sheet.doubtful]);
  return underCommittees
    .filter(({ id }) => !named.has(id))
    .map(({ id, name }) =>
      fault('organization-absent', { file: sheet.table.file, column: 'code', value: `${id} ${name}` }),
    );
}
