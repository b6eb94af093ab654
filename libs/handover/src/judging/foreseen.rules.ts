import { ACTS_YEARS_AHEAD, ATTENDANCE_AT_MOST, namesIn } from '@zhibu/contracts';
import { addYears, type Day } from '@zhibu/kernel';
import { z } from 'zod';
import { type Fault, fault } from '../fault.ts';
import { fileName } from '../reading/file.rules.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import type { Handover } from './handover.ts';
import { comesUnder, type Known } from './known.ts';
import { type Placed, type Places, placesOf } from './scope.rules.ts';

/** A command that a row asks for, as far as it is judged. */
interface Asked {
  readonly name: string;
  readonly data: object;
  readonly subject: string;
  readonly source: { readonly rows: readonly number[] };
}

/**
 * What the platform would refuse of a register and of activities although each row is right by itself: better said here,
 * at the row, before anything is sent. @param commands what the register asks for
 */
export function foreseenFaults(
  handover: Handover,
  known: Known,
  { asOf, commands }: { readonly asOf: Day; readonly commands: readonly Asked[] },
): readonly Fault[] {
  const places = placesOf(handover, known);
  return [
    ...handover.register.flatMap((entry) => [
      ...parentFaults(entry, places, { handover, known, asOf }),
      ...depthFaults(entry, places, handover),
      ...childrenFaults(entry, places, { handover, known }),
    ]),
    ...onceEach(commands.flatMap((command) => dayFaults(command, known, handover))),
    ...commands.flatMap((command) => formFaults(command, known, handover)),
    ...activityFaults(handover, known),
    ...checkFaults(handover, known),
  ];
}

/** A row whose changes hold from one day has one fault for them. */
const onceEach = (faults: readonly Fault[]): readonly Fault[] => [
  ...new Map(faults.map((one) => [`${one.row} ${one.column} ${one.code}`, one])).values(),
];

const inRow = ({ period }: Handover, row: number, column: string, value: string) => ({
  file: fileName('register', period),
  row,
  column,
  value,
});

/** A parent in the register itself that is no more, or of a move not yet there, on the day. */
function parentFaults(
  entry: RegisterEntry,
  places: Places,
  { handover, known, asOf }: { readonly handover: Handover; readonly known: Known; readonly asOf: Day },
): readonly Fault[] {
  const before = known.organizations.get(entry.code);
  const from = comesUnder(entry, before, asOf);
  const parent = entry.parentCode === undefined ? undefined : places.get(entry.parentCode);
  if (!parent || from === undefined) return [];
  const place = inRow(handover, entry.row, 'parentCode', parent.code);
  if (before && from < parent.openedOn) return [fault('parent-not-open', { ...place, detail: parent.openedOn })];
  return endedBy(parent, from, handover)
    ? [fault('parent-dissolved', { ...place, detail: parent.dissolvedOn ?? '' })]
    : [];
}

/** One that only the platform has is judged with the tree. */
const endedBy = ({ code, dissolvedOn }: Placed, day: Day, { register }: Handover): boolean =>
  dissolvedOn !== undefined && day >= dissolvedOn && register.some((entry) => entry.code === code);

/** 下属单位: a unit under a unit has none under it. The row of the lowest is wrong, or of the one above it. */
function depthFaults(entry: RegisterEntry, places: Places, handover: Handover): readonly Fault[] {
  if (entry.kind !== 'unit' || unitAbove(places, entry.parentCode) === undefined) return [];
  const above = unitAbove(places, entry.parentCode)?.parentCode;
  const named = new Set(handover.register.map(({ code }) => code));
  const below = [...places.values()].some(
    ({ code, kind, parentCode }) => kind === 'unit' && parentCode === entry.code && !named.has(code),
  );
  const isTooDeep = unitAbove(places, above) !== undefined || below;
  return isTooDeep ? [fault('unit-too-deep', inRow(handover, entry.row, 'parentCode', entry.parentCode ?? ''))] : [];
}

