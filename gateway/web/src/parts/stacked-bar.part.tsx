import { segmentsOf, type Share } from '../charts/distribution.chart.tsx';
import { fillOf } from '../charts/looks.ts';
import { words } from '../words/words.ts';

const [WIDTH, HEIGHT] = [160, 14];

interface StackedBarOf {
  readonly shares: readonly Share[];
  /** How many have no grade. */
  readonly rest: number;
}

/** Shares as one small bar beside their figures. */
export function StackedBar({ shares, rest }: StackedBarOf) {
  const all = [...shares, { label: words.frame.ungraded, look: 'ungraded', count: Math.max(0, rest) } as const];
  return (
    <svg
      class="stacked"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      {segmentsOf({ name: '', shares: all }, WIDTH).map(({ label, look, from, length }) => (
        <rect key={label} class={`shape ${look}`} x={from} width={length} height={HEIGHT} fill={fillOf(look)} />
      ))}
    </svg>
  );
}
