import type { Look } from '../parts/grade.part.tsx';
import { fill, words } from '../words/words.ts';
import { Drawing, Figure } from './figure.chart.tsx';
import { fillOf } from './looks.ts';

const says = words.charts.scale;
const [TOP, HEIGHT, MOST, HALF] = [30, 28, 100, 28];

/** A grade with the score that reaches it. */
export interface Step {
  readonly label: string;
  readonly look: Look;
  readonly from: number;
}

interface ScaleOf {
  /** The best first. */
  readonly steps: readonly Step[];
  /** As the gateway writes it. */
  readonly score: string;
}

/** 得分与等次线: the score on the edition's thresholds. */
export function Scale({ steps, score }: ScaleOf) {
  const parts = steps.map(({ label, from }) => fill(says.part, { label, from }));
  const sentence = fill(says.sentence, { score, steps: parts.join(says.and) });
  return (
    <Figure
      says={sentence}
      draw={(width) => <Steps says={sentence} width={width} steps={steps} score={score} />}
      rows={steps}
      keyOf={({ label }) => label}
      columns={[
        { title: says.grade, cell: ({ label }) => label, isHead: true },
        { title: says.from, cell: ({ from }) => from, isNumber: true },
      ]}
    />
  );
}

/** Where the scale begins, so that what differs is seen: as far below the lowest line as the lines lie apart. */
export function lowestOf(steps: readonly Step[], score: number): number {
  const lines = steps.map(({ from }) => from).filter((from) => from > 0);
  const lowest = Math.min(MOST, ...lines);
  return Math.max(0, Math.min(lowest - 20, Math.floor(score / 10) * 10));
}

function Steps({ says: sentence, width, steps, score }: ScaleOf & { readonly says: string; readonly width: number }) {
  const at = Math.min(MOST, Math.max(0, Number(score)));
  const lowest = lowestOf(steps, at);
  const x = (value: number): number => 1 + ((Math.max(lowest, value) - lowest) / (MOST - lowest)) * (width - 2);
  const segments = steps.map((step, index) => ({ ...step, to: steps[index - 1]?.from ?? MOST }));
  return (
    <Drawing says={sentence} width={width} height={TOP + HEIGHT + 24}>
      {segments.map(({ label, look, from, to }) => (
        <g key={label}>
          <rect
            class={`shape pale ${look}`}
            x={x(from)}
            y={TOP}
            width={Math.max(0, x(to) - x(from) - 2)}
            height={HEIGHT}
            fill={fillOf(look)}
          />
          <text class="figure" x={(x(from) + x(to)) / 2} y={TOP + HEIGHT / 2 + 5} text-anchor="middle">
            {label}
          </text>
          <text class="quiet" x={x(from)} y={TOP + HEIGHT + 18} text-anchor={x(from) < HALF ? 'start' : 'middle'}>
            {Math.max(lowest, from)}
          </text>
        </g>
      ))}
      <text class="quiet" x={width - 1} y={TOP + HEIGHT + 18} text-anchor="end">
        {MOST}
      </text>
      <path class="marker" d={`M${x(at)} ${TOP - 2}v${HEIGHT + 4}M${x(at) - 5} ${TOP - 9}h10l-5 7z`} />
      <text class="strong" x={Math.min(width - HALF * 1.5, Math.max(HALF * 1.5, x(at)))} y="14" text-anchor="middle">
        {fill(words.frame.points, { score })}
      </text>
    </Drawing>
  );
}
