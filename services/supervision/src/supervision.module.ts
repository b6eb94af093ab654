import { fileURLToPath } from 'node:url';
import type { Aggregate } from '@zhibu/event-store';
import { dissolutionsKept, registerMigrations } from '@zhibu/register';
import { type AggregatesOf, knowingEvidence, type ServiceContext, type ServiceDefinition } from '@zhibu/service-kit';
import { facts } from './answering.lookup.ts';
import { DrawController, POPULATION_TEXT, type PopulationText } from './draw/draw.controller.ts';
import { drawDecider, type DrawDecision } from './draw/draw.decider.ts';
import { drawFacts } from './draw/draw.lookup.ts';
import { drawPopulation } from './draw/receipt.lookup.ts';
import { designationsLookup } from './designations.lookup.ts';
import { drawsLookup } from './draws.lookup.ts';
import { evidenceLookup } from './evidence.lookup.ts';
import { gradesLookup } from './grades.lookup.ts';
import { inspectionDecider, type InspectionDecision } from './inspection/inspection.decider.ts';
import { inspectionFacts } from './inspection/inspection.lookup.ts';
import { organizationIn } from './inspection/inspection.rules.ts';
import { inspectionsLookup } from './inspections.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { planDecider, type PlanDecision } from './plan/plan.decider.ts';
import { planFacts } from './plan/plan.lookup.ts';
import { revocationDecider, type RevocationDecision } from './revocation/revocation.decider.ts';
import { revocationFacts } from './revocation/revocation.lookup.ts';
import { revocationsLookup } from './revocations.lookup.ts';
import { supervisionSubjects } from './subjects.lookup.ts';
import { supervisionReactions } from './supervision.reactions.ts';
import { supervisionTimetable } from './supervision.scheduler.ts';

/** 督查: which branches are inspected, drawn so that nobody can sway it, and what is found there. */
export const supervisionService: ServiceDefinition = {
  name: 'supervision',
  migrations: [registerMigrations, fileURLToPath(new URL('../migrations', import.meta.url))],
  aggregates: supervisionAggregates,
  lookups: [
    organizationsLookup,
    gradesLookup,
    drawsLookup,
    designationsLookup,
    inspectionsLookup,
    revocationsLookup,
    evidenceLookup,
  ],
  subjects: supervisionSubjects,
  reactions: { table: supervisionReactions, facts, keeps: dissolutionsKept },
  timetable: supervisionTimetable,
  doors: drawDoors,
};

function drawDoors({ store, database }: ServiceContext): ReturnType<NonNullable<ServiceDefinition['doors']>> {
  const textOf: PopulationText = async (drawId) => (await drawPopulation(store, database, drawId)).text;
  return { controllers: [DrawController], providers: [{ provide: POPULATION_TEXT, useValue: textOf }] };
}

function supervisionAggregates(context: ServiceContext): AggregatesOf<'supervision'> {
  const draw: Aggregate<DrawDecision> = { decider: drawDecider, facts: drawFacts(context) };
  const inspection: Aggregate<InspectionDecision> = { decider: inspectionDecider, facts: inspectionFacts(context) };
  const revocation: Aggregate<RevocationDecision> = { decider: revocationDecider, facts: revocationFacts(context) };
  const ofWhom = (_data: object, state: InspectionDecision['state']): string | undefined => organizationIn(state);
  const plan: Aggregate<PlanDecision> = { decider: planDecider, facts: planFacts(context) };
  return { draw, inspection: knowingEvidence(context, inspection, ofWhom), plan, revocation };
}
