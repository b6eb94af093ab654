import { bodyKinds, type OrganizationKind, organizationKindWords, programmeLevels } from '@zhibu/contracts';
import { contentHash, type Day, NEVER } from '@zhibu/kernel';
import { type Fault, fault, type FaultPlace } from '../fault.ts';
import { fileName } from '../reading/file.rules.ts';
import { visitKey, type VisitRow } from '../rows/inspection.rules.ts';
import type { Misread } from './branch.rules.ts';
import type { Handover } from './handover.ts';
import type { Known, KnownVisit } from './known.ts';
import { above, type Placed, type Places } from './scope.rules.ts';

/** A visit of the file, and what the platform has of it. */
export interface NamedVisit {
  readonly visit: VisitRow;
  /** As it stands there; absent: it does not. */
  readonly known: KnownVisit | undefined;
  /** How often it was taken back there. */
  readonly takenBack: number;
}

/** 省委、市委、市直工委: whether an organization of a kind inspects. Source: domain.md, section 6. */
export const isInspecting = (kind: OrganizationKind): boolean =>
  programmeLevels.some((level) => bodyKinds[level] === kind);

/** The visits of a file, each with what the platform has of it. */
export const namedVisits = ({ visits }: Handover, known: Known): readonly NamedVisit[] =>
  visits.map((visit) => {
    const there = (known.visits.get(visit.bodyCode) ?? []).filter((one) => one.prior && isOf(one, visit));
    return {
      visit,
      known: there.find(({ cancelled }) => !cancelled),
      takenBack: there.filter(({ cancelled }) => cancelled).length,
    };
  });

const isOf = ({ organization, day, scope }: KnownVisit, visit: VisitRow): boolean =>
  visitKey({ bodyCode: visit.bodyCode, branchCode: organization, visitedOn: day, scope }) === visitKey(visit);

/** Whether the platform has a visit as its row tells it. */
export function isTold({ visit, known }: NamedVisit): boolean {
  if (!known) return false;
  const { mode, purpose, outcome, teamSize = null, findings, documentNo, note = null } = visit;
  return (
    contentHash({ mode, purpose, outcome, teamSize, findings, documentNo, note }) ===
    contentHash({
      mode: known.mode,
      purpose: known.purpose,
      outcome: known.outcome,
      teamSize: known.teamSize,
      findings: known.findings,
      documentNo: known.documentNo,
      note: known.note,
    })
  );
}

/** What the platform would refuse of visits from before it: said at the row, before anything is sent. */
export function visitFaults(
  handover: Handover,
  { known, places, misread }: { readonly known: Known; readonly places: Places; readonly misread: Misread },
): readonly Fault[] {
  const file = fileName('inspections', handover.period);
  return namedVisits(handover, known).flatMap((one) => {
    const { visit } = one;
    if (misread.has(visit.branchCode) || misread.has(visit.bodyCode)) return [];
    const found = refusedBecause(one, places, known);
    return found ? [fault(found.code, { file, row: visit.row, ...found.place })] : [];
  });
}

interface Refused {
  readonly code: Fault['code'];
  readonly place: Pick<FaultPlace, 'column' | 'value' | 'detail'>;
}

function refusedBecause(one: NamedVisit, places: Places, known: Known): Refused | undefined {
  const { branchCode, bodyCode } = one.visit;
  const [inspected, body] = [places.get(branchCode), places.get(bodyCode)];
  const ofBranch = { column: 'branchCode', value: branchCode };
  if (!inspected) return { code: 'branch-unknown', place: ofBranch };
  if (inspected.kind === 'unit')
    return { code: 'visit-not-party', place: { ...ofBranch, detail: organizationKindWords.unit } };
  const ofBody = { column: 'bodyCode', value: bodyCode };
  if (!body || !isInspecting(body.kind)) return { code: 'visit-not-body', place: ofBody };
  // Where one that the platform has stood on that day it alone knows: its edges have days.
  const isElsewhere = !known.organizations.has(branchCode) && above(places, branchCode, body.kind) !== bodyCode;
  return isElsewhere ? { code: 'visit-body-elsewhere', place: ofBody } : dayRefused(one, inspected, known);
}

/**
 * Before today and the first visit there, as what stands on the platform was when it was taken in. What is told otherwise is
 * judged as what is new, for it is taken back before it is recorded anew.
 */
function dayRefused(
  one: NamedVisit,
  { openedOn, dissolvedOn = NEVER }: Placed,
  { today = NEVER, visits }: Known,
): Refused | undefined {
  const { visitedOn: value, bodyCode } = one.visit;
  const first = isTold(one) ? NEVER : ([today, firstHere(visits.get(bodyCode) ?? []) ?? NEVER].toSorted()[0] ?? NEVER);
  const rules: readonly (readonly [boolean, Refused['code'], Day])[] = [
    [value < openedOn, 'activity-before-opening', openedOn],
    [value >= dissolvedOn, 'visit-after-dissolution', dissolvedOn],
    [value > today, 'day-in-future', today],
    [value >= first, 'visit-not-prior', first],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  return broken && { code: broken[1], place: { column: 'visitedOn', value, detail: broken[2] } };
}

/** The day of a body's first visit that was scheduled on the platform, whatever became of it. */
const firstHere = (visits: readonly KnownVisit[]): Day | undefined =>
  visits
    .filter(({ prior }) => !prior)
    .map(({ day }) => day)
    .toSorted()[0];
