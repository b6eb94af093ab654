import type { Look } from '../parts/grade.part.tsx';
import { shareOf, whole } from '../words/numbers.ts';
import { fill, words } from '../words/words.ts';
import { Drawing, Figure } from './figure.chart.tsx';
import { fillOf } from './looks.ts';

const says = words.charts.distribution;
const [LABEL, GAP, HEIGHT, ROW] = [76, 2, 26, 36];

/** How many have a grade. */
export interface Share {
  readonly label: string;
  readonly look: Look;
  readonly count: number;
}

/** The grades of a year, the best first, with those that have none. */
export interface Distributed {
  readonly name: string;
  readonly shares: readonly Share[];
}

export const totalOf = ({ shares }: Distributed): number => shares.reduce((sum, { count }) => sum + count, 0);

/** 等次分布: one bar a year, of the same length, so that shares are compared with one's own past. */
export function Distribution({ years }: { readonly years: readonly Distributed[] }) {
  const sentence = years.map(sentenceOf).join(says.then);
  const rows = years.flatMap((year) => year.shares.map((share) => ({ ...share, year: year.name, all: totalOf(year) })));
  return (
    <Figure
      says={sentence}
      draw={(width) => (
        <Drawing says={sentence} width={width} height={years.length * ROW}>
          {years.map((year, index) => (
            <YearBar key={year.name} year={year} top={index * ROW} width={width} />
          ))}
        </Drawing>
      )}
      rows={rows}
      keyOf={({ year, label }) => `${year} ${label}`}
      columns={[
        { title: says.year, cell: ({ year }) => year, isHead: true },
        { title: says.grade, cell: ({ label }) => label },
        { title: says.count, cell: ({ count }) => whole(count), isNumber: true },
        {
          title: says.share,
          cell: ({ count, all }) => fill(words.frame.share, { share: shareOf(count, all) }),
          isNumber: true,
        },
      ]}
    />
  );
}

function sentenceOf(year: Distributed): string {
  const shares = year.shares.map(({ label, count }) => fill(says.part, { label, count: whole(count) }));
  return fill(says.sentence, { year: year.name, shares: shares.join(says.and) });
}

function YearBar({ year, top, width }: { readonly year: Distributed; readonly top: number; readonly width: number }) {
  return (
    <g>
      <text x="0" y={top + HEIGHT / 2 + 5}>
        {year.name}
      </text>
      {segmentsOf(year, Math.max(0, width - LABEL)).map(({ label, look, from, length }) => (
        <rect
          key={label}
          class={`shape ${look}`}
          x={LABEL + from}
          y={top}
          width={length}
          height={HEIGHT}
          fill={fillOf(look)}
        />
      ))}
    </g>
  );
}

interface Segment extends Share {
  readonly from: number;
  readonly length: number;
}

/** Where each share lies along a bar; one that is there at all is seen. */
export function segmentsOf(year: Distributed, length: number): readonly Segment[] {
  const shown = year.shares.filter(({ count }) => count > 0);
  const room = length - GAP * Math.max(0, shown.length - 1);
  const all = totalOf(year);
  let from = 0;
  return shown.map((share) => {
    const long = Math.max(GAP, (share.count / all) * room);
    const segment = { ...share, from, length: long };
    from += long + GAP;
    return segment;
  });
}
