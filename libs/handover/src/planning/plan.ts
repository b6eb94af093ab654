import type { Fault } from '../fault.ts';
import { commandContract } from '@zhibu/contracts';
import { contentHash, derivedId, type SourceReference } from '@zhibu/kernel';

/** A command to be sent, and what it was decided upon. */
export interface Planned {
  readonly name: string;
  readonly data: object;
  readonly subject: string;
  readonly source: SourceReference;
  /**
   * What the platform showed when this was planned: a revision, a decision, nothing. It is part of the command's id,
   * so that a repeat of an interrupted import is recognised, and a value that comes back after another is not.
   */
  readonly observed: string;
}

/** A command as it may be sent: under an id that a repeat has too, and the stream within which order is kept. */
export interface PlannedCommand extends Omit<Planned, 'observed'> {
  readonly commandId: string;
  readonly stream: string;
}

/** The command that was planned: its id follows from its content and what was observed. @throws Error for a name that no contract has */
export function commandOf({ name, data, subject, source, observed }: Planned): PlannedCommand {
  const contract = commandContract(name);
  if (!contract) throw new Error(`no such command: ${name}`);
  const commandId = derivedId('import', name, observed, contentHash(data));
  return { name, commandId, data, source, subject, stream: contract.streamOf(data) };
}

/** The gradings of a handover: what is recorded first, and which branches are graded by it then. */
export interface GradingPlan {
  readonly committees: readonly string[];
  readonly inputs: readonly Planned[];
  readonly gradings: readonly Planned[];
}

/** Everything a handover asks for, in the order in which it depends on each other. */
export interface Plan {
  readonly editions: readonly Planned[];
  readonly levels: readonly (readonly Planned[])[];
  /** Activities that are taken back; first, for their external ids may come again elsewhere. */
  readonly withdrawals: readonly Planned[];
  readonly activities: readonly Planned[];
  readonly priors: readonly Planned[];
  /** 命名项目 and on what they rest; before the designations. */
  readonly programmes: readonly Planned[];
  readonly designations: readonly Planned[];
  readonly checks: readonly Planned[];
  /** Inspections from before the platform; what was recorded in error first, for it may come again. */
  readonly visits: { readonly takenBack: readonly Planned[]; readonly recorded: readonly Planned[] };
  readonly rounds: readonly Planned[];
  readonly gradings: GradingPlan;
  /** Where files and platform differ and nothing is sent. */
  readonly warnings: readonly Fault[];
}

/** How many commands of each kind a plan has. */
export function commandCounts(plan: Plan): ReadonlyMap<string, number> {
  const all = [
    plan.editions,
    ...plan.levels,
    plan.withdrawals,
    plan.activities,
    plan.priors,
    plan.programmes,
    plan.designations,
    plan.checks,
    plan.visits.takenBack,
    plan.visits.recorded,
    plan.rounds,
    plan.gradings.inputs,
    plan.gradings.gradings,
  ].flat();
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
