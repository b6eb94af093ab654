import type { EscalationLevel } from '@zhibu/contracts';
import type { Aggregate } from '@zhibu/event-store';
import { committeeOf, kindOf, type Place, placeOf, registrationsReadTo, superiorOn, unitOf } from '@zhibu/register';
import { Patience, type ServiceContext, SYSTEM } from '@zhibu/service-kit';
import { dissolvedOn } from '../causes.lookup.ts';
import { dutiesLookup } from '../duties.lookup.ts';
import { metBy } from '../open-duties.lookup.ts';
import type { ProblemDecision } from './problem.decider.ts';
import type { ProblemFacts, ProblemState } from './problem.state.ts';

type Command = ProblemDecision['command'];
type DataOf<Name extends Command['name']> = Extract<Command, { name: Name }>['data'];

/** Looks up what a command needs beyond its problem, and no more: one city's grading identifies thousands. */
export function problemFacts(context: ServiceContext): Aggregate<ProblemDecision>['facts'] {
  const patience = new Patience();
  return async (command, state) => {
    const facts: ProblemFacts = {
      today: context.today(),
      actor: command.actor ?? SYSTEM,
      branchKind: null,
      dissolvedOn: null,
      recurrenceOf: null,
      superiorId: null,
      answering: null,
    };
    return { ...facts, ...(await lookedUp({ ...context, patience }, command, { state, facts })) };
  };
}

interface Known {
  readonly state: ProblemState;
  readonly facts: ProblemFacts;
}
type Sources = ServiceContext & { readonly patience: Patience };

async function lookedUp(sources: Sources, command: Command, { state, facts }: Known): Promise<Partial<ProblemFacts>> {
  const { database } = sources;
  switch (command.name) {
    case 'IdentifyProblem':
      return state.status === 'none' ? aboutFinding(sources, command.data, facts) : {};
    case 'ReopenProblem':
      return state.status === 'none' ? {} : { dissolvedOn: await dissolvedOn(database, state.problem.found.branchId) };
    case 'GrantExtension':
    case 'RefuseExtension':
      return state.status === 'none'
        ? {}
        : { superiorId: await superiorOn(database, state.problem.found.branchId, facts.today) };
    case 'Escalate':
      return state.status === 'none'
        ? {}
        : {
            answering: await answeringFor(sources, {
              branchId: state.problem.found.branchId,
              level: command.data.level,
            }),
          };
    case 'DismissProblem':
    case 'OpenRectification':
    case 'ReportProgress':
    case 'RequestExtension':
    case 'ReportCompletion':
    case 'VerifyCompletion':
    case 'CloseProblem':
      return {};
  }
}

async function aboutFinding(
  sources: Sources,
  data: DataOf<'IdentifyProblem'>,
  { actor, today }: ProblemFacts,
): Promise<Partial<ProblemFacts>> {
  const { database, patience, caughtUp } = sources;
  const bySystem = actor.role === SYSTEM.role;
  // A person may have closed the last one a moment ago; a reaction never follows so closely.
  if (!bySystem) await caughtUp(dutiesLookup);
  const foundOn = data.effectiveOn ?? today;
  // Whoever graded the branch has looked it up; the register's feed may be behind.
  const branchKind = bySystem
    ? 'branch'
    : await patience.wait({ look: () => kindOf(database, data.branchId), readTo: () => registrationsReadTo(database) });
  return { branchKind, ...(await metBy(database, { ...data, foundOn })) };
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
