import { fileURLToPath } from 'node:url';
import type { Aggregate } from '@zhibu/event-store';
import { registerMigrations } from '@zhibu/register';
import { type AggregatesOf, knowingEvidence, type ServiceContext, type ServiceDefinition } from '@zhibu/service-kit';
import { facts } from './answering.lookup.ts';
import { causesKept } from './causes.lookup.ts';
import { dutiesLookup } from './duties.lookup.ts';
import { dutyTimetable } from './duty.scheduler.ts';
import { inspectorsLookup } from './inspectors.lookup.ts';
import { evidenceLookup } from './evidence.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { problemDecider, type ProblemDecision } from './problem/problem.decider.ts';
import { problemFacts } from './problem/problem.lookup.ts';
import { rectificationSubjects } from './subjects.lookup.ts';
import { rectificationReactions } from './rectification.reactions.ts';
import { remediationDecider, type RemediationDecision } from './remediation/remediation.decider.ts';
import { remediationFacts } from './remediation/remediation.lookup.ts';

/** 整改: problems from the finding to their verified closure, and the remediation of lagging branches. */
export const rectificationService: ServiceDefinition = {
  name: 'rectification',
  migrations: [registerMigrations, fileURLToPath(new URL('../migrations', import.meta.url))],
  aggregates: rectificationAggregates,
  lookups: [organizationsLookup, dutiesLookup, inspectorsLookup, evidenceLookup],
  subjects: rectificationSubjects,
  reactions: { table: rectificationReactions, facts, keeps: causesKept },
  timetable: dutyTimetable,
};

/** Of which organization a problem is, by what identifies it or as it was found. */
function organizationOf(data: ProblemDecision['command']['data'], state: ProblemDecision['state']): string | undefined {
  if ('organizationId' in data) return data.organizationId;
  return state.status === 'none' ? undefined : state.problem.found.organizationId;
}

function rectificationAggregates(context: ServiceContext): AggregatesOf<'rectification'> {
  const problem: Aggregate<ProblemDecision> = { decider: problemDecider, facts: problemFacts(context) };
  const remediation: Aggregate<RemediationDecision> = { decider: remediationDecider, facts: remediationFacts(context) };
  return {
    problem: knowingEvidence(context, problem, organizationOf),
    remediation: knowingEvidence(context, remediation, ({ branchId }) => branchId),
  };
}
