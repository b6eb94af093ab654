import { expect, it } from '@jest/globals';
import { migrationsIn } from '@zhibu/database';
import { broughtSchemas } from './schemas.ts';

/** What takes something away from programs that run, as SQL says it. */
const TAKES_AWAY = new RegExp(
  [
    String.raw`\bDROP\s+(MATERIALIZED\s+)?(TABLE|COLUMN|VIEW|SCHEMA|TYPE|FUNCTION)\b`,
    // COLUMN may be left out.
    String.raw`\bALTER\s+TABLE\b[^;]*\bDROP\s+(?!(CONSTRAINT|DEFAULT|NOT|EXPRESSION|IDENTITY)\b)`,
    String.raw`\bRENAME\s+((COLUMN\s+)?(?!CONSTRAINT\b)\S+\s+)?TO\b`,
  ].join('|'),
  'i',
);
const isUnmarked = ({ sql, runsWith }: { readonly sql: string; readonly runsWith?: string | undefined }): boolean =>
  runsWith === undefined && TAKES_AWAY.test(sql.replaceAll(/--.*$/gm, ''));

it('marks each migration that takes something away from programs that run', () => {
  const migrations = broughtSchemas.flatMap(({ folders }) => migrationsIn(folders));
  expect(migrations.length).toBeGreaterThan(10);
  expect(migrations.filter(isUnmarked).map(({ name }) => name)).toEqual([]);
});

it.each([
  ['ALTER TABLE head DROP COLUMN b;', true],
  ['drop  table if exists head;', true],
  ['ALTER TABLE head RENAME TO tail;', true],
  ['ALTER TABLE head RENAME COLUMN a TO b;', true],
  ['ALTER TABLE head DROP b;', true],
  ['ALTER TABLE head DROP IF EXISTS b;', true],
  ['ALTER TABLE head RENAME a TO b;', true],
  ['DROP FUNCTION append(text);', true],
  ['ALTER TABLE head DROP CONSTRAINT b, ALTER a DROP NOT NULL;', false],
  ['ALTER TABLE head ALTER COLUMN wide DROP DEFAULT; -- DROP TABLE head', false],
  ['ALTER TABLE head ADD COLUMN dropped_on date;', false],
])('%s needs a mark: %s', (sql, needs) => {
  expect(isUnmarked({ sql })).toBe(needs);
  expect(isUnmarked({ sql, runsWith: '0001_made' })).toBe(false);
});

it('names a migration once a schema, so that a name says which one', () => {
  for (const { schema, folders } of broughtSchemas) {
    const names = migrationsIn(folders).map(({ name }) => name);
    expect([schema, names]).toEqual([schema, [...new Set(names)]]);
  }
});
