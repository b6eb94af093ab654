import { contact, type Platform, PlatformAbsent } from '@zhibu/client';
import {
  commandCounts,
  decidedBefore,
  designationCounts,
  type EditionFile,
  type Graded,
  type Handover,
  handoverOf,
  judge,
  type Judgement,
  type Known,
  nothingGraded,
  nothingKnown,
  planOf,
  rejectedRows,
} from '@zhibu/handover';
import type { Day } from '@zhibu/kernel';
import { failureText } from '../terminal/failure.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { concludeRounds } from './conclusion.ts';
import { deliver } from './delivery.ts';
import { readEditionFile, readFolder } from './folder.adapter.ts';
import { known } from './known.lookup.ts';
import { graded } from './graded.lookup.ts';
import { FolderTaken, writeRejects } from './reject.adapter.ts';
import { showFaults, showRefused } from './report.adapter.ts';
import { say, sentences, stageWords } from './vocabulary.ts';

/** What an import is told on the command line. */
export interface ImportOptions {
  readonly folder: string;
  readonly edition: string;
  readonly period: string;
  readonly asOf: Day;
  readonly closeRound: boolean;
  readonly quotaBasis: string | undefined;
  readonly dryRun: boolean;
  readonly acceptGoodRows: boolean;
  /** Where rejects go; absent: beside the folder. */
  readonly rejects: string | undefined;
}

/** How an import ended. */
export const exits = { done: 0, rowsWrong: 1, doneWithRejects: 2, refused: 3 } as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** An import under way: what it was told, whom it sends to, where it speaks. */
interface Intake {
  readonly options: ImportOptions;
  readonly platform: Platform;
  readonly terminal: Terminal;
  readonly edition: EditionFile;
}

/** Reads a city's files, judges them, and sends what they ask for; every sentence goes to the terminal. */
export async function runImport(options: ImportOptions, platform: Platform, terminal: Terminal): Promise<Exit> {
  try {
    const edition = readEditionFile(options.edition);
    if ('content' in edition) return await takeIn({ options, platform, terminal, edition });
    await showFaults(terminal, { what: 'faults', faults: edition, path: pathBeside(options, 'faults') });
    return exits.rowsWrong;
  } catch (error) {
    terminal.complain(failureText(error, platform));
    return exits.refused;
  }
}

async function takeIn(intake: Intake): Promise<Exit> {
  const { options, terminal, edition } = intake;
  const handover = handoverOf(readFolder(options.folder, options.period), edition.content, options.period);
  const found = await knownOrNot(intake, handover);
  const judgement = judge(handover, found.known, options.asOf);
  await showFaults(terminal, { what: 'warnings', faults: judgement.warnings, path: pathBeside(options, 'warnings') });
  await showFaults(terminal, { what: 'faults', faults: judgement.faults, path: pathBeside(options, 'faults') });
  if (found.absent) terminal.complain(say(sentences.notAllChecked));
  const stopped = await stop(intake, handover, judgement);
  if (stopped !== undefined) return stopped;
  const shown = found.absent
    ? nothingGraded
    : await graded(intake.platform, edition, { judgement, known: found.known });
  return options.dryRun ? rehearse(intake, judgement, shown) : carryOut(intake, judgement, shown);
}

/**
 * Compares with the platform. Where it is not there, the faults of the files are still worth showing, and a dry run of
 * a whole city can do without it; nothing else can.
 */
async function knownOrNot(
  { options, platform, terminal }: Intake,
  handover: Handover,
): Promise<{ readonly known: Known; readonly absent: boolean }> {
  try {
    const what = `${stageWords.ask.zh} ${stageWords.ask.en}`;
    terminal.progress(what, 0, 1);
    await contact(platform);
    const found = await known(platform, handover, options.asOf);
    terminal.progress(what, 1, 1);
    return { known: found, absent: false };
  } catch (error) {
    const bearable = handover.faults.length > 0 || (options.dryRun && handover.whole);
    if (!(error instanceof PlatformAbsent) || !bearable) throw error;
    return { known: nothingKnown, absent: true };
  }
}

