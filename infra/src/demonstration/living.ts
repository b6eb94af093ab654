import {
  OutageTooLong,
  type Outcome,
  outgoing,
  type OutgoingCommand,
  type Platform,
  PlatformAbsent,
  send,
} from '@zhibu/client';
import type { CalendarCommand } from '@zhibu/contracts';
import type { Refused } from '../import/delivery.ts';
import { type Exit, exits } from '../import/options.ts';
import { showRefused } from '../import/report.adapter.ts';
import { say } from '../import/vocabulary.ts';
import { outageOf } from '../import/waiting.ts';
import { failureText } from '../terminal/failure.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { problemsUnder, reactionsAtRest, remediatedUnder, shown } from './city.lookup.ts';
import type { RatingRow } from './decision.commands.ts';
import type { Planning } from './case.rules.ts';
import { CONFIRMER, dutyCommand, proposalsFor, PROPOSER, waitingDuties } from './duty.commands.ts';
import { stepOfPlan } from './plan.commands.ts';
import { type Stage, stagesOf } from './stage.rules.ts';
import { recordSupervision } from './supervising.ts';
import { sentences, stageWords } from './vocabulary.ts';
import { calendarStages, yearOf } from './year.ts';

/** What a year is recorded from beside the platform. */
export interface Occurrence {
  readonly planning: Planning;
  readonly ratings: readonly RatingRow[];
  readonly invented: readonly CalendarCommand['data'][];
}

/**
 * What means that a command of an earlier run did it, or that a load taken up later leaves it: an inspection that was to be
 * made on a day that is past and what rests on it, and a draw whose terms are over.
 */
const passedBy = new Set([
  'CALENDAR_PUBLISHED',
  'DUE_DATE_PAST',
  'VISIT_DAY_OUT_OF_BOUNDS',
  'INSPECTION_UNKNOWN',
  'PLAN_YEAR_OUT_OF_BOUNDS',
  'NOT_IN_THE_PLAN',
  'FOLLOW_UP_REQUIRED',
  'REMEDIATION_NOT_ACCEPTED',
  'COMMITMENTS_OVER',
  'REVEAL_LATE',
  'DRAW_ENDED',
  'APPEAL_OUT_OF_TIME',
]);

/** A machine that starts much at once leaves a service without an answer for a while: so long it is waited for. */
const WAIT_MINUTES = 5;

/** Records the year after the closing; what is recorded already is not recorded twice. */
export async function recordYear(occurrence: Occurrence, asked: Platform, terminal: Terminal): Promise<Exit> {
  const platform = { ...asked, outage: outageOf(WAIT_MINUTES, terminal) };
  try {
    const started = Date.now();
    const recording = new Recording(platform, terminal);
    await recordAll(occurrence, recording);
    showRefused(terminal, recording.refused, (stream) => ({ zh: stream, en: stream }));
    if (recording.refused.length > 0) return exits.refused;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    terminal.say(say(sentences.done, { n: recording.sent, where: seconds }));
    return exits.done;
  } catch (error) {
    const { away } = error instanceof OutageTooLong ? error : {};
    terminal.complain(failureText(away ? new PlatformAbsent(away.what) : error, platform));
    return exits.refused;
  }
}

async function recordAll({ planning, ratings, invented }: Occurrence, recording: Recording): Promise<void> {
  const { platform, terminal } = recording;
  const { committee, period } = planning.occasion;
  await recording.stages('calendars', calendarStages(invented, planning));
  terminal.progress(stageWords.named.zh, 0, 1);
  await reactionsAtRest(platform, committee);
  const [problems, remediated] = await Promise.all([
    problemsUnder(platform, committee),
    remediatedUnder(platform, committee, period),
  ]);
  terminal.progress(stageWords.named.zh, 1, 1);
  const year = yearOf({ problems, remediated, ratings }, planning);
  await recording.stages('problems', year.problems);
  await recording.stages('common', year.common);
  await recording.stages('plan', stagesOf([[stepOfPlan(planning)]]));
  await recording.stages('remediations', year.remediations);
  await recording.stages('decisions', year.decisions);
  await recordSupervision(planning, recording);
  await recording.duties(proposalsFor(planning.occasion));
}

/** What was sent so far, and what was refused of it. */
class Recording {
  readonly refused: Refused[] = [];
  sent = 0;
  readonly platform: Platform;
  readonly terminal: Terminal;

  constructor(platform: Platform, terminal: Terminal) {
    this.platform = platform;
    this.terminal = terminal;
  }

  /** Proposes the duties of the demonstration accounts, and confirms them once queries show them. */
  async duties(proposals: readonly object[]): Promise<void> {
    const steps = proposals.length * 2;
    const sent = async (actor: string, commands: readonly OutgoingCommand[], before: number): Promise<void> => {
      const done = (count: number): void => this.terminal.progress(stageWords.duties.zh, before + count, steps);
      this.judge(commands, await send({ ...this.platform, actor }, commands, done));
    };
    const proposed = proposals.map((data) => dutyCommand('ProposeDuty', data));
    await sent(PROPOSER, proposed, 0);
    await shown(this.platform, 'organization');
    const confirmed = (await waitingDuties(this.platform)).map((data) => dutyCommand('ConfirmDuty', data));
    await sent(CONFIRMER, confirmed, proposals.length);
  }

  private judge(commands: readonly OutgoingCommand[], outcomes: readonly Outcome[]): void {
    this.sent += commands.length;
    outcomes.forEach((outcome, index) => {
      const command = commands[index];
      if (command && 'problem' in outcome && !passedBy.has(outcome.problem.code))
        this.refused.push({ command, problem: outcome.problem });
    });
  }

  /** Sends stages one after another, each in its sender's name. */
  async stages(word: keyof typeof stageWords, stages: readonly Stage[]): Promise<void> {
    const total = stages.reduce((sum, { commands }) => sum + commands.length, 0);
    let done = 0;
    for (const { by, commands: planned } of stages) {
      const commands = planned.map((one) => outgoing(one));
      const outcomes = await send({ ...this.platform, ...by }, commands, (count) => {
        done += count;
        this.terminal.progress(stageWords[word].zh, done, total);
      });
      this.judge(commands, outcomes);
    }
  }
}
