import type { PlanCommand, PlanEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { adoptPlan, amendPlan } from './adoption.decider.ts';
import { joinPlanItems } from './joining.decider.ts';
import { evolvePlan, noPlan, type PlanState } from './plan.state.ts';

const decide = { AdoptPlan: adoptPlan, AmendPlan: amendPlan, JoinPlanItems: joinPlanItems };

export interface PlanDecision {
  readonly command: PlanCommand;
  readonly state: PlanState;
  readonly event: PlanEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 督查计划: what a body inspects in a year. */
export const planDecider = decider<PlanDecision>({ initialState: noPlan, evolve: evolvePlan, decide });
