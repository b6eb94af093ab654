import { fileURLToPath } from 'node:url';
import type { Aggregate } from '@zhibu/event-store';
import { dissolutionsKept, registerMigrations } from '@zhibu/register';
import { type AggregatesOf, knowingEvidence, type ServiceContext, type ServiceDefinition } from '@zhibu/service-kit';
import { facts } from './answering.lookup.ts';
import { assessmentReactions } from './assessment.reactions.ts';
import { conclusionsKept } from './conclusions.lookup.ts';
import { batchDecider, type BatchDecision } from './batch/batch.decider.ts';
import { batchesIn, batchFacts } from './batch/batch.lookup.ts';
import { dataMatchDecider, type DataMatchDecision } from './data-match/data-match.decider.ts';
import { dataMatchFacts, standingMatchesIn } from './data-match/data-match.lookup.ts';
import { designationTimetable } from './designation.scheduler.ts';
import { designationDecider, type DesignationDecision } from './designation/designation.decider.ts';
import { designationFacts } from './designation/designation.lookup.ts';
import { designationsIn } from './designation/designation-stream.lookup.ts';
import { documentDecider, type DocumentDecision } from './document/document.decider.ts';
import { documentFacts } from './document/document.lookup.ts';
import { type EditionDecision, editionDecider } from './edition/edition.decider.ts';
import { editionFacts, editionsIn } from './edition/edition.lookup.ts';
import { evidencePlaceFrom, evidenceSettings } from './evidence/content/chosen.adapter.ts';
import { evidenceLookup } from './evidence/known.lookup.ts';
import { evidenceDoors } from './evidence/evidence.module.ts';
import { evidenceDecider, type EvidenceDecision } from './evidence/evidence.decider.ts';
import { evidenceFacts, type EvidenceKeeping, keepingOf } from './evidence/evidence.lookup.ts';
import { type GradingDecision, gradingDecider } from './grading/grading.decider.ts';
import { gradingFacts } from './grading/grading.lookup.ts';
import { gradingsLookup } from './gradings.lookup.ts';
import { inspectorsLookup } from './inspectors.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { programmeDecider, type ProgrammeDecision } from './programme/programme.decider.ts';
import { programmeFacts, programmesIn } from './programme/programme.lookup.ts';
import { rectificationsLookup } from './rectifications.lookup.ts';
import { revocationsKept } from './revocations.lookup.ts';
import { type RoundDecision, roundDecider } from './round/round.decider.ts';
import { roundFacts, roundsIn } from './round/round.lookup.ts';
import { sixHavesDecider, type SixHavesDecision } from './six-haves/six-haves.decider.ts';
import { sixHavesFacts, sixHavesIn } from './six-haves/six-haves.lookup.ts';

/**
 * 考核定级、命名: editions of standards, rounds, the gradings of branches, what is designated by which programme, and the
 * files of evidence. @param environment says where these are kept (`evidenceSettings`)
 */
export function assessmentServiceIn(environment: Readonly<Record<string, string | undefined>>): ServiceDefinition {
  const place = lazily(() => keepingOf(evidencePlaceFrom(environment)));
  const keeping = (context: ServiceContext): EvidenceKeeping => place()(context);
  return {
    ...definition,
    aggregates: (context) => assessmentAggregates(context, keeping(context)),
    consumers: (context) => [keeping(context).removals],
    doors: (context) => evidenceDoors(context, keeping(context)),
    settings: evidenceSettings(environment),
  };
}

/** Settings are read when the service is made, and all faults told together with those of its process. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

const definition: Omit<ServiceDefinition, 'aggregates'> = {
  name: 'assessment',
  migrations: [registerMigrations, fileURLToPath(new URL('../migrations', import.meta.url))],
  lookups: [organizationsLookup, gradingsLookup, rectificationsLookup, inspectorsLookup, evidenceLookup],
  reactions: {
    table: assessmentReactions,
    facts,
    keeps: { ...dissolutionsKept, ...revocationsKept, ...conclusionsKept },
  },
  timetable: designationTimetable,
};

/** The same where no place for files of evidence is told: those are refused, and all else goes on. */
export const assessmentService = assessmentServiceIn({});

function assessmentAggregates(context: ServiceContext, keeping: EvidenceKeeping): AggregatesOf<'assessment'> {
  const editions = editionsIn(context.store);
  const rounds = roundsIn(context.store);
  const edition: Aggregate<EditionDecision> = { decider: editionDecider, facts: editionFacts(context) };
  const round: Aggregate<RoundDecision> = { decider: roundDecider, facts: roundFacts(context, editions) };
  const grading: Aggregate<GradingDecision> = {
    decider: gradingDecider,
    facts: gradingFacts({ ...context, editions, rounds, standingMatches: standingMatchesIn(context.store) }),
  };
  const rated = knowingEvidence(context, grading, ({ branchId }) => branchId);
  const dataMatch: Aggregate<DataMatchDecision> = { decider: dataMatchDecider, facts: dataMatchFacts(context) };
  const document: Aggregate<DocumentDecision> = { decider: documentDecider, facts: documentFacts(context) };
  const evidence: Aggregate<EvidenceDecision> = { decider: evidenceDecider, facts: evidenceFacts(context, keeping) };
  return { edition, round, grading: rated, 'data-match': dataMatch, document, evidence, ...designating(context) };
}

/** 命名: programmes, their batches, designations, and the six haves that they ask for. */
function designating(context: ServiceContext) {
  const { store } = context;
  const sources = {
    ...context,
    programmes: programmesIn(store),
    batches: batchesIn(store),
    sixHaves: sixHavesIn(store),
    designations: designationsIn(store),
  };
  const programme: Aggregate<ProgrammeDecision> = { decider: programmeDecider, facts: programmeFacts(context) };
  const batch: Aggregate<BatchDecision> = { decider: batchDecider, facts: batchFacts(sources) };
  const sixHaves: Aggregate<SixHavesDecision> = { decider: sixHavesDecider, facts: sixHavesFacts(context) };
  const designation: Aggregate<DesignationDecision> = { decider: designationDecider, facts: designationFacts(sources) };
  return { programme, batch, designation, 'six-haves': knowingEvidence(context, sixHaves, ({ branchId }) => branchId) };
}
