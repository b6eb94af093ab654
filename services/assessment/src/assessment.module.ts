import { fileURLToPath } from 'node:url';
import type { Aggregate } from '@zhibu/event-store';
import { registerMigrations } from '@zhibu/register';
import type { AggregatesOf, ServiceContext, ServiceDefinition } from '@zhibu/service-kit';
import { dataMatchDecider, type DataMatchDecision } from './data-match/data-match.decider.ts';
import { dataMatchFacts, standingMatchesIn } from './data-match/data-match.lookup.ts';
import { type EditionDecision, editionDecider } from './edition/edition.decider.ts';
import { editionFacts, editionsIn } from './edition/edition.lookup.ts';
import { type GradingDecision, gradingDecider } from './grading/grading.decider.ts';
import { gradingFacts } from './grading/grading.lookup.ts';
import { gradingsLookup } from './gradings.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { type RoundDecision, roundDecider } from './round/round.decider.ts';
import { roundFacts, roundsIn } from './round/round.lookup.ts';

/** 考核定级: editions of standards, rounds of grading, and the gradings of branches. */
export const assessmentService: ServiceDefinition = {
  name: 'assessment',
  migrations: [registerMigrations, fileURLToPath(new URL('../migrations', import.meta.url))],
  aggregates: assessmentAggregates,
  lookups: [organizationsLookup, gradingsLookup],
};

function assessmentAggregates(context: ServiceContext): AggregatesOf<'assessment'> {
  const editions = editionsIn(context.store);
  const rounds = roundsIn(context.store);
  const edition: Aggregate<EditionDecision> = { decider: editionDecider, facts: editionFacts(context) };
  const round: Aggregate<RoundDecision> = { decider: roundDecider, facts: roundFacts(context, editions) };
  const grading: Aggregate<GradingDecision> = {
    decider: gradingDecider,
    facts: gradingFacts({ ...context, editions, rounds, standingMatches: standingMatchesIn(context.store) }),
  };
  const dataMatch: Aggregate<DataMatchDecision> = { decider: dataMatchDecider, facts: dataMatchFacts(context) };
  return { edition, round, grading, 'data-match': dataMatch };
}
