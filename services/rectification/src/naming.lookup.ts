import { gradingStream, problemId, type Recorded } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { ServiceContext } from '@zhibu/service-kit';
import { dutiesLookup } from './duties.lookup.ts';
import { type Counted, countedGrades, editionContents, editionsOfGradings, recordedVetoes } from './losses.lookup.ts';
import { lossesNamed } from './naming.rules.ts';
import { metByEach } from './open-duties.lookup.ts';
import { subjectOf } from './problem/item.rules.ts';
import {
  type Finding,
  inGrading,
  inspectedIn,
  type NamedFinding,
  ofMismatches,
  ofSixHaves,
  ofVeto,
  vetoSource,
} from './recorded.rules.ts';
import { type InspectedFinding, namedInspected, waitingFindings } from './waiting.lookup.ts';

/** Whatever a finding may follow from; of a grading's several causes the one that arrives last names the problems. */
export type NamingCause = Recorded<
  | 'VetoRecorded'
  | 'DataMatchRecorded'
  | 'StandingMatchRecorded'
  | 'InspectionConcluded'
  | 'SixHavesRecorded'
  | 'RoundClosed'
  | 'BranchGraded'
  | 'GradeRevised'
  | 'GradeReassessed'
  | 'EditionPublished'
>;

/** The findings that events lead to, by event; those of which a problem is known already are left out. */
export async function namedFindings(
  { database, caughtUp }: ServiceContext,
  events: readonly NamingCause[],
): Promise<ReadonlyMap<string, readonly NamedFinding[]>> {
  // Before what waits is looked up: what has been named since waits no longer.
  const isLate = events.some(({ type }) => type === 'EditionPublished');
  if (isLate) await caughtUp(dutiesLookup);
  const found = onceEach(await findingsOf(database, events));
  if (found.length === 0) return new Map();
  if (!isLate) await caughtUp(dutiesLookup);
  const named = await nameEach(database, found);
  return new Map(
    [...Map.groupBy(named, ({ event }) => event.id)].map(([id, own]) => [id, own.map(({ event: _of, ...one }) => one)]),
  );
}

/** How findings are told, in their order; those of which a problem is known already are left out. The own log is read to its end. */
export async function nameEach<Told extends { readonly finding: Finding }>(
  database: Pool,
  found: readonly Told[],
): Promise<readonly (Told & NamedFinding)[]> {
  const met = await metByEach(
    database,
    found.map(({ finding }) => ({
      ...finding,
      id: problemId(finding),
      subject: subjectOf(finding),
      foundOn: finding.effectiveOn,
    })),
  );
  // Of findings of one subject that come together the first names the problem, and the others confirm it.
  const named = new Map<string, string>();
  return found.flatMap((told, index) => {
    const { finding } = told;
    const one = met[index];
    if (!one || one.isKnown || one.confirmed !== null) return [];
    const subject = JSON.stringify([finding.organizationId, finding.aspect, subjectOf(finding)]);
    const confirms = one.openAlready ?? named.get(subject) ?? null;
    if (confirms === null) named.set(subject, problemId(finding));
    return [{ ...told, confirms }];
  });
}

interface Found extends Partial<InspectedFinding> {
  readonly event: NamingCause;
  readonly finding: Finding;
}

/** Of findings with the same source, which a correction repeats, the first. */
const onceEach = (found: readonly Found[]): readonly Found[] =>
  [...new Map(found.toReversed().map((one) => [problemId(one.finding), one])).values()].toReversed();

async function findingsOf(database: Pool, events: readonly NamingCause[]): Promise<readonly Found[]> {
  const editions = await editionsOfGradings(
    database,
    events.flatMap(({ type, data }) => (type === 'VetoRecorded' ? [data.branchId] : [])),
  );
  const recorded: Found[] = [];
  for (const event of events)
    for (const finding of await findingsOfRecord(database, event, editions)) recorded.push({ event, finding });
  // In the order in which the reactions answer, for what names a problem goes before what confirms it.
  return [...(await findingsOfGrades(database, events)), ...(await findingsThatWaited(database, events)), ...recorded];
}

/** What inspections found before the edition that holds it was known, by the last of these that has come now. */
async function findingsThatWaited(database: Pool, events: readonly NamingCause[]): Promise<readonly Found[]> {
  const event = events.findLast(({ type }) => type === 'EditionPublished');
  if (!event) return [];
  return (await namedInspected(database, await waitingFindings(database))).map((one) => ({ ...one, event }));
}

