import { contact, OutageTooLong, type Platform, PlatformAbsent } from '@zhibu/client';
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
  type PeopleRead,
  type Plan,
  planOf,
} from '@zhibu/handover';
import type { Wording } from '@zhibu/contracts';
import { type PeopleTaken, putPeopleOrSay } from '../people/taking-in.ts';
import { says } from '../people/vocabulary.ts';
import { failureText } from '../terminal/failure.ts';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { concludeRounds } from './conclusion.ts';
import { deliver } from './delivery.ts';
import { readEditionFiles, readFolder, readPeopleIn } from './folder.adapter.ts';
import { known } from './known.lookup.ts';
import { graded } from './graded.lookup.ts';
import { type NameOf, namesFrom } from './places.ts';
import { showPersonDecides } from './person-decides.ts';
import { showFaults, showRefused } from './report.adapter.ts';
import { type Exit, exits, type ImportOptions, type Intake, reportPath } from './options.ts';
import { ended } from './ending.ts';
import { stop } from './setting-aside.ts';
import { say, sentences, stageWords } from './vocabulary.ts';
import { outageOf } from './waiting.ts';

/** Reads a city's files, judges them, and sends what they ask for; every sentence goes to the terminal. */
export async function runImport(options: ImportOptions, asked: Platform, terminal: Terminal): Promise<Exit> {
  const platform = { ...asked, outage: outageOf(options.waitMinutes, terminal) };
  try {
    const { editions, faults } = readEditionFiles(options.editions, options.period);
    const [edition, ...others] = editions;
    if (edition && faults.length === 0) return await takeIn({ options, platform, terminal, edition, others });
    await showFaults(terminal, { what: 'faults', faults, path: reportPath(options, 'faults') });
    return exits.rowsWrong;
  } catch (error) {
    if (error instanceof OutageTooLong) terminal.complain(gaveUp(error, options));
    else terminal.complain(failureText(error, platform));
    return exits.refused;
  }
}

const gaveUp = ({ away }: OutageTooLong, { waitMinutes, command }: ImportOptions): string =>
  say(sentences.gaveUp, { where: away.what, n: waitMinutes, command });

async function takeIn(intake: Intake): Promise<Exit> {
  const { options, terminal, edition, others } = intake;
  const handover = handoverOf(
    readFolder(options.folder, options.period),
    edition.content,
    options.period,
    others.map(({ content }) => content),
  );
  const found = await knownOrNot(intake, handover);
  const people = readPeopleIn(options.folder);
  const judged = judge(handover, found.known, options.asOf);
  const judgement = { ...judged, faults: [...judged.faults, ...people.faults] };
  await showFaults(terminal, { what: 'warnings', faults: judgement.warnings, path: reportPath(options, 'warnings') });
  await showFaults(terminal, { what: 'faults', faults: judgement.faults, path: reportPath(options, 'faults') });
  if (found.absent) terminal.complain(say(sentences.notAllChecked));
  // A list of people in which something is wrong is left out as a whole; it goes back with no other rows.
  const stopped = await stop(intake, handover, options.acceptGoodRows ? judged : judgement);
  if (stopped !== undefined) return stopped;
  const shown = found.absent
    ? nothingGraded
    : await graded(intake.platform, [edition, ...others], { judgement, known: found.known });
  const plan = planOf(judgement, edition, shown, { others, bases: options.programmeBases });
  if (plan.warnings.length > 0) {
    const warnings = [...judgement.warnings, ...plan.warnings];
    await showFaults(terminal, { what: 'warnings', faults: warnings, path: reportPath(options, 'warnings') });
  }
  const nameOf = namesFrom(judgement, found.known);
  return options.dryRun
    ? rehearse(intake, { judgement, plan, people })
    : carryOut(intake, { judgement, shown, plan, nameOf, people });
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

interface Work {
  readonly judgement: Judgement;
  readonly plan: Plan;
  readonly people: PeopleRead;
}

function rehearse({ terminal }: Intake, { judgement, plan, people }: Work): Exit {
  const counts = commandCounts(plan);
  terminal.say(say(sentences.dryRun, { n: [...counts.values()].reduce((sum, count) => sum + count, 0) }));
  for (const [name, count] of counts) terminal.say(`  ${name}: ${count}`);
  if (people.persons.length > 0) terminal.say(say(sentences.people, { n: people.persons.length }));
  showDesignations(terminal, judgement);
  return judgement.faults.length > 0 ? exits.doneWithRejects : exits.done;
}

async function carryOut(
  { options, platform, terminal, edition, others }: Intake,
  { judgement, shown, plan, nameOf, people }: Work & { readonly shown: Graded; readonly nameOf: NameOf },
): Promise<Exit> {
  const started = Date.now();
  const delivery = await deliver(plan, platform, terminal);
  showRefused(terminal, delivery.refused, nameOf);
  showPersonDecides(terminal, delivery.personDecides, nameOf);
  showDesignations(terminal, judgement);
  const refusedBefore = delivery.refused.length;
  const { committees } = plan.gradings;
  const closing = { close: options.closeRound, quotaBasis: options.quotaBasis, closedOn: options.closedOn };
  if (!delivery.stopped) {
    await concludeRounds(
      { judgement, editions: [edition, ...others], committees, delivery, shown, ...closing },
      platform,
      terminal,
    );
    showRefused(terminal, delivery.refused.slice(refusedBefore), nameOf);
  }
  const taken = delivery.stopped ? 'left-out' : await takePeopleIn(people, platform, terminal);
  if (delivery.refused.length > 0) {
    terminal.complain(say(sentences.stopped));
    return exits.refused;
  }
  const wentBack = judgement.faults.length > 0 || taken === 'left-out';
  return ended(terminal, { delivery, judgement, wentBack, seconds: ((Date.now() - started) / 1000).toFixed(1) });
}

/** Who the references are: into the directory, and never among the events. */
async function takePeopleIn(
  { persons, faults }: PeopleRead,
  platform: Platform,
  terminal: Terminal,
): Promise<PeopleTaken> {
  const tell = (wording: Wording): void => terminal.say(say(wording));
  const complain = (wording: Wording): void => terminal.complain(say(wording));
  if (faults.length > 0) {
    complain(says.faults(faults.length));
    return 'left-out';
  }
  return persons.length === 0 ? 'done' : putPeopleOrSay(persons, platform, { say: tell, complain });
}

function showDesignations(terminal: Terminal, { named }: Judgement): void {
  if (named.length === 0) return;
  const counts = designationCounts({ named });
  const where = {
    zh: counts.map(([{ zh }, count]) => `${zh}${count}`).join('、'),
    en: counts.map(([{ en }, count]) => `${en} ${count}`).join(', '),
  };
  terminal.say(say(sentences.designations, { n: named.length, where }));
}
