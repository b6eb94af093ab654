import type { CheckedItem, DesignationStatus, OrganizationKind, ProgrammeKind, ProgrammeLevel } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { VisitFinding } from '../rows/inspection.rules.ts';
import type { RegisterEntry } from '../rows/register.rules.ts';
import type { Handover } from './handover.ts';
import { parentsElsewhere, type TreeRow } from './tree.rules.ts';

/** An organization as the platform has it, in the state that holds on the day asked for. */
export interface Registered {
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly parent: { readonly id: string } | null;
  readonly sector: string | null;
  /** 形式: ordinary, joint, temporary, retired. */
  readonly form: string;
  readonly openedOn: Day;
  readonly dissolvedOn: Day | null;
  readonly fullMembers: number | null;
  readonly probationaryMembers: number | null;
  readonly committeeElectedOn: Day | null;
  readonly termYears: number | null;
  readonly secretary: string | null;
  readonly secretaryVacantSince: Day | null;
  readonly feature: string | null;
  readonly brand: string | null;
  readonly highlight: string | null;
  readonly revision: number;
}

/** 命名项目 of a body, as the platform has it. */
export interface KnownProgramme {
  readonly id: string;
  readonly level: ProgrammeLevel;
  readonly kind: ProgrammeKind;
  /** The day on which it was registered here: what is designated from then on is applied for. */
  readonly since: Day;
  readonly subjects: readonly string[];
  /** On what it rests, as recorded last, by kind and document; null: nothing was recorded. */
  readonly approval: { readonly code: string; readonly documentNo: string } | null;
  readonly revision: number;
}

/** 命名 of an organization, as the platform shows it today. */
export interface KnownDesignation {
  /** The id of its programme. */
  readonly programme: string;
  readonly status: DesignationStatus;
  readonly inForce: boolean;
  /** Taken in from before the platform. */
  readonly prior: boolean;
  readonly since: Day | null;
  readonly documentNo: string | null;
}

/** 督查 by a body, as the platform has it. */
export interface KnownVisit {
  readonly id: string;
  readonly organization: string;
  /** Taken in from before the platform. */
  readonly prior: boolean;
  /** It was taken back, or did not take place. */
  readonly cancelled: boolean;
  /** The day that it was, or is planned. */
  readonly day: Day;
  readonly scope: string;
  readonly mode: string;
  readonly purpose: string;
  readonly outcome: string | null;
  readonly teamSize: number | null;
  readonly findings: readonly VisitFinding[];
  readonly documentNo: string | null;
  readonly note: string | null;
  /** The file or paper that one from before the platform came from. */
  readonly source: string | null;
}

/** What the platform knows of the organizations that a handover speaks of. */
export interface Known {
  /** Whether the platform was asked: otherwise what is not found may be there all the same. */
  readonly asked: boolean;
  /** The day on which it is asked; absent: days are not held against one. */
  readonly today?: Day;
  readonly organizations: ReadonlyMap<string, Registered>;
  /** Those under the work committees of the register, which a whole register should name. */
  readonly underCommittees: readonly Registered[];
  /** By the code of the body that designates. */
  readonly programmes: ReadonlyMap<string, readonly KnownProgramme[]>;
  /** By the code of the organization; applications, too. */
  readonly designations: ReadonlyMap<string, readonly KnownDesignation[]>;
  /** By the code of the body that inspects; only where the file of inspections is there. */
  readonly visits: ReadonlyMap<string, readonly KnownVisit[]>;
}

/** Nothing is known: the platform was not asked. */
export const nothingKnown: Known = {
  asked: false,
  organizations: new Map(),
  underCommittees: [],
  programmes: new Map(),
  designations: new Map(),
  visits: new Map(),
};

/** The decision of a period, as the read model shows it now: which event, and which grade. */
export interface KnownGrade {
  readonly eventId: string;
  readonly grade: string;
  /** Without an edition it is a grade from before the platform. */
  readonly editionId: string | null;
}

/** An edition as the platform has it. */
export interface KnownEdition {
  readonly status: string;
  readonly contentHash: string | null;
}

