import type { Table } from '@zhibu/database';
import type { Series } from '../tally/series.ts';
import { rectangles } from '../views/bitemporal.rules.ts';
import { type Derivation, RECTANGLE_COLUMNS, rectangleRow } from './derived.projection.ts';
import type { Counting } from './spans.rules.ts';
import type { ProcessTables } from './steps.projection.ts';

const spanTable = ({ spans }: ProcessTables): Table => ({
  name: spans,
  columns: { aggregate: 'text', key: 'text', organization_id: 'text', counted: 'text', ...RECTANGLE_COLUMNS },
});

/** The instances of a process, tallied by what they are counted as. */
export function processTallied(aggregate: string, { spans }: ProcessTables, ofEveryKind: boolean): Series {
  return {
    view: aggregate,
    table: spans,
    branch: 'organization_id',
    ofEveryKind,
    series: `'${aggregate}'`,
    value: 'counted',
    from: 'from_day',
    ofSubject: 'key = t.subject',
  };
}

/** On which days, as known when, an instance is counted as what. */
export function spanDerivation<Status extends string>(
  tables: ProcessTables,
  counts: Counting<Status>,
): Derivation<Status> {
  return {
    table: spanTable(tables),
    rowsOf: (steps) =>
      rectangles(steps, counts, String).map((span) => ({ counted: span.value, ...rectangleRow(span) })),
  };
}
