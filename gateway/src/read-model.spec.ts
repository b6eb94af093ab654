import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ReadModelUnderTest, readModelUnderTest } from './testing/read-model-under-test.ts';
import { views } from './views/index.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}
type Tables = Record<string, { columns: readonly Column[]; key: readonly string[] }>;

const scalarTypes: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Boolean: 'boolean',
  Json: 'jsonb',
  DateTime: 'timestamp(3) without time zone',
};
const nativeTypes: Readonly<Record<string, string>> = {
  Date: 'date',
  'Timestamptz(3)': 'timestamp(3) with time zone',
  'Timestamptz(0)': 'timestamp(0) with time zone',
  Uuid: 'uuid',
};

it('has in PostgreSQL the tables, columns, types and keys that the Prisma schema says', async () => {
  const schema = await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8');
  const described = Object.fromEntries(
    [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].map((model) => tableOf(model[1] ?? '')),
  );
  const ofViews = views.filter(({ process }) => process === undefined).flatMap((view) => view.tables);
  expect(Object.keys(described).sort()).toEqual(
    [...ofViews, 'kept_build', 'process_step', 'process_span', 'process_standing', 'view_version'].sort(),
  );
  expect(await liveTables()).toEqual(described);
});

it('has of every process a partition for its steps, one for its spans and one for where its instances stand', async () => {
  const { rows } = await under.owner.query<{ table: string; parent: string; bound: string }>(
    `SELECT c.relname AS table, i.inhparent::regclass::text AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind = 'r'`,
  );
  const expected = views.flatMap(({ process, tables: [steps, spans, standings] }) =>
    process === undefined
      ? []
      : [
          { table: steps, parent: 'process_step', bound: `FOR VALUES IN ('${process}')` },
          { table: spans, parent: 'process_span', bound: `FOR VALUES IN ('${process}')` },
          { table: standings, parent: 'process_standing', bound: `FOR VALUES IN ('${process}')` },
        ],
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(new Set(rows)).toEqual(new Set(expected));
});

interface Field {
  readonly field: string;
  readonly column: Column;
  readonly attributes: string;
}

function tableOf(body: string): [string, Tables[string]] {
  const fields = [...body.matchAll(/^ {2}(\w+) +(\w+\??)(.*)$/gm)].map(([, field = '', type = '', attributes = '']) =>
    fieldOf(field, type, attributes),
  );
  const together = /@@id\(\[(.*)\]\)/.exec(body)?.[1]?.split(', ');
  const key = together ?? fields.filter(({ attributes }) => /@id\b/.test(attributes)).map(({ field }) => field);
  const nameOf = (field: string): string => fields.find((found) => found.field === field)?.column.name ?? field;
  return [
    /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '',
    { columns: sorted(fields.map(({ column }) => column)), key: key.map(nameOf) },
  ];
}

function fieldOf(field: string, type: string, attributes: string): Field {
  const native = /@db\.(\S+)/.exec(attributes)?.[1] ?? '';
  const scalar = type.replace('?', '');
  const name = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? field;
  return {
    field,
    attributes,
    column: { name, type: nativeTypes[native] ?? scalarTypes[scalar] ?? scalar, nullable: type.endsWith('?') },
  };
}

async function liveTables(): Promise<Tables> {
  const { rows } = await under.owner.query<Column & { table: string; key: number | null }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       array_position((i.indkey::int2[])[0:i.indnkeyatts - 1], a.attnum) AS key
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE c.relnamespace = 'gateway'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname !~ '^(_prisma_migrations|feed_.*|parked_.*|relay_.*)$'`,
  );
  return Object.fromEntries(
    [...Map.groupBy(rows, (row) => row.table)].map(([table, columns]) => [
      table,
      {
        columns: sorted(columns.map(({ name, type, nullable }) => ({ name, type, nullable }))),
        key: columns
          .filter((column) => column.key !== null)
          .sort((a, b) => Number(a.key) - Number(b.key))
          .map((column) => column.name),
      },
    ]),
  );
}

const sorted = (columns: readonly Column[]): readonly Column[] =>
  columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));

it('reads by Prisma what SQL has written', async () => {
  await under.owner.query("INSERT INTO round_closing VALUES ('R', 7, '2023-01-01T00:00:00.123Z')");
  expect(await under.model.prisma.roundClosing.findMany()).toEqual([
    { roundId: 'R', position: 7n, recordedAt: new Date('2023-01-01T00:00:00.123Z') },
  ]);
});