/** What a record names by itself; a grade names what it lost when its round is closed. */
async function findingsOfRecord(
  database: Pool,
  event: NamingCause,
  ofGradings: Awaited<ReturnType<typeof editionsOfGradings>>,
): Promise<readonly Finding[]> {
  switch (event.type) {
    case 'DataMatchRecorded':
    case 'StandingMatchRecorded':
      return ofMismatches(event);
    case 'SixHavesRecorded':
      return ofSixHaves(event);
    case 'VetoRecorded': {
      const { branchId, scheme, period, veto } = event.data;
      const edition = ofGradings.get(`${branchId}:${scheme}:${period}`);
      return [ofVeto(event, edition?.vetoes.find(({ code }) => code === veto)?.says ?? veto)];
    }
    case 'InspectionConcluded':
      return (await namedInspected(database, inspectedIn(event))).map(({ finding }) => finding);
    case 'RoundClosed':
    case 'BranchGraded':
    case 'GradeRevised':
    case 'GradeReassessed':
    case 'EditionPublished':
      return [];
  }
}

type Grade = Recorded<'BranchGraded' | 'GradeRevised' | 'GradeReassessed'>;
const isGrade = (event: NamingCause): event is Grade =>
  event.type === 'BranchGraded' || event.type === 'GradeRevised' || event.type === 'GradeReassessed';

/** What the grades that count have lost, each by the event that made it count. */
async function findingsOfGrades(database: Pool, events: readonly NamingCause[]): Promise<readonly Found[]> {
  const counted = await countedGrades(database, {
    rounds: events.flatMap(({ type, data }) => (type === 'RoundClosed' ? [data.roundId] : [])),
    editions: events.flatMap(({ type, data }) => (type === 'EditionPublished' ? [data.editionId] : [])),
    branches: events.flatMap((event) => (isGrade(event) ? [event.data.branchId] : [])),
  });
  const contents = await editionContents(database, [...new Set(counted.map(({ editionId }) => editionId))]);
  return counted.flatMap((one) => {
    const event = causeOf(one, events);
    const content = contents.get(one.editionId);
    if (!event || !content) return [];
    return lossesNamed(one.lost, content).map((loss) => ({ event, finding: ofLoss(one, loss) }));
  });
}

/** A grade counts by the closing that confirmed it, by itself where it came after, or by what it waited for, whichever has come now. */
function causeOf(counted: Counted, events: readonly NamingCause[]): NamingCause | undefined {
  const closing = events.find((event) => event.type === 'RoundClosed' && event.data.roundId === counted.roundId);
  const own = events.find(
    (event) =>
      isGrade(event) &&
      event.stream === gradingStream(counted.branchId, counted.scheme, counted.period) &&
      event.revision === counted.revision,
  );
  const edition = events.find(
    (event) => event.type === 'EditionPublished' && event.data.editionId === counted.editionId,
  );
  return (counted.isConfirmed ? (closing ?? own) : (own ?? closing)) ?? edition;
}

const ofLoss = (
  { branchId, scheme, period, revision, reassessed, editionId, foundOn }: Counted,
  { key, shown }: ReturnType<typeof lossesNamed>[number],
): Finding => ({
  ...shown,
  organizationId: branchId,
  source: inGrading(`${gradingStream(branchId, scheme, period)}${reassessed ? `@${revision}` : ''}/${key}`),
  period,
  editionId,
  effectiveOn: foundOn,
});

/** The problem that a veto was, by the event that withdrew the veto. */
export async function problemsOfVetoes(
  { database }: ServiceContext,
  withdrawn: readonly Recorded<'VetoWithdrawn'>[],
): Promise<ReadonlyMap<string, string>> {
  const recorded = await recordedVetoes(
    database,
    withdrawn.map(({ data }) => data.branchId),
  );
  return new Map(
    withdrawn.flatMap(({ id, stream, revision, data: { branchId, scheme, period, veto } }) => {
      const key = `${branchId}:${scheme}:${period}:${veto}`;
      const before = recorded.findLast((one) => one.key === key && one.revision < revision);
      const source = before && vetoSource(stream, before.revision, veto);
      return source ? [[id, problemId({ organizationId: branchId, source })] as const] : [];
    }),
  );
}
