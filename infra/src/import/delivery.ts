import { type Outcome, type OutgoingCommand, outgoing, type Platform, type Problem, send } from '@zhibu/client';
import { commandContract, type ServiceName } from '@zhibu/contracts';
import { commandOf, type Plan, type Planned } from '@zhibu/handover';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { type Stage, stageWords } from './vocabulary.ts';

export interface Refused {
  readonly command: OutgoingCommand;
  readonly problem: Problem;
}

/** What was sent so far, and what became of it. */
export class Delivery {
  readonly refused: Refused[] = [];
  /** By service, where in its log the last event was recorded. */
  readonly recordedUpTo = new Map<ServiceName, bigint>();
  sent = 0;
  /** Something was refused on which the rest stands: the rest was not sent. */
  stopped = false;
  private readonly platform: Platform;
  private readonly terminal: Terminal;
  private readonly doneOf = new Map<Stage, number>();

  constructor(platform: Platform, terminal: Terminal) {
    this.platform = platform;
    this.terminal = terminal;
  }

  /** Sends a stage, or a part of its `total`. @returns the subjects that were refused in it */
  async stage(stage: Stage, planned: readonly Planned[], total = planned.length): Promise<ReadonlySet<string>> {
    if (planned.length === 0) return new Set();
    const commands = planned.map((one) => outgoing(commandOf(one)));
    const outcomes = await send(this.platform, commands, (count) => this.advance(stage, count, total));
    this.sent += commands.length;
    const before = this.refused.length;
    outcomes.forEach((outcome, index) => this.take(outcome, commands[index]));
    return new Set(this.refused.slice(before).map(({ command }) => command.subject));
  }

  private advance(stage: Stage, count: number, total: number): void {
    const done = (this.doneOf.get(stage) ?? 0) + count;
    this.doneOf.set(stage, done);
    this.terminal.progress(stageWords[stage].zh, done, total);
  }

  private take(outcome: Outcome, command: OutgoingCommand | undefined): void {
    if (!command) return;
    if ('problem' in outcome) {
      if (!alreadySo.has(outcome.problem.code)) this.refused.push({ command, problem: outcome.problem });
      return;
    }
    const service = commandContract(command.name)?.service;
    if (service !== undefined) this.recorded(service, outcome.events);
  }

  private recorded(service: ServiceName, events: readonly { readonly position: string }[]): void {
    for (const event of events) {
      const position = BigInt(event.position);
      if (position > (this.recordedUpTo.get(service) ?? -1n)) this.recordedUpTo.set(service, position);
    }
  }
}

/** Refusals that mean that what was asked for is so already. */
const alreadySo = new Set(['EDITION_ALREADY_PUBLISHED']);

/**
 * Sends a plan: the editions and the register level by level; then, side by side, activities, prior grades and the
 * round with its gradings. Stops after a level in which something was refused, for what follows stands on it. A branch
 * of which an input was refused is not graded: without it its score would be another.
 */
export async function deliver(plan: Plan, platform: Platform, terminal: Terminal): Promise<Delivery> {
  const lane = new AbortController();
  const delivery = new Delivery({ ...platform, signal: AbortSignal.any([platform.signal, lane.signal]) }, terminal);
  await delivery.stage('edition', plan.editions);
  const inRegister = plan.levels.reduce((sum, level) => sum + level.length, 0);
  for (const level of plan.levels) {
    if (delivery.refused.length === 0) await delivery.stage('register', level, inRegister);
  }
  delivery.stopped = delivery.refused.length > 0;
  if (delivery.stopped) return delivery;
  const lanes = [
    delivery.stage('activities', plan.activities),
    delivery.stage('priors', plan.priors),
    grade(plan, delivery),
  ];
  // One lane that fails ends the others; all have ended before its error is thrown.
  const ends = await Promise.allSettled(
    lanes.map((one) =>
      one.catch((error: unknown) => {
        lane.abort(error);
        throw error;
      }),
    ),
  );
  for (const end of ends) {
    if (end.status === 'rejected') throw lane.signal.reason;
  }
  return delivery;
}

async function grade({ rounds, gradings }: Plan, delivery: Delivery): Promise<void> {
  const refusedRounds = await delivery.stage('rounds', rounds);
  if (refusedRounds.size > 0) return;
  const refused = await delivery.stage('inputs', gradings.inputs);
  await delivery.stage(
    'gradings',
    gradings.gradings.filter(({ subject }) => !refused.has(subject)),
  );
}