/** Where the editions and the round stand. */
export interface KnownRound {
  /** By id. */
  readonly editions: ReadonlyMap<string, KnownEdition>;
  /** Of the committees that have opened the round, its editions. */
  readonly opened: ReadonlyMap<string, ReadonlySet<string>>;
  /** Committees that have closed the round. */
  readonly closed: ReadonlySet<string>;
}

/** A fact that stands on the platform, or was withdrawn there. */
export interface StandingFact {
  /** null for an activity. */
  readonly scheme: string | null;
  readonly period: string;
  /** The veto, the external id of the activity, the grade. */
  readonly code: string;
  readonly stands: boolean;
  /** Of the event that says so, in its stream. */
  readonly revision: number;
  /** The file that it was taken in from; null: it was entered. */
  readonly file: string | null;
  /** Of an activity what it says beside its external id (activityContent). */
  readonly content: string | null;
}

/** The latest word of the platform on facts that files hand over one by one, each by branch. */
export interface Standing {
  readonly vetoes: ReadonlyMap<string, readonly StandingFact[]>;
  readonly activities: ReadonlyMap<string, readonly StandingFact[]>;
  readonly priors: ReadonlyMap<string, readonly StandingFact[]>;
}

/** 六有 of a branch, as checked last. */
export interface KnownCheck {
  readonly checkedOn: Day;
  readonly occasion: string;
  readonly items: readonly CheckedItem[];
  /** The days of all its checks. */
  readonly days: readonly Day[];
  /** Of the last check recorded, in its stream. */
  readonly revision: number;
}

/** What the platform shows of the grades and rounds that a handover speaks of. */
export interface Graded extends KnownRound {
  /** By `scheme:period`, then by branch. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, KnownGrade>>;
  readonly standing: Standing;
  /** By branch. */
  readonly checks: ReadonlyMap<string, KnownCheck>;
}

/** What was withdrawn and comes again is new, and more than once: by this a command tells it from the time before. */
export function withdrawnBefore(
  facts: readonly StandingFact[] | undefined,
  code: string,
  scheme: string | null = null,
): string | undefined {
  const found = facts?.find((fact) => !fact.stands && fact.code === code && fact.scheme === scheme);
  return found && `withdrawn in revision ${found.revision}`;
}

export const nothingStanding: Standing = { vetoes: new Map(), activities: new Map(), priors: new Map() };

/** Nothing is known: the platform was not asked. */
export const nothingGraded: Graded = {
  editions: new Map(),
  opened: new Map(),
  closed: new Set(),
  grades: new Map(),
  standing: nothingStanding,
  checks: new Map(),
};

/** The day from which what changed in a row holds; an organization cannot change before it opened. */
export function holdsFrom(entry: { readonly effectiveOn: Day | undefined; readonly openedOn: Day }, asOf: Day): Day {
  return entry.effectiveOn ?? (asOf < entry.openedOn ? entry.openedOn : asOf);
}

/** From when a row's organization comes under the parent that it names; undefined: it stands there already. */
export function comesUnder(entry: RegisterEntry, before: Registered | undefined, asOf: Day): Day | undefined {
  if (before?.parent?.id === entry.parentCode) return undefined;
  return before ? holdsFrom(entry, asOf) : entry.openedOn;
}

/** The rows of a register as the tree sees them, faulty ones too. */
export function treeRows(handover: Handover): readonly TreeRow[] {
  const rows = handover.sheets.get('register')?.allRows ?? [];
  return rows.map(({ row, cell }) => ({ row, code: cell('code'), parentCode: cell('parentCode') }));
}

/** Codes that a handover names and its register does not have: parents, and the branches of its other files. */
export function namedElsewhere(handover: Handover): readonly string[] {
  const rows = treeRows(handover);
  const own = new Set(rows.map(({ code }) => code));
  const ofBranches = [
    handover.ratings,
    handover.polls,
    handover.figures,
    handover.vetoes,
    handover.activities,
    handover.checks,
    handover.visits,
  ].flat();
  const bodies = handover.visits.map(({ bodyCode }) => bodyCode).filter((code) => !own.has(code));
  const rest = Object.values(handover.remainder?.branches ?? {}).flat();
  const branches = [...ofBranches.map(({ branchCode }) => branchCode), ...rest].filter((code) => !own.has(code));
  return [...new Set([...parentsElsewhere(rows), ...branches, ...bodies])];
}
