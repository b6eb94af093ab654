import { Clocks } from '../../charts/clocks.chart.tsx';
import type { Span } from '../../charts/clocks.ts';
import type { BranchSpansQuery } from '../../generated/branch-spans.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { lookOf } from '../../parts/grade.part.tsx';
import { atMoment } from '../../moment.ts';
import { dayOf } from '../../words/days.ts';
import { words } from '../../words/words.ts';

const says = words.branch;

interface ClocksCardOf {
  readonly spans: BranchSpansQuery['ratingSpans'];
  readonly knownAt: string | undefined;
  readonly id: string;
}

/** 何时所知: every answer that was ever given about the branch's grade. */
export function ClocksCard({ spans, knownAt, id }: ClocksCardOf) {
  const own = `/branch/${encodeURIComponent(id)}`;
  return (
    <Card title={says.clocks} note={says.clocksSay}>
      {spans.length === 0 ? (
        <Empty says={says.noClocks} />
      ) : (
        <Clocks
          spans={spans.map(spanOf)}
          today={dayOf(Date.now())}
          knownAt={knownAt}
          addressAt={(instant) => atMoment(own, { knownAt: instant })}
        />
      )}
    </Card>
  );
}

const spanOf = ({
  rating: { label, standing, score, confirmed, period, recordedAt, decision },
  ...clocks
}: BranchSpansQuery['ratingSpans'][number]): Span => ({
  ...clocks,
  label,
  look: lookOf(standing),
  score,
  confirmed,
  period,
  recordedAt,
  type: decision.type,
});
