import { contact, type Platform, PlatformAbsent } from '@zhibu/client';
import {
  commandCounts,
  designationCounts,
  type Graded,
  type Handover,
  handoverOf,
  judge,
  type Judgement,
  type Known,
  nothingGraded,
  nothingKnown,
  type Plan,
  planOf,
} from '@zhibu/handover';
import { failureText } from '../terminal/failure.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { concludeRounds } from './conclusion.ts';
import { deliver } from './delivery.ts';
import { readEditionFiles, readFolder } from './folder.adapter.ts';
import { known } from './known.lookup.ts';
import { graded } from './graded.lookup.ts';
import { showFaults, showRefused } from './report.adapter.ts';
import { type Exit, exits, type ImportOptions, type Intake, pathBeside } from './options.ts';
import { stop } from './setting-aside.ts';
import { say, sentences, stageWords } from './vocabulary.ts';

/** Reads a city's files, judges them, and sends what they ask for; every sentence goes to the terminal. */
export async function runImport(options: ImportOptions, platform: Platform, terminal: Terminal): Promise<Exit> {
  try {
    const { editions, faults } = readEditionFiles(options.editions);
    const [edition, ...others] = editions;
    if (edition && faults.length === 0) return await takeIn({ options, platform, terminal, edition, others });
    await showFaults(terminal, { what: 'faults', faults, path: pathBeside(options, 'faults') });
    return exits.rowsWrong;
  } catch (error) {
    terminal.complain(failureText(error, platform));
    return exits.refused;
  }
}

async function takeIn(intake: Intake): Promise<Exit> {
  const { options, terminal, edition, others } = intake;
  const handover = handoverOf(
    readFolder(options.folder, options.period),
    edition.content,
    options.period,
    others.map(({ content }) => content),
  );
  const found = await knownOrNot(intake, handover);
  const judgement = judge(handover, found.known, options.asOf);
  await showFaults(terminal, { what: 'warnings', faults: judgement.warnings, path: pathBeside(options, 'warnings') });
  await showFaults(terminal, { what: 'faults', faults: judgement.faults, path: pathBeside(options, 'faults') });
  if (found.absent) terminal.complain(say(sentences.notAllChecked));
  const stopped = await stop(intake, handover, judgement);
  if (stopped !== undefined) return stopped;
  const shown = found.absent
    ? nothingGraded
    : await graded(intake.platform, [edition, ...others], { judgement, known: found.known });
  const plan = planOf(judgement, edition, shown, others);
  if (plan.warnings.length > 0) {
    const warnings = [...judgement.warnings, ...plan.warnings];
    await showFaults(terminal, { what: 'warnings', faults: warnings, path: pathBeside(options, 'warnings') });
  }
  return options.dryRun ? rehearse(intake, judgement, plan) : carryOut(intake, { judgement, shown, plan });
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
    const what = stageWords.ask.zh;
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

function rehearse({ terminal }: Intake, judgement: Judgement, plan: Plan): Exit {
  const counts = commandCounts(plan);
  terminal.say(say(sentences.dryRun, { n: [...counts.values()].reduce((sum, count) => sum + count, 0) }));
  for (const [name, count] of counts) terminal.say(`  ${name}: ${count}`);
  showDesignations(terminal, judgement.good);
  return judgement.faults.length > 0 ? exits.doneWithRejects : exits.done;
}

async function carryOut(
  { options, platform, terminal, edition }: Intake,
  { judgement, shown, plan }: { readonly judgement: Judgement; readonly shown: Graded; readonly plan: Plan },
): Promise<Exit> {
  const started = Date.now();
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
