import { whole } from '../words/numbers.ts';
import { fill, words } from '../words/words.ts';
import { Drawing, Figure } from './figure.chart.tsx';
import { type Block, type Direction, type FlowGrade, flowing, type Move, type Ribbon } from './flow.ts';
import { fillOf } from './looks.ts';

const says = words.charts.flow;
const [SIDE, BLOCK, HEAD, HEIGHT, NARROW] = [96, 14, 28, 220, 480];
/** Where along a ribbon its figure stands, so that crossing ribbons do not hide each other's. */
const PLACES: Readonly<Record<Direction, number>> = { up: 0.3, same: 0.5, down: 0.7 };
const MARKS: Readonly<Record<Direction, string>> = { up: '↑', same: '', down: '↓' };

interface FlowOf {
  readonly from: string;
  readonly to: string;
  readonly grades: readonly FlowGrade[];
  readonly moves: readonly Move[];
}

/** 升降去向: ribbons as thick as the number of branches. */
export function Flow({ from, to, grades, moves }: FlowOf) {
  const label = (code: string): string => grades.find(({ grade }) => grade === code)?.label ?? '';
  const parts = moves.map((move) =>
    fill(says.part, { from: label(move.from), to: label(move.to), count: whole(move.count) }),
  );
  const sentence = fill(says.sentence, { from, to, parts: parts.join(says.and) });
  return (
    <Figure
      says={sentence}
      draw={(width) => <Ribbons says={sentence} width={width} {...{ from, to, grades, moves }} />}
      rows={moves}
      keyOf={(move) => `${move.from} ${move.to}`}
      columns={[
        { title: from, cell: (move) => label(move.from), isHead: true },
        { title: to, cell: (move) => label(move.to) },
        { title: says.count, cell: ({ count }) => whole(count), isNumber: true },
      ]}
    />
  );
}

function Ribbons({
  says: sentence,
  width,
  from,
  to,
  grades,
  moves,
}: FlowOf & { readonly says: string; readonly width: number }) {
  const side = width < NARROW ? 72 : SIDE;
  const { left, right, ribbons } = flowing(moves, grades, HEIGHT);
  const [start, end] = [side + BLOCK, width - side - BLOCK];
  return (
    <Drawing says={sentence} width={width} height={HEIGHT + HEAD + 8}>
      <text x={side + BLOCK} y="14" text-anchor="end" class="quiet">
        {from}
      </text>
      <text x={end} y="14" class="quiet">
        {to}
      </text>
      <g transform={`translate(0 ${HEAD})`}>
        {ribbons.map((ribbon) => (
          <path
            key={`${ribbon.from} ${ribbon.to}`}
            class={`ribbon ${ribbon.direction}`}
            d={pathOf(ribbon, start, end)}
          />
        ))}
        {left.map((block) => (
          <Side key={block.grade} block={block} x={side} text={{ x: side - 8, anchor: 'end' }} />
        ))}
        {right.map((block) => (
          <Side key={block.grade} block={block} x={end} text={{ x: end + BLOCK + 8, anchor: 'start' }} />
        ))}
        {ribbons.map((ribbon) => (
          <Figured key={`${ribbon.from} ${ribbon.to}`} ribbon={ribbon} start={start} end={end} />
        ))}
      </g>
    </Drawing>
  );
}

interface SideOf {
  readonly block: Block;
  readonly x: number;
  readonly text: { readonly x: number; readonly anchor: 'start' | 'end' };
}

function Side({ block: { label, look, count, top, height }, x, text }: SideOf) {
  return (
    <g>
      <rect class={`shape ${look}`} x={x} y={top} width={BLOCK} height={height} fill={fillOf(look)} />
      <text x={text.x} y={top + height / 2 + 5} text-anchor={text.anchor}>
        {label} <tspan class="strong">{whole(count)}</tspan>
      </text>
    </g>
  );
}

/** The figure of a ribbon, on a ground of its own. */
function Figured({ ribbon, start, end }: { readonly ribbon: Ribbon; readonly start: number; readonly end: number }) {
  const { direction, count, left, right, height } = ribbon;
  const along = PLACES[direction];
  // As the ribbon bends: flat at both ends, steep in the middle.
  const risen = along * along * (3 - 2 * along);
  const y = left + (right - left) * risen + height / 2;
  return (
    <text class="figure" x={start + (end - start) * along} y={y + 5} text-anchor="middle">
      {MARKS[direction]}
      {whole(count)}
    </text>
  );
}

function pathOf({ left, right, height }: Ribbon, start: number, end: number): string {
  const middle = (start + end) / 2;
  const there = `M${start} ${left}C${middle} ${left} ${middle} ${right} ${end} ${right}`;
  const back = `V${right + height}C${middle} ${right + height} ${middle} ${left + height} ${start} ${left + height}Z`;
  return there + back;
}
