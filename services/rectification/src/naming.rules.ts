import type { CommandNamed, EditionContent, EventNamed, GradingFinding } from '@zhibu/contracts';
import { add, compare, exact, lesser, multiply, toText, zero } from '@zhibu/kernel';

/** What of a computed grade names problems. */
export type Lost = Pick<EventNamed<'BranchGraded'>['data'], 'findings' | 'gates'>;

/** What an edition says of which losses are problems. */
export type Naming = Pick<EditionContent, 'aspects' | 'raters' | 'gates' | 'problems'>;

/** A problem of a grading, and what tells it from the grading's others. */
export interface NamedLoss {
  readonly key: string;
  readonly shown: Omit<CommandNamed<'IdentifyProblem'>['data'], 'organizationId' | 'source'>;
}

// Where an edition says nothing: a loss of one point, or of half of the item, is a problem by itself.
const FROM_POINTS = 1;
const FROM_SHARE = 0.5;
/** So much of what raters remarked goes with a problem. */
const EVIDENCE_AT_MOST = 50;

/**
 * The problems of a computed grade by its edition (domain.md, sections 4 and 5): one of each item whose loss reaches the
 * threshold, one of an aspect with several losses below it, one of each gate that held.
 */
export function lossesNamed(lost: Lost, edition: Naming): readonly NamedLoss[] {
  const losses = lossesByItem(lost.findings, edition);
  return [
    ...losses.filter((loss) => reaches(loss, edition)).map(ofItem),
    ...ofAspects(losses.filter((loss) => !reaches(loss, edition))),
    ...ofGates(lost, edition),
  ];
}

interface Loss {
  readonly finding: GradingFinding;
  readonly says: string;
  readonly points: number;
}

/** The loss of each item: that of the rater who weighs most of those that took any, in the edition's order of equals. */
function lossesByItem(findings: readonly GradingFinding[], edition: Naming): readonly Loss[] {
  const raters = ratersOf(edition);
  const items = new Map(edition.aspects.flatMap(({ items: known }) => known.map((item) => [item.code, item])));
  return [...Map.groupBy(findings, ({ item }) => item)].flatMap(([code, ofOne]) => {
    const item = items.get(code);
    const finding = raters.flatMap((rater) => ofOne.filter((one) => one.rater === rater))[0];
    return item && finding ? [{ finding, says: item.text, points: item.points }] : [];
  });
}

function ratersOf({ raters, problems }: Naming): readonly string[] {
  const counted = problems?.raters;
  return raters
    .filter(({ code, kind }) => kind === 'itemised' && (counted === undefined || counted.includes(code)))
    .toSorted((a, b) => compare(exact(b.weight), exact(a.weight)))
    .map(({ code }) => code);
}

/** Whether a loss is a problem by itself: from so many points on, or from such a share of the item, whichever is less. */
function reaches({ finding, points }: Loss, { problems }: Naming): boolean {
  const share = multiply(exact(points), exact(problems?.fromShare ?? FROM_SHARE));
  return compare(exact(finding.pointsLost), lesser(exact(problems?.fromPoints ?? FROM_POINTS), share)) >= 0;
}

const ofItem = ({ finding: { item, aspect, pointsLost, note, evidence } }: Loss): NamedLoss => ({
  key: item,
  shown: {
    aspect,
    item,
    pointsLost,
    ...(note !== undefined && { note }),
    ...(evidence !== undefined && { evidence: evidence.slice(0, EVIDENCE_AT_MOST) }),
  },
});

/** 零星失分: several small losses of an aspect are one problem of it; a single one is none. */
function ofAspects(small: readonly Loss[]): readonly NamedLoss[] {
  return [...Map.groupBy(small, ({ finding }) => finding.aspect)]
    .filter(([, losses]) => losses.length > 1)
    .map(([aspect, losses]) => ({
      key: `aspect/${aspect}`,
      shown: {
        aspect,
        pointsLost: toText(losses.map(({ finding }) => exact(finding.pointsLost)).reduce(add, zero)),
        losses: losses.map(({ finding: { item, pointsLost }, says }) => ({ item, says, pointsLost })),
      },
    }));
}

/** The gates that held, whether or not they lowered the grade. */
function ofGates({ gates: readings }: Lost, { gates }: Naming): readonly NamedLoss[] {
  const held = new Set(readings.map(({ code }) => code));
  return gates
    .filter(({ code }) => held.has(code))
    .map(({ code, says }) => ({ key: `gate/${code}`, shown: { aspect: 'other', item: code, title: says } }));
}
