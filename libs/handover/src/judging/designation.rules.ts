import {
  bodyKinds,
  designationContract,
  type OrganizationKind,
  organizationKindWords,
  type ProgrammeKind,
  type ProgrammeLevel,
} from '@zhibu/contracts';
import { type Day, lastDayOf, sha256 } from '@zhibu/kernel';
import { type Fault, fault, type FaultCode, type FaultPlace } from '../fault.ts';
import { fileName } from '../reading/file.rules.ts';
import { type PriorDesignation, writtenAs } from '../rows/designation.rules.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import type { Handover } from './handover.ts';
import type { Known, KnownDesignation, KnownProgramme } from './known.ts';
import { above, type Places } from './scope.rules.ts';

/** 命名项目 that a register speaks of: of the body of that level above whoever is designated. */
export interface NamedProgramme {
  readonly id: string;
  readonly bodyId: string;
  readonly level: ProgrammeLevel;
  readonly kind: ProgrammeKind;
  /** Absent: the platform has none, and it is registered. */
  readonly known: KnownProgramme | undefined;
}

/** A designation of the register, and what the platform has of it. */
export interface NamedDesignation {
  readonly row: number;
  readonly code: string;
  readonly kind: OrganizationKind;
  readonly programme: NamedProgramme;
  readonly designation: PriorDesignation;
  readonly since: Day;
  readonly known: KnownDesignation | undefined;
}

interface Entry {
  readonly entry: RegisterEntry;
  readonly designation: PriorDesignation;
}

const entriesOf = ({ register }: Handover): readonly Entry[] =>
  register.flatMap((entry) => entry.designations.map((designation) => ({ entry, designation })));

/** The bodies that designated whom the register names, by code. */
export const designatingBodies = (handover: Handover, places: Places): readonly string[] => [
  ...new Set(entriesOf(handover).flatMap((one) => bodyOf(one, places) ?? [])),
];

const bodyOf = ({ entry, designation }: Entry, places: Places): string | undefined =>
  above(places, entry.code, bodyKinds[designation.level]);

/**
 * The designations of a register, each with the programme by which it is taken in. One of an organization that does not
 * stand under a province in the end is left out: what is wrong with its parents is told by itself.
 */
export function namedDesignations(handover: Handover, known: Known, places: Places): readonly NamedDesignation[] {
  return entriesOf(handover).flatMap((one) => {
    const bodyId = bodyOf(one, places);
    const programme = bodyId === undefined ? undefined : programmeOf(one.designation, bodyId, known);
    return programme ? [named(one, programme, { handover, known })] : [];
  });
}

function named(
  { entry: { row, code, kind, openedOn }, designation }: Entry,
  programme: NamedProgramme,
  { handover, known }: { readonly handover: Handover; readonly known: Known },
): NamedDesignation {
  const there = known.designations.get(code)?.find((one) => one.programme === programme.id);
  const since = designation.since ?? heldSince(openedOn, handover.period);
  return { row, code, kind, programme, designation, since, known: there };
}

/** A register tells last year's state (data/README.md): so what it names held on the last day of that year, at the latest. */
function heldSince(openedOn: Day, period: string): Day {
  const lastYear = lastDayOf(String(Number(period) - 1));
  return openedOn > lastYear ? openedOn : lastYear;
}

/** The one that the platform has of this level and kind, or the one to be registered; undefined: it has several. */
function programmeOf({ level, kind }: PriorDesignation, bodyId: string, known: Known): NamedProgramme | undefined {
  const there = (known.programmes.get(bodyId) ?? []).filter((one) => one.level === level && one.kind === kind);
  const id = programmeIdOf(bodyId, kind);
  const meant = there.length > 1 ? there.find((one) => one.id === id) : there[0];
  if (there.length > 0 && !meant) return undefined;
  return { id: meant?.id ?? id, bodyId, level, kind, known: meant };
}

const LONGEST_ID = 64;

/** A body has one level, so that its code and the kind say which programme; too long a code is told by its hash. */
function programmeIdOf(bodyId: string, kind: ProgrammeKind): string {
  const id = `${bodyId}-${kind}`;
  return id.length <= LONGEST_ID ? id : `${kind}-${sha256(bodyId).slice(0, 32)}`;
}

/** What the platform would refuse of the designations of a register: said at the row, before anything is sent. */
export function designationFaults(handover: Handover, known: Known, places: Places): readonly Fault[] {
  const ambiguous = entriesOf(handover).flatMap((one) => {
    const bodyId = bodyOf(one, places);
    if (bodyId === undefined || programmeOf(one.designation, bodyId, known)) return [];
    const place = placeOf(handover, { row: one.entry.row, designation: one.designation });
    const detail = organizationKindWords[bodyKinds[one.designation.level]];
    return [fault('designation-ambiguous', { ...place, detail })];
  });
  const refused = namedDesignations(handover, known, places).flatMap((one) => {
    const wrong = refusedBecause(one, known);
    return wrong ? [fault(wrong[0], { ...placeOf(handover, one), detail: wrong[1] })] : [];
  });
  return [...ambiguous, ...refused];
}

/** Of one that the platform has nothing is sent. */
function refusedBecause(
  { kind, programme, since, known }: NamedDesignation,
  { today }: Known,
): readonly [FaultCode, Exclude<FaultPlace['detail'], undefined>] | undefined {
  if (known) return undefined;
  if (today !== undefined && since > today) return ['day-in-future', since];
  if (programme.known && !programme.known.subjects.includes(kind))
    return ['designation-not-subject', organizationKindWords[kind]];
  return programme.known && since >= programme.known.since
    ? ['designation-not-prior', programme.known.since]
    : undefined;
}

/** Where the register and the platform tell a designation otherwise, and nothing is sent. */
export function designationWarnings(handover: Handover, known: Known, places: Places): readonly Fault[] {
  const told = namedDesignations(handover, known, places);
  const here = new Set(told.map(({ code, programme }) => `${code} ${programme.id}`));
  const differing = told.flatMap((one) => {
    const place = placeOf(handover, one);
    if (one.known && !one.known.prior && !one.known.inForce)
      return [fault('designation-decided', { ...place, detail: designationContract.statuses[one.known.status] })];
    const detail = otherwise(one);
    return detail === undefined ? [] : [fault('designation-differs', { ...place, detail })];
  });
  const standing = handover.register.flatMap(({ row, code }) =>
    (known.designations.get(code) ?? [])
      .filter(({ prior, inForce, programme }) => prior && inForce && !here.has(`${code} ${programme}`))
      .map(({ programme }) =>
        fault('designation-standing', {
          file: fileName('register', handover.period),
          row,
          column: 'designations',
          value: `${code} ${programme}`,
        }),
      ),
  );
  return [...differing, ...standing];
}

/** What the platform has of a prior designation whose day or document the row states otherwise. */
function otherwise({ designation, known }: NamedDesignation): string | undefined {
  if (!known?.prior) return undefined;
  const differing = (['since', 'documentNo'] as const).find(
    (said) => designation[said] !== undefined && designation[said] !== known[said],
  );
  return differing && (known[differing] ?? '');
}

const placeOf = (
  { period }: Handover,
  { row, designation }: { readonly row: number; readonly designation: PriorDesignation },
): FaultPlace => ({ file: fileName('register', period), row, column: 'designations', value: writtenAs(designation) });
