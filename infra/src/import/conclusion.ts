import type { Platform } from '@zhibu/client';
import { type EditionFile, type Graded, type Judgement, planClosing } from '@zhibu/handover';
import type { Day } from '@zhibu/kernel';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import type { Delivery } from './delivery.ts';
import { distribution, type Distribution, shownUpTo } from './distribution.lookup.ts';
import { say, sentences } from './vocabulary.ts';

/** What the end of an import needs: what was sent, and what is told to be done with the round. */
export interface Conclusion {
  readonly judgement: Judgement;
  readonly editions: readonly EditionFile[];
  readonly committees: readonly string[];
  readonly delivery: Delivery;
  readonly shown: Graded;
  readonly close: boolean;
  readonly quotaBasis: string | undefined;
  readonly closedOn: Day | undefined;
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
  const { judgement, quotaBasis } = conclusion;
  const { edition, period } = judgement.good;
  const asked = { committee, scheme: edition.scheme, period };
  const found = await distribution(platform, asked);
  showDistribution(terminal, committee, found);
  const exceeded = found.quotas.filter((quota) => quota.exceeded);
  for (const { label, count, allowed, branches, organization, group } of exceeded) {
    const of = organization?.name ?? group ?? '';
    terminal.complain(say(sentences.quotaExceeded, { where: of + label, n: count, allowed, branches, indent: '  ' }));
  }
  if (exceeded.length > 0 && quotaBasis === undefined) terminal.complain(say(sentences.quotaHint, { indent: '  ' }));
}

function showDistribution(terminal: Terminal, committee: string, { grades, ungraded }: Distribution): void {
  terminal.say(say(sentences.distribution, { where: committee }));
  for (const { label, count } of grades) terminal.say(`  ${label} ${count}`);
  if (ungraded > 0) terminal.say(`  ${sentences.stillUngraded.zh} ${ungraded}`);
}

async function close(
  { judgement, editions, committees, delivery, shown, quotaBasis, closedOn }: Conclusion,
  terminal: Terminal,
): Promise<void> {
  for (const committee of committees.filter((code) => shown.closed.has(code))) {
    terminal.say(say(sentences.closedBefore, { where: committee }));
  }
  const open = committees.filter((code) => !shown.closed.has(code));
  if (open.length === 0) return;
  if (judgement.rejection.ungraded.size > 0 || delivery.refused.length > 0)
    return terminal.complain(say(sentences.notClosed));
  const refused = await delivery.stage(
    'closing',
    planClosing(judgement.good, open, { editions, quotaBasis, closedOn }),
  );
  for (const committee of open.filter((code) => !refused.has(code)))
    terminal.say(say(sentences.closed, { where: committee }));
}
