import type { CommandNamed, EscalationLevel } from '@zhibu/contracts';
import { gathered } from '@zhibu/database';
import type { Aggregate } from '@zhibu/event-store';
import type { FactsFor, Sent } from '@zhibu/kernel';
import { committeeOf, kindOf, type Place, placeOf, registrationsReadTo, superiorsOn, unitOf } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext, SYSTEM } from '@zhibu/service-kit';
import { dissolvedOn } from '../causes.lookup.ts';
import { dutiesLookup } from '../duties.lookup.ts';
import { type FoundAgain, type Met, metByEach } from '../open-duties.lookup.ts';
import type { ProblemDecision } from './problem.decider.ts';
import type { ProblemState } from './problem.state.ts';

type Sources = ServiceContext & { readonly patience: Patience; readonly met: (finding: FoundAgain) => Promise<Met> };

/** Looks up what a command needs beyond its problem, and no more: one city's grading identifies thousands. */
export function problemFacts(context: ServiceContext): Aggregate<ProblemDecision>['facts'] {
  const { database, today } = context;
  const met = gathered((findings: readonly FoundAgain[]) => metByEach(database, findings));
  const sources: Sources = { ...context, patience: new Patience(), met };
  // What the system sends is asked of no superior: a dissolution may end thousands of problems.
  const superior = async ({ actor }: Sent, state: ProblemState) => ({
    superiors:
      state.status === 'none' || actor.role === SYSTEM.role
        ? []
        : await superiorsOn(database, state.problem.found.branchId, today()),
  });
  return lookingUp<ProblemDecision>(today, {
    IdentifyProblem: async (command, state) =>
      state.status === 'none' ? aboutFinding(sources, command) : { branchKind: null, inspectedBy: null, ...nothingMet },
    ReopenProblem: async (_command, state) => ({
      dissolvedOn: state.status === 'none' ? null : await dissolvedOn(database, state.problem.found.branchId),
    }),
    DismissProblem: superior,
    GrantExtension: superior,
    RefuseExtension: superior,
    VerifyCompletion: superior,
    CloseProblem: superior,
    Escalate: async ({ data: { level } }, state) => ({
      answering:
        state.status === 'none' ? null : await answeringFor(sources, { branchId: state.problem.found.branchId, level }),
    }),
  });
}

const nothingMet = { dissolvedOn: null, recurrenceOf: null };

async function aboutFinding(
  sources: Sources,
  { data, actor, today }: CommandNamed<'IdentifyProblem'> & Sent,
): Promise<Omit<FactsFor<ProblemDecision, 'IdentifyProblem'>, keyof Sent>> {
  const { database, patience, met, caughtUp } = sources;
  const bySystem = actor.role === SYSTEM.role;
  // A person may have closed the last one a moment ago; a reaction never follows so closely.
  if (!bySystem) await caughtUp(dutiesLookup);
  const foundOn = data.effectiveOn ?? today;
  // Whoever graded the branch has looked it up; the register's feed may be behind.
  const branchKind = bySystem
    ? 'branch'
    : await patience.wait({ look: () => kindOf(database, data.branchId), readTo: () => registrationsReadTo(database) });
  const inspectedBy = data.source.kind === 'inspection' ? await bodyAbove(sources, { data, actor, today }) : null;
  return { branchKind, inspectedBy, ...(await met({ ...data, foundOn })) };
}

/** 省委组织部、市委组织部、市直工委: whose inspections find problems. */
const BODIES: readonly Place['kind'][] = ['province', 'city', 'work-committee'];

/** The body above the branch that the sender acts for. */
async function bodyAbove(
  { database }: Sources,
  { data: { branchId }, actor: { organizationId }, today }: Pick<CommandNamed<'IdentifyProblem'>, 'data'> & Sent,
): Promise<string | null> {
  const place = organizationId === undefined ? null : await placeOf(database, branchId, today);
  const body = place?.ancestors.find(({ id, kind }) => id === organizationId && BODIES.includes(kind));
  return body?.id ?? null;
}

const answering: Readonly<Record<Exclude<EscalationLevel, 'branch-secretary'>, (branch: Place) => string | undefined>> =
  { 'party-group': unitOf, 'work-committee': committeeOf };

async function answeringFor(
  { database, today }: Sources,
  { branchId, level }: { readonly branchId: string; readonly level: EscalationLevel },
): Promise<string | null> {
  if (level === 'branch-secretary') return branchId;
  const place = await placeOf(database, branchId, today());
  return (place && answering[level](place)) ?? null;
}
