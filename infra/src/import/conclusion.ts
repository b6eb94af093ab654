import type { Platform } from '@zhibu/client';
import {
  committeeOf,
  type EditionFile,
  type Graded,
  type Judgement,
  planClosing,
  quotasExceeded,
  registeredBranches,
} from '@zhibu/handover';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import type { Delivery } from './delivery.ts';
import { distribution, type Distribution, shownUpTo } from './distribution.lookup.ts';
import { say, sentences } from './vocabulary.ts';

/** What the end of an import needs: what was sent, and what is told to be done with the round. */
export interface Conclusion {
  readonly judgement: Judgement;
  readonly edition: EditionFile;
  readonly committees: readonly string[];
  readonly delivery: Delivery;
  readonly shown: Graded;
  readonly close: boolean;
  readonly quotaBasis: string | undefined;
}

/** Reports how each committee's branches were graded and any quota exceeded, and closes the rounds where told to. */
export async function concludeRounds(conclusion: Conclusion, platform: Platform, terminal: Terminal): Promise<void> {
  const { committees, delivery } = conclusion;
  if (committees.length === 0 || (await isShown(delivery, platform, terminal)))
    for (const committee of committees) await report(conclusion, committee, { platform, terminal });
  if (!conclusion.close) return;
  await close(conclusion, terminal);
  // Whoever looks once the import has ended finds its grades confirmed.
  await isShown(delivery, platform, terminal);
}

/** Waits until queries show what was recorded; says so where they do not in time. */
async function isShown({ recordedUpTo }: Delivery, platform: Platform, terminal: Terminal): Promise<boolean> {
  const shown = await shownUpTo(platform, recordedUpTo);
  if (!shown) terminal.complain(say(sentences.notShown));
  return shown;
}

async function report(
  conclusion: Conclusion,
  committee: string,
  { platform, terminal }: { readonly platform: Platform; readonly terminal: Terminal },
): Promise<void> {
  const { judgement, edition, quotaBasis } = conclusion;
  const asked = { committee, scheme: edition.content.scheme, period: judgement.good.period };
  const found = await distribution(platform, asked);
  showDistribution(terminal, committee, found);
  const branches = inRound(conclusion, committee, found);
  for (const over of quotasExceeded(edition.content, found.grades, branches)) {
    const n = `${over.count}/${over.branches} > ${over.maxShare}`;
    terminal.complain(say(sentences.quotaExceeded, { where: over.label, n, indent: '  ' }));
    if (quotaBasis === undefined) terminal.complain(say(sentences.quotaHint, { indent: '  ' }));
  }
}

function showDistribution(terminal: Terminal, committee: string, { grades, ungraded }: Distribution): void {
  terminal.say(say(sentences.distribution, { where: committee }));
  for (const { label, count } of grades) terminal.say(`  ${label} ${count}`);
  if (ungraded > 0) terminal.say(`  ${sentences.stillUngraded.zh} ${ungraded}`);
}

/** How many branches the quota is counted over: those in scope, where the register names them all. */
function inRound({ judgement: { good, places } }: Conclusion, committee: string, { branches }: Distribution): number {
  return good.whole
    ? registeredBranches(good, places).filter((code) => committeeOf(places, code) === committee).length
    : branches;
}

async function close(
  { judgement, edition, committees, delivery, shown, quotaBasis }: Conclusion,
  terminal: Terminal,
): Promise<void> {
  for (const committee of committees.filter((code) => shown.closed.has(code))) {
    terminal.say(say(sentences.closedBefore, { where: committee }));
  }
  const open = committees.filter((code) => !shown.closed.has(code));
  if (open.length === 0) return;
  if (judgement.rejection.ungraded.size > 0 || delivery.refused.length > 0)
    return terminal.complain(say(sentences.notClosed));
  const refused = await delivery.stage('closing', planClosing(judgement.good, open, { edition, quotaBasis }));
  for (const committee of open.filter((code) => !refused.has(code)))
    terminal.say(say(sentences.closed, { where: committee }));
}
