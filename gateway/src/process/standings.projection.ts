import type { Table } from '@zhibu/database';
import { type Derivation, RECTANGLE_COLUMNS, rectangleRow } from './derived.projection.ts';
import { type Faceting, standingRectangles } from './standings.rules.ts';
import type { ProcessTables } from './steps.projection.ts';

const standingTable = ({ standings }: ProcessTables): Table => ({
  name: standings,
  columns: {
    aggregate: 'text',
    key: 'text',
    organization_id: 'text',
    status: 'text',
    due_on: 'date',
    facets: 'jsonb',
    ...RECTANGLE_COLUMNS,
  },
});

/** Where an instance stands on which days, as known when. */
export function standingDerivation<Status extends string>(
  tables: ProcessTables,
  facetsOf?: Faceting,
): Derivation<Status> {
  return {
    table: standingTable(tables),
    rowsOf: (steps) =>
      standingRectangles(steps, facetsOf).map((rectangle) => {
        const { status, dueOn, facets } = rectangle.value;
        return { status, due_on: dueOn, facets, ...rectangleRow(rectangle) };
      }),
  };
}
