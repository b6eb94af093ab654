import { Link } from '../parts/link.part.tsx';
import { dayBefore, daysBetween, instantText } from '../words/days.ts';
import { fill, words } from '../words/words.ts';
import { changesIn, type Knowledge, knowledges, type Reason, type Span } from './clocks.ts';
import { Drawing, Figure } from './figure.chart.tsx';
import { fillOf } from './looks.ts';

const says = words.charts.clocks;
const [HEAD, ROW, BAR, APART] = [22, 40, 32, 92];

interface ClocksOf {
  readonly spans: readonly Span[];
  readonly today: string;
  /** Whose knowledge is shown now; undefined: the latest. */
  readonly knownAt: string | undefined;
  /** The same screen as it was known at an instant; undefined: now. */
  readonly addressAt: (knownAt: string | undefined) => string;
}

/** 何时所知: down, what was known when, the newest first; across, the days. Each line is the whole answer of its time. */
export function Clocks({ spans, today, knownAt, addressAt }: ClocksOf) {
  const known = knowledges(spans);
  const sentence = fill(says.sentence, { count: known.length });
  const rows = known.flatMap((each) => each.spans.map((span) => ({ ...span, at: each.knownFrom })));
  const isShown = ({ knownFrom, knownTo }: Knowledge): boolean =>
    knownAt === undefined ? knownTo === null : knownFrom <= knownAt && (knownTo === null || knownTo > knownAt);
  return (
    <div class="clocks">
      <ol class="knowledges">
        {known.map((each) => (
          <li key={each.knownFrom} class={isShown(each) ? 'chosen' : undefined}>
            <Link to={addressAt(each.knownTo === null ? undefined : each.knownFrom)} isHere={isShown(each)}>
              {reasonText(each.reason)}
            </Link>
            <span class="note">{instantText(each.knownFrom)}</span>
          </li>
        ))}
      </ol>
      <Figure
        says={sentence}
        draw={(width) => <Lines says={sentence} width={width} known={known} today={today} spans={spans} />}
        rows={rows}
        keyOf={({ at, from }) => `${at} ${from}`}
        columns={[
          { title: says.knownFrom, cell: ({ at }) => instantText(at), isHead: true },
          { title: says.from, cell: ({ from }) => from },
          { title: says.to, cell: ({ to }) => (to === null ? says.open : dayBefore(to)) },
          { title: says.grade, cell: spanText },
        ]}
      />
    </div>
  );
}

function reasonText(reason: Reason): string {
  if (reason === 'confirmed') return says.confirmed;
  if (reason === 'ended') return says.ended;
  const types: Readonly<Record<string, string>> = words.decisions;
  return fill(says.decided, { period: reason.period, decision: types[reason.decision] ?? says.changed });
}

function spanText({ label, score, confirmed }: Span): string {
  const said = score === null ? label : `${label} ${score}`;
  return confirmed ? said : fill(says.provisional, { said });
}

interface LinesOf {
  readonly says: string;
  readonly width: number;
  readonly known: readonly Knowledge[];
  readonly spans: readonly Span[];
  readonly today: string;
}

function Lines({ says: sentence, width, known, spans, today }: LinesOf) {
  const days = changesIn(spans);
  const first = days[0] ?? today;
  const last = [today, ...days].reduce((a, b) => (a > b ? a : b));
  // What is open goes on a little beyond the last day.
  const long = Math.max(1, daysBetween(first, last)) * 1.06;
  const x = (day: string): number => 1 + (Math.max(0, daysBetween(first, day)) / long) * (width - 2);
  return (
    <Drawing says={sentence} width={width} height={HEAD + known.length * ROW}>
      {apart(days, x).map((day) => (
        <g key={day}>
          <text class="quiet" x={Math.min(x(day), width - APART)} y="14">
            {day}
          </text>
          <path class="guide" d={`M${x(day)} ${HEAD - 4}V${HEAD + known.length * ROW}`} />
        </g>
      ))}
      {known.map((each, index) => (
        <g key={each.knownFrom} transform={`translate(0 ${HEAD + index * ROW})`}>
          {each.spans.map((span) => (
            <SpanBar
              key={span.from}
              span={span}
              left={x(span.from)}
              right={span.to === null ? width - 1 : x(span.to)}
            />
          ))}
        </g>
      ))}
    </Drawing>
  );
}

/** Those of the days whose dates have room beside each other. */
function apart(days: readonly string[], x: (day: string) => number): readonly string[] {
  const shown: string[] = [];
  for (const day of days) {
    const before = shown[shown.length - 1];
    if (before === undefined || x(day) - x(before) >= APART) shown.push(day);
  }
  return shown;
}

function SpanBar({ span, left, right }: { readonly span: Span; readonly left: number; readonly right: number }) {
  const length = Math.max(2, right - left - 2);
  const text = spanText(span);
  return (
    <g>
      <rect class={`shape ${span.look}`} x={left} y="0" width={length} height={BAR} rx="3" fill={fillOf(span.look)} />
      {text.length * 13 < length ? (
        <text class="figure" x={left + length / 2} y={BAR / 2 + 5} text-anchor="middle">
          {text}
        </text>
      ) : null}
    </g>
  );
}
