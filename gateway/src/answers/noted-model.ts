import type { Sql } from '@zhibu/database';
import type { ReadModel } from '../read-model.ts';
import type { View } from '../views/view.ts';

/** Which views a statement reads. */
export class ReadViews {
  private readonly byTable: ReadonlyMap<string, string>;
  private readonly all: readonly string[];
  private readonly tables: RegExp;
  private readonly known = new Map<string, readonly string[]>();

  constructor(views: readonly View[]) {
    this.byTable = new Map(
      views.flatMap(({ name, tables, shows = [] }) => [...tables, ...shows].map((table) => [table, name] as const)),
    );
    this.all = views.map(({ name }) => name);
    this.tables = new RegExp(`\\b(?:${[...this.byTable.keys()].join('|')})\\b`, 'g');
  }

  /** Those whose tables are named; a column of the same name counts as its table. All, where none is named. */
  inText(text: string): readonly string[] {
    const found = this.known.get(text) ?? this.search(text);
    // Statements are texts of the program with values beside them: few, unless one day somebody builds them otherwise.
    if (this.known.size >= STATEMENTS) this.known.clear();
    this.known.set(text, found);
    return found;
  }

  /** The view whose table a model of Prisma stands for; all, where it stands for none. */
  ofPrisma(model: string): readonly string[] {
    return this.inText(model.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  }

  private search(text: string): readonly string[] {
    const named = new Set((text.match(this.tables) ?? []).flatMap((table) => this.byTable.get(table) ?? []));
    return named.size === 0 || OF_ALL.test(text) ? this.all : [...named];
  }
}

const STATEMENTS = 1_000;
/** The tables whose partitions belong to views. */
const OF_ALL = /\bprocess_(?:step|span|standing)\b/;

/**
 * The read model, telling before every statement which views it reads. An answer that was made of statements is right
 * as long as what they read stands: the same statements would be sent again and find the same.
 */
export function notedModel(model: ReadModel, reads: ReadViews, note: (views: readonly string[]) => void): ReadModel {
  const noted = (sql: Sql): Sql => {
    const query = (...sent: readonly unknown[]): unknown => {
      const [first] = sent;
      note(reads.inText(typeof first === 'string' ? first : String(Object(first).text)));
      return Reflect.apply(sql.query, sql, sent);
    };
    return new Proxy(sql, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) });
  };
  return {
    sql: noted(model.sql),
    figures: noted(model.figures),
    prisma: new Proxy(model.prisma, {
      get: (target, name) => {
        if (typeof name === 'string') note(reads.ofPrisma(name));
        return Reflect.get(target, name);
      },
    }),
  };
}
