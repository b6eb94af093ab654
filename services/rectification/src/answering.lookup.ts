import {
  gradingEvents,
  isOneOf,
  organizationEvents,
  problemEvents,
  remediationEvents,
  roundEvents,
} from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import { type Reacting, reactingTo, type ServiceContext } from '@zhibu/service-kit';
import { closedAmong, dissolutionsAmong, keepDissolutions, keepGrades, laggingInRound } from './causes.lookup.ts';
import { openProblems, openRemediations } from './open-duties.lookup.ts';
import {
  type EndedDuties,
  type Missed,
  onAssessment,
  onOrganization,
  onRectification,
} from './rectification.reactions.ts';

/** The reactions with what they keep and look up. No installation is older than they are: all causes are answered. */
export function reactions(context: ServiceContext): readonly Reacting[] {
  const { database } = context;
  return [
    reactingTo({
      service: 'assessment',
      startsAt: 'the-beginning',
      reactions: onAssessment,
      keep: (events) => keepGrades(database, events),
      find: (events) => lagging(context, events),
    }),
    reactingTo({
      service: 'organization',
      startsAt: 'the-beginning',
      reactions: onOrganization,
      keep: (events) => keepDissolutions(database, events),
      find: (events) => openDuties(context, events),
    }),
    reactingTo({
      service: 'rectification',
      startsAt: 'the-beginning',
      gathers: true,
      reactions: onRectification,
      find: (events) => missed(context, events),
    }),
  ];
}

const { BranchGraded, GradeDetermined, GradeRevised } = gradingEvents;

/** Of a closing all branches that are lagging now; of a change of grade its branch, when its round is closed. */
async function lagging(
  { database }: ServiceContext,
  events: readonly RecordedEvent[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { id, data } of events.filter(isOneOf(roundEvents.RoundClosed)))
    found.set(id, await laggingInRound(database, data.roundId));
  const changes = events.filter(isOneOf(BranchGraded, GradeDetermined, GradeRevised));
  const closed = await closedAmong(database, [...new Set(changes.map(({ data }) => data.roundId))]);
  for (const { id, data } of changes) if (closed.has(data.roundId)) found.set(id, [data.branchId]);
  return found;
}

/** What is open on the organizations dissolved, by an own log that is read to its end: what it has beyond meets the dissolution. */
async function openDuties(
  { database, lookupsCaughtUp }: ServiceContext,
  events: readonly RecordedEvent[],
): Promise<ReadonlyMap<string, EndedDuties>> {
  const dissolved = events.filter(isOneOf(organizationEvents.OrganizationDissolved));
  const ids = dissolved.map(({ data }) => data.organizationId);
  await lookupsCaughtUp();
  const [problems, remediations] = await Promise.all([openProblems(database, ids), openRemediations(database, ids)]);
  return new Map(
    dissolved.map(({ id, data }) => [
      id,
      { problems: problems.get(data.organizationId) ?? [], remediations: remediations.get(data.organizationId) ?? [] },
    ]),
  );
}

/** The dissolutions that duties on these branches have missed, by event. */
async function missed(
  { database }: ServiceContext,
  events: readonly RecordedEvent[],
): Promise<ReadonlyMap<string, Missed>> {
  const opening = events.filter(
    isOneOf(problemEvents.ProblemIdentified, problemEvents.ProblemReopened, remediationEvents.RemediationOpened),
  );
  const dissolutions = await dissolutionsAmong(
    database,
    opening.map(({ data }) => data.branchId),
  );
  return new Map(
    opening.flatMap(({ id, data }) => {
      const dissolution = dissolutions.get(data.branchId);
      return dissolution ? [[id, dissolution] as const] : [];
    }),
  );
}
