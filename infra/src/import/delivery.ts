import { type Outcome, type OutgoingCommand, outgoing, type Platform, type Problem, send } from '@zhibu/client';
import { commandContract, type ServiceName } from '@zhibu/contracts';
import { commandOf, type Plan, type Planned } from '@zhibu/handover';
import type { SourceReference } from '@zhibu/kernel';
import { type PersonDecides, personDecides } from './person-decides.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { type Stage, stageWords } from './vocabulary.ts';

export interface Refused {
  readonly command: OutgoingCommand;
  readonly problem: Problem;
}

/** What was sent so far, and what became of it. */
export class Delivery {
  readonly refused: Refused[] = [];
  /** What a person decides, the files being right. */
  readonly personDecides: PersonDecides[] = [];
  /** By service, where in its log the last event was recorded. */
  readonly recordedUpTo = new Map<ServiceName, bigint>();
  sent = 0;
  /** Something was refused on which the rest stands: the rest was not sent. */
  stopped = false;
  private readonly platform: Platform;
  private readonly terminal: Terminal;
  private readonly doneOf = new Map<Stage, number>();
  /** By branch, where inputs came from that were new to the platform. */
  private readonly changed = new Map<string, SourceReference[]>();

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
    const refused = new Set<string>();
    outcomes.forEach((outcome, index) => {
      const command = commands[index];
      if (command && !this.take(outcome, command, refused.has(command.subject))) refused.add(command.subject);
    });
    return refused;
  }

  private advance(stage: Stage, count: number, total: number): void {
    const done = (this.doneOf.get(stage) ?? 0) + count;
    this.doneOf.set(stage, done);
    this.terminal.progress(stageWords[stage].zh, done, total);
  }

  /** @param follows what it stands on was refused already @returns whether it was taken */
  private take(outcome: Outcome, command: OutgoingCommand, follows: boolean): boolean {
    if ('problem' in outcome) return this.refuse(command, outcome.problem, follows);
    const service = commandContract(command.name)?.service;
    if (service !== undefined) this.recorded(service, outcome.events);
    if (command.source && outcome.events.length > 0 && inputs.has(command.name)) {
      const { subject, source } = command;
      this.changed.set(subject, [...(this.changed.get(subject) ?? []), source]);
    }
    return true;
  }

  private refuse(command: OutgoingCommand, problem: Problem, follows: boolean): boolean {
    if (alreadySo.has(problem.code)) return true;
    // Root causes first: without its grading none of a branch's inputs is taken.
    if (follows && problem.code === 'GRADING_NOT_OPENED') return false;
    const decides = personDecides(command, problem, this.changed.get(command.subject) ?? []);
    if (decides) this.personDecides.push(decides);
    else this.refused.push({ command, problem });
    return false;
  }

  private recorded(service: ServiceName, events: readonly { readonly position: string }[]): void {
    for (const event of events) {
      const position = BigInt(event.position);
      if (position > (this.recordedUpTo.get(service) ?? -1n)) this.recordedUpTo.set(service, position);
    }
  }
}

/** What a grade is computed from. */
const inputs = new Set(['SubmitRating', 'RecordPoll', 'RecordDataMatch', 'RecordVeto', 'WithdrawVeto']);

/** Refusals that mean that what was asked for is so already. */
const alreadySo = new Set(['EDITION_ALREADY_PUBLISHED']);

/**
 * Sends a plan: the editions and the register level by level; then, side by side, activities, prior grades, prior
 * designations, checks of the six haves, inspections from before the platform and the round with its gradings. Stops after a level in which something was refused, for what follows stands on it. A branch
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
    recordActivities(plan, delivery),
    delivery.stage('priors', plan.priors),
    designate(plan, delivery),
    delivery.stage('checks', plan.checks),
    recordVisits(plan, delivery),
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

/** What is taken back goes first: its external id may come again under another branch. */
async function recordActivities({ withdrawals, activities }: Plan, delivery: Delivery): Promise<void> {
  const total = withdrawals.length + activities.length;
  await delivery.stage('activities', withdrawals, total);
  await delivery.stage('activities', activities, total);
}

/** What is taken back goes first: the visit is recorded once. */
async function recordVisits({ visits: { takenBack, recorded } }: Plan, delivery: Delivery): Promise<void> {
  const total = takenBack.length + recorded.length;
  const refused = await delivery.stage('visits', takenBack, total);
  const coming = recorded.filter(({ subject }) => !refused.has(subject));
  await delivery.stage('visits', coming, total);
}

/** A designation stands on its programme: where one was refused none is recorded, and the same command goes on once it is mended. */
async function designate({ programmes, designations }: Plan, delivery: Delivery): Promise<void> {
  const refused = await delivery.stage('programmes', programmes);
  if (refused.size === 0) await delivery.stage('designations', designations);
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
