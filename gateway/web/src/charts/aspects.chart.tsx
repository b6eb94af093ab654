import type { ComponentChildren } from 'preact';
import { Bar } from '../parts/bar.part.tsx';
import { whole } from '../words/numbers.ts';
import { fill, words } from '../words/words.ts';

/** How many problems an aspect has. */
export interface AspectCount {
  readonly aspect: string;
  readonly label: string;
  readonly count: number;
}

/** 八个方面: a list whose figures are also bars; the order is that of the standard, not of the figures. */
export function Aspects({
  counts,
  figure,
}: {
  readonly counts: readonly AspectCount[];
  readonly figure: (of: AspectCount) => ComponentChildren;
}) {
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const says = words.charts.aspects;
  const parts = counts.map(({ label, count }) => fill(says.part, { label, count: whole(count) }));
  return (
    <ul class="aspects" aria-label={fill(says.sentence, { parts: parts.join(says.and) })}>
      {counts.map((each) => (
        <li key={each.aspect}>
          <span>{each.label}</span>
          <Bar part={each.count} whole={most} />
          {figure(each)}
        </li>
      ))}
    </ul>
  );
}
