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
  const {
    judgement: { good },
    edition,
    delivery,
  } = conclusion;
  const isShown = conclusion.committees.length === 0 || (await shownUpTo(platform, delivery.recordedUpTo));
  if (!isShown) terminal.complain(say(sentences.notShown));
  for (const committee of isShown ? conclusion.committees : []) {
    const found = await distribution(platform, { committee, scheme: edition.content.scheme, period: good.period });
    showDistribution(terminal, committee, found);
    for (const { label, count, branches, maxShare } of quotasExceeded(
      edition.content,
      found.grades,
      inRound(conclusion, committee, found),
    )) {
      terminal.complain(
        say(sentences.quotaExceeded, { where: label, n: `${count}/${branches} > ${maxShare}`, indent: '  ' }),
      );
      if (conclusion.quotaBasis === undefined) terminal.complain(say(sentences.quotaHint, { indent: '  ' }));
    }
  }
  if (conclusion.close) await close(conclusion, terminal);
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
