import type { ComponentChildren } from 'preact';

/** A column of a list. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** By which a row is known. */
  readonly isHead?: boolean;
  /** Stands at the end of its cell, figure under figure. */
  readonly isNumber?: boolean;
  /** Its figures stand in other columns too: where there is little room it is left out. */
  readonly isExtra?: boolean;
}

function classOf<Row>({ isNumber = false, isExtra = false }: Column<Row>): string | undefined {
  if (isExtra) return 'extra';
  return isNumber ? 'number' : undefined;
}

interface ListOf<Row> {
  /** What it lists, for who listens. */
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
}

/** Rows with columns; where there is little room each row is a card. */
export function List<Row>({ caption, rows, columns, keyOf }: ListOf<Row>) {
  return (
    <table class="list">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={classOf(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <Cell key={column.title} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const { title, cell, isHead } = column;
  return isHead ? (
    <th scope="row" class={classOf(column)}>
      {cell(row)}
    </th>
  ) : (
    <td class={classOf(column)} data-title={title}>
      {cell(row)}
    </td>
  );
}
