import type { ComponentChildren } from 'preact';
import { type Column, List } from '../parts/list.part.tsx';
import { words } from '../words/words.ts';
import { useWidth } from './width.ts';

const UNTIL_SHOWN = 560;

interface FigureOf<Row> {
  /** What it shows, in one sentence. */
  readonly says: string;
  /** The chart itself, as wide as there is room. */
  readonly draw: (width: number) => ComponentChildren;
  /** The same as a table. */
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
}

/** A chart with a sentence as its name, and its table for whoever wants the figures. */
export function Figure<Row>({ says, draw, rows, columns, keyOf }: FigureOf<Row>) {
  const { element, width } = useWidth<HTMLDivElement>(UNTIL_SHOWN);
  return (
    <figure class="chart">
      <div ref={element}>{draw(width)}</div>
      <figcaption class="unseen">{says}</figcaption>
      <details class="data">
        <summary class="word">{words.frame.showData}</summary>
        <List caption={says} rows={rows} columns={columns} keyOf={keyOf} />
      </details>
    </figure>
  );
}

interface DrawingOf {
  readonly says: string;
  readonly width: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

/** The drawing of a chart, one unit a pixel. */
export function Drawing({ says, width, height, children }: DrawingOf) {
  return (
    <svg class="drawing" role="img" aria-label={says} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {children}
    </svg>
  );
}
