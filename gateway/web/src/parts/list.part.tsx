import type { ComponentChildren } from 'preact';

/** A column of a list. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** By which a row is known. */
  readonly isHead?: boolean;
  /** Stands at the end of its cell, figure under figure. */
  readonly isNumber?: boolean;
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
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" class={isNumber ? 'number' : undefined}>
              {title}
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

function Cell<Row>({
  column: { title, cell, isHead, isNumber },
  row,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
}) {
  const named = isNumber ? 'number' : undefined;
  return isHead ? (
    <th scope="row" class={named}>
      {cell(row)}
    </th>
  ) : (
    <td class={named} data-title={title}>
      {cell(row)}
    </td>
  );
}
