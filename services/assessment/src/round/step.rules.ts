import { listHashOf, noticeList, unitList } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { PublishedEdition } from '../edition/edition.state.ts';
import type { GradedBranch } from './distribution.rules.ts';
import { refuseIf } from './round.rules.ts';
import type { Round } from './round.state.ts';

/** What a round must have gone through before it is closed. */
interface Closing {
  readonly editions: readonly PublishedEdition[];
  readonly graded: readonly GradedBranch[];
  readonly effectiveOn: Day;
}

/** @throws Refusal UNIT_REVIEW_MISSING, NOTICE_MISSING, NOTICE_STALE, NOTICE_NOT_OVER, OBJECTION_OPEN */
export function refuseMissingSteps(round: Round, closing: Closing): void {
  refuseMissingReviews(round, closing.graded);
  refuseUnfinishedNotice(round, closing);
}

function refuseMissingReviews({ steps, reviews }: Round, graded: readonly GradedBranch[]): void {
  if (!steps.has('unit-review')) return;
  const units = [...new Set(graded.map(({ unitId }) => unitId))].sort();
  const missing = units.filter((unitId) => !reviews.has(unitId));
  const stale = units.filter((unitId) => isStale(reviews.get(unitId)?.listHash, unitId, graded));
  refuseIf(missing.length + stale.length > 0, 'UNIT_REVIEW_MISSING', { units: [...missing, ...stale], missing, stale });
}

const isStale = (listHash: string | undefined, unitId: string, graded: readonly GradedBranch[]): boolean =>
  listHash !== undefined && listHash !== listHashOf(unitList(unitId, graded));

/** Where the steps ask for a notice, or one was started all the same. */
function refuseUnfinishedNotice(
  { steps, notice, objections }: Round,
  { editions, graded, effectiveOn }: Closing,
): void {
  const list = noticeList(editions, graded);
  if (!notice) return refuseIf(steps.has('notice') && list.length > 0, 'NOTICE_MISSING');
  refuseIf(notice.listHash !== listHashOf(list), 'NOTICE_STALE');
  refuseIf(effectiveOn < notice.to, 'NOTICE_NOT_OVER', { from: notice.from, to: notice.to });
  const open = [...objections].filter(([, { outcome }]) => outcome === null).map(([id]) => id);
  refuseIf(open.length > 0, 'OBJECTION_OPEN', { objections: open });
}
