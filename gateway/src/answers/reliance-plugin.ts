import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../request/context.ts';
import { isSteady } from './steady.ts';

/** Tells of every operation what it is, and whether it failed, so that what may be kept of its answer is known. */
export const reliancePlugin: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async ({ contextValue: { reliance } }) => ({
    didResolveOperation: async ({ operation, operationName, schema, document, request }) => {
      const isQuery = operation?.operation === 'query';
      reliance.operation = {
        kind: operation?.operation ?? 'none',
        name: operationName,
        isSteady: isQuery && isSteady({ schema, document, variables: request.variables ?? {} }),
      };
    },
    didEncounterErrors: async () => {
      reliance.hasFailed = true;
    },
  }),
};