function unitAbove(places: Places, code: string | undefined): Placed | undefined {
  const placed = places.get(code ?? '');
  return placed?.kind === 'unit' ? placed : undefined;
}

/** Whoever would be left standing under an organization that its row dissolves. */
function childrenFaults(
  { row, code, change, effectiveOn }: RegisterEntry,
  places: Places,
  { handover, known }: { readonly handover: Handover; readonly known: Known },
): readonly Fault[] {
  if (change !== 'dissolve' || effectiveOn === undefined) return [];
  const left = [...places.values()].filter(
    ({ parentCode, dissolvedOn }) => parentCode === code && (dissolvedOn === undefined || dissolvedOn > effectiveOn),
  );
  if (left.length === 0) return [];
  const names = new Map(handover.register.map((entry) => [entry.code, entry.name]));
  const called = left.map((one) => names.get(one.code) ?? known.organizations.get(one.code)?.name ?? one.code);
  return [fault('living-children', { ...inRow(handover, row, 'change', '撤销'), detail: namesIn(called) })];
}

/** What the register only announces may lie ahead; a fact has happened. */
const acts = new Set([
  'RegisterOrganization',
  'RenameOrganization',
  'MoveOrganization',
  'DissolveOrganization',
  'SetSector',
]);
const columns: Readonly<Record<string, string>> = {
  RegisterOrganization: 'openedOn',
  RecordElection: 'committeeElectedOn',
};
const dated = z.object({ effectiveOn: z.string().optional(), openedOn: z.string().optional() });

function dayFaults({ name, data, source }: Asked, { today }: Known, handover: Handover): readonly Fault[] {
  const day = dayOfCommand(name, data);
  if (today === undefined || day <= today) return [];
  const place = inRow(handover, source.rows[0] ?? 1, columns[name] ?? 'effectiveOn', day);
  if (!acts.has(name)) return [fault('day-in-future', place)];
  const latest = addYears(today, ACTS_YEARS_AHEAD);
  return day > latest ? [fault('too-far-ahead', { ...place, detail: latest })] : [];
}

function dayOfCommand(name: string, data: object): Day {
  const { effectiveOn = '', openedOn = '' } = dated.parse(data);
  return name === 'RegisterOrganization' ? openedOn : effectiveOn;
}

function formFaults({ name, subject, source }: Asked, { organizations }: Known, handover: Handover): readonly Fault[] {
  if (name !== 'RecordElection' || organizations.get(subject)?.form !== 'temporary') return [];
  return [fault('temporary-elects-nobody', inRow(handover, source.rows[0] ?? 1, 'committeeElectedOn', subject))];
}

/** A check of a day to come. */
const checkFaults = ({ checks, period }: Handover, { today }: Known): readonly Fault[] =>
  checks
    .filter(({ checkedOn }) => today !== undefined && checkedOn > today)
    .map(({ row, checkedOn }) =>
      fault('day-in-future', { file: fileName('six-haves', period), row, column: 'checkedOn', value: checkedOn }),
    );

/** Days to come; and of a branch that is registered by these files more attendance than its members allow. */
function activityFaults({ activities, register, period }: Handover, { today, organizations }: Known): readonly Fault[] {
  const file = fileName('activities', period);
  const members = new Map(
    register.flatMap(({ code, membership }) =>
      membership && !organizations.has(code) ? [[code, membership.fullMembers + membership.probationaryMembers]] : [],
    ),
  );
  return activities.flatMap(({ row, branchCode, heldOn, attendance }) => {
    const reported = members.get(branchCode);
    const crowd = reported !== undefined && attendance > ATTENDANCE_AT_MOST * reported;
    const place = { file, row };
    return [
      ...(today !== undefined && heldOn > today
        ? [fault('day-in-future', { ...place, column: 'heldOn', value: heldOn })]
        : []),
      ...(crowd
        ? [
            fault('attendance-too-large', {
              ...place,
              column: 'attendance',
              value: String(attendance),
              detail: String(reported),
            }),
          ]
        : []),
    ];
  });
}
