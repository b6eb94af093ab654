import { documentKinds, type DocumentName, line, period, refusal, type Wording } from '@zhibu/contracts';
import { type Day, isDay, lastDayOf } from '@zhibu/kernel';
import { z } from 'zod';
import type { Drafted, Paper } from './paper.ts';

/** Asks the gateway's own schema as whoever wants the document. @returns the data of the answer */
export type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** A document: one query, and what is made of its answer. */
export interface Definition<Asked, Answer> {
  /** In addresses and commands: lower case and hyphens. */
  readonly name: DocumentName;
  readonly form: Paper['kind'];
  /** What it is asked for, beside `asOf` and `knownAt`. */
  readonly asks: z.ZodObject & z.ZodType<Asked>;
  /** With `$asOf`, `$knownAt`, and, where it has a list, `$first`, `$after` and `$isFirst`. */
  readonly query: string;
  /** Its list, by the names of the fields that lead to it in the answer, `round.listed`: read to its end, and told as one. */
  readonly list?: string;
  /** Where a fact settles as known when it is drafted: a query that finds the fact, and its instant; undefined: as asked. */
  readonly settledBy?: { readonly query: string; readonly instant: (answer: unknown) => string | undefined };
  /** It tells of a day although it is asked for a period: of today, where nobody names a day. */
  readonly ofToday?: true;
  readonly variables?: (asked: Asked) => Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<Answer>;
  readonly paper: (answer: Answer, asked: Asked & { readonly asOf: Day }) => Paper;
}

/** When a document is of, where nobody says so. */
export interface Present {
  readonly today: Day;
  readonly now: string;
}

/** A document as the doors have it. */
export interface Document extends Pick<Definition<never, never>, 'name' | 'form'> {
  readonly words: Wording;
  /** What it is asked for; `needed`: it is refused without. */
  readonly asks: readonly { readonly argument: string; readonly needed: boolean }[];
  readonly query: string;
  /** What is asked for, checked. @throws ZodError */
  readonly asked: (given: unknown, present: Present) => Wanted;
}

/** A document that was asked for. */
export interface Wanted {
  readonly asOf: Day;
  readonly knownAt: string;
  readonly draft: (ask: Ask) => Promise<Drafted>;
}

const moment = { asOf: z.string().refine(isDay).optional(), knownAt: z.iso.datetime({ offset: true }).optional() };

/** The arguments that several documents take. */
export const argument = {
  under: line(64),
  branchId: line(64),
  programmeId: line(64),
  organizationId: line(64),
  drawId: line(64),
  inspectionId: line(64),
  revocationId: line(64),
  scheme: line(64).default('classification'),
  period,
} as const;

/** Declares a document. */
export function documentOf<Asked extends object, Answer>(definition: Definition<Asked, Answer>): Document {
  const { name, form, asks, query } = definition;
  const times = z.object(moment);
  const shape = z.strictObject({ ...asks.shape, ...moment });
  return {
    name,
    words: documentKinds[name],
    form,
    query,
    asks: Object.entries(shape.shape).map(([argumentName, type]) => ({
      argument: argumentName,
      needed: !z.safeParse(type, undefined).success,
    })),
    asked(given, { today, now }) {
      const { asOf: day, knownAt: known, ...own } = shape.parse(given);
      const asked = asks.parse(own);
      const { asOf = (definition.ofToday ? undefined : dayOfPeriod(asked)) ?? today, knownAt = now } = times.parse({
        asOf: day,
        knownAt: known,
      });
      const when = { asOf, knownAt: new Date(knownAt).toISOString() };
      const variables = { ...asked, ...definition.variables?.(asked), ...when };
      return {
        ...when,
        async draft(ask) {
          const { settledBy } = definition;
          const settled = settledBy && settledBy.instant(await ask(settledBy.query, variables));
          const of = settled === undefined ? when : { asOf, knownAt: settled };
          const answer = definition.answer.parse(await whole(ask, definition, { ...variables, ...of }));
          return { name, ...of, paper: definition.paper(answer, { ...asked, asOf }) };
        },
      };
    },
  };
}

/** What a period came to is told of its last day. */
function dayOfPeriod(asked: object): Day | undefined {
  const year = Object.entries(asked).find(([key]) => key === 'period')?.[1];
  return typeof year === 'string' ? lastDayOf(year) : undefined;
}

/** Entries a page, and of all pages of a document: with more it is read by nobody, and is asked for by unit. */
const PAGE = 100;
export const MOST_ENTRIES = 5_000;

const connection = z.object({
  edges: z.array(z.unknown()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

/** What it tells of has not come to that yet: what is asked for must be there. @throws Refusal DOCUMENT_NOT_READY */
export function there<Found>(found: Found | null | undefined): Found {
  if (found === null || found === undefined) throw refusal('DOCUMENT_NOT_READY');
  return found;
}

/** More entries than a document has room for. */
export class TooManyEntries extends Error {
  override readonly name = 'TooManyEntries';
}

/** The answer with its list read to the end. @throws TooManyEntries */
async function whole(
  ask: Ask,
  { query, list }: Pick<Definition<never, never>, 'query' | 'list'>,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (list === undefined) return ask(query, variables);
  const path = list.split('.');
  const first = await ask(query, { ...variables, first: PAGE, after: null, isFirst: true });
  const edges: unknown[] = [];
  for (let page = connection.parse(at(path, first)); ;) {
    edges.push(...page.edges);
    if (edges.length > MOST_ENTRIES) throw new TooManyEntries(`more than ${MOST_ENTRIES} entries`);
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) return withList(path, first, edges);
    const next = await ask(query, { ...variables, first: PAGE, after: endCursor, isFirst: false });
    page = connection.parse(at(path, next));
  }
}

const at = (path: readonly string[], answer: unknown): unknown =>
  path.reduce<unknown>((found, field) => Object(found)[field], answer);

/** The answer with the nodes of a list in the place of its first page. */
function withList([field, ...below]: readonly string[], answer: unknown, edges: readonly unknown[]): unknown {
  if (field === undefined) return edges.map((edge) => Object(edge).node);
  return { ...Object(answer), [field]: withList(below, Object(answer)[field], edges) };
}
