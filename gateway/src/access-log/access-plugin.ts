import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { Kind, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../request/context.ts';
import { noteAccess } from './noted.ts';
import { askedIn } from './subjects.ts';

/** Notes of every GraphQL operation what it asked for, how many rows it was answered with, and how it was refused. */
export const accessPlugin: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async ({ contextValue: { req } }) => ({
    didResolveOperation: async ({ operation, document, request }) => {
      if (operation) noteAccess(req, { ...nameOf(operation), ...askedIn(document, request.variables ?? {}) });
    },
    willSendResponse: async ({ queryHash, response, operation }) => {
      const { rows, code } = answeredBy(response);
      noteAccess(req, {
        ...(operation ? {} : { operation: 'graphql' }),
        ...(queryHash === undefined ? {} : { document: queryHash }),
        rows,
        outcome: code ?? 'ok',
      });
    },
  }),
};

/** An operation by what it asks of the root: how a client calls it tells nothing. */
function nameOf({ operation, selectionSet: { selections } }: OperationDefinitionNode): { readonly operation: string } {
  const fields = new Set(selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : '...')));
  return { operation: `${operation} ${[...fields].join(' ')}` };
}

function answeredBy({ body }: GraphQLResponse): { readonly rows: number; readonly code?: string } {
  if (body.kind !== 'single') return { rows: 0 };
  const { data, errors } = body.singleResult;
  const code = errors?.[0]?.extensions?.['code'];
  return { rows: rowsIn(data), ...(typeof code === 'string' ? { code } : {}) };
}

/** How many entries the lists of an answer have. */
function rowsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let rows = Array.isArray(value) ? value.length : 0;
  for (const one of Object.values(value)) rows += rowsIn(one);
  return rows;
}
