import { refusal } from '@zhibu/contracts';
import type { Request } from 'express';
import { execute, type GraphQLSchema, Kind, OperationTypeNode, parse, validate, type DocumentNode } from 'graphql';
import { contextOf, type ContextSources } from '../request/context.ts';
import { inLanguage } from '../request/language.ts';
import { causeOf } from '../schema/errors.ts';
import { refuseLargeOperation } from '../schema/limits.ts';
import { type Ask, type Document, MOST_ENTRIES, TooManyEntries } from './document.ts';
import { docxOf } from './docx.adapter.ts';
import { priceOfFile } from './file-price.ts';
import type { Drafted } from './paper.ts';
import { xlsxOf } from './xlsx.adapter.ts';

/** What documents are drafted with. */
export interface DraftingSources {
  readonly schema: GraphQLSchema;
  readonly context: ContextSources;
  /** Takes the price of a query off what its asker has left. @throws Refusal BUDGET_SPENT */
  readonly spend: (request: Request, price: number) => void;
  readonly now: () => number;
}

/**
 * Drafts a document as whoever asks may see it: by queries alone, answered in Chinese, of a settled instant.
 * @throws Refusal DOCUMENT_TOO_LARGE, PAPER_TOO_LONG, BUDGET_SPENT, DEADLINE_PASSED, INPUT_INVALID (as ZodError), and those of the queries
 */
export async function drafted(
  sources: DraftingSources,
  { document, given, request }: { readonly document: Document; readonly given: unknown; readonly request: Request },
): Promise<Drafted> {
  const { context, now } = sources;
  const wanted = document.asked(given, { today: context.today(), now: new Date(now()).toISOString() });
  try {
    const draft = await inLanguage('zh', () => wanted.draft(asking(sources, request)));
    // A row is work when it is looked up, which the query paid for, and once more when the file is written.
    sources.spend(request, priceOfFile(draft));
    return draft;
  } catch (error) {
    throw error instanceof TooManyEntries ? refusal('DOCUMENT_TOO_LARGE', { of: 'rows', limit: MOST_ENTRIES }) : error;
  }
}

/** A draft as a file. */
export const fileOf = (draft: Drafted): Promise<Buffer> =>
  draft.paper.kind === 'letter' ? docxOf(draft, draft.paper) : xlsxOf(draft, draft.paper);

/** A draft takes many pages, each with a price: so long it may take in all. */
const DRAFTED_WITHIN_MS = 60_000;

const parsedQueries = new Map<string, DocumentNode>();

/** A query of ours, checked once. @throws Error where it does not fit the schema */
export function checkedQuery(schema: GraphQLSchema, query: string): DocumentNode {
  const known = parsedQueries.get(query) ?? parse(query);
  if (!parsedQueries.has(query)) {
    const [fault] = validate(schema, known);
    if (fault) throw fault;
    parsedQueries.set(query, known);
  }
  return known;
}

/** Asks the gateway's own schema in the context of a request: what that may see, and what it costs, holds by itself. */
function asking({ schema, context, spend, now }: DraftingSources, request: Request): Ask {
  const contextValue = contextOf(request, context);
  const until = now() + DRAFTED_WITHIN_MS;
  return async (query, variableValues) => {
    // Whoever has left, or was kept too long, is asked for nothing more.
    if (request.res?.closed || now() > until) throw refusal('DEADLINE_PASSED', { withinMs: DRAFTED_WITHIN_MS });
    const document = checkedQuery(schema, query);
    const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    if (!operation || operation.operation !== OperationTypeNode.QUERY) throw new Error('a document is made by a query');
    spend(request, refuseLargeOperation({ schema, document, operation, variables: variableValues }));
    const { data, errors = [] } = await execute({ schema, document, variableValues, contextValue });
    const [error] = errors;
    if (error) throw causeOf(error);
    return data;
  };
}