/** Ends here when rows are wrong, unless the good ones are to be taken in; then writes what goes back. */
async function stop(
  { options, terminal }: Intake,
  handover: Handover,
  { faults, rejection }: Judgement,
): Promise<Exit | undefined> {
  if (faults.length === 0) return undefined;
  if (handover.unusable || !options.acceptGoodRows) {
    terminal.complain(say(handover.unusable ? sentences.unusable : sentences.nothingSent));
    return exits.rowsWrong;
  }
  terminal.complain(say(sentences.ungraded, { n: rejection.ungraded.size }));
  return options.dryRun ? undefined : setAside({ options, terminal }, handover, { faults, rejection });
}

/** Writes what goes back, before anything is sent: an interruption must not lose it. */
async function setAside(
  { options, terminal }: Pick<Intake, 'options' | 'terminal'>,
  handover: Handover,
  { faults, rejection }: Pick<Judgement, 'faults' | 'rejection'>,
): Promise<Exit | undefined> {
  try {
    const place = {
      folder: options.rejects ?? `${trimmed(options.folder)}-rejects`,
      stated: options.rejects !== undefined,
    };
    const where = await writeRejects(handover, { rejection, faults }, place);
    terminal.complain(say(sentences.rejects, { n: rejectedRows(rejection), where }));
    return undefined;
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    terminal.complain(say(sentences.rejectsTaken, { where: error.message }));
    return exits.rowsWrong;
  }
}

function rehearse({ terminal, edition }: Intake, judgement: Judgement, shown: Graded): Exit {
  const counts = commandCounts(planOf(judgement, edition, shown));
  terminal.say(say(sentences.dryRun, { n: [...counts.values()].reduce((sum, count) => sum + count, 0) }));
  for (const [name, count] of counts) terminal.say(`  ${name}: ${count}`);
  showDesignations(terminal, judgement.good);
  return judgement.faults.length > 0 ? exits.doneWithRejects : exits.done;
}

async function carryOut(
  { options, platform, terminal, edition }: Intake,
  judgement: Judgement,
  shown: Graded,
): Promise<Exit> {
  const started = Date.now();
  const plan = planOf(judgement, edition, shown);
  const differing = decidedBefore(judgement.good, shown.grades);
  if (differing.length > 0)
    await showFaults(terminal, {
      what: 'warnings',
      faults: [...judgement.warnings, ...differing],
      path: pathBeside(options, 'warnings'),
    });
  const delivery = await deliver(plan, platform, terminal);
  showRefused(terminal, delivery.refused);
  showDesignations(terminal, judgement.good);
  const refusedBefore = delivery.refused.length;
  const { committees } = plan.gradings;
  if (!delivery.stopped) {
    await concludeRounds(
      { judgement, edition, committees, delivery, shown, close: options.closeRound, quotaBasis: options.quotaBasis },
      platform,
      terminal,
    );
    showRefused(terminal, delivery.refused.slice(refusedBefore));
  }
  if (delivery.refused.length > 0) {
    terminal.complain(say(sentences.stopped));
    return exits.refused;
  }
  terminal.say(say(sentences.done, { n: delivery.sent, where: ((Date.now() - started) / 1000).toFixed(1) }));
  return judgement.faults.length > 0 ? exits.doneWithRejects : exits.done;
}

function showDesignations(terminal: Terminal, good: Handover): void {
  const counts = designationCounts(good);
  if (counts.size === 0) return;
  const named = [...counts].map(([designation, count]) => `${designation} ${count}`).join(', ');
  terminal.say(
    say(sentences.designations, { n: [...counts.values()].reduce((sum, count) => sum + count, 0), where: named }),
  );
}

const trimmed = (folder: string): string => folder.replace(/[/\\]+$/, '');
const pathBeside = ({ folder }: ImportOptions, what: string): string => `${trimmed(folder)}-${what}`;
