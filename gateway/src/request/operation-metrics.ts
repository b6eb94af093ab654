import type { ApolloServerPlugin } from '@apollo/server';
import { type Metrics, nameRequest } from '@zhibu/service-kit';

/** Counts every GraphQL operation by its name and how it went, and names the request's span after it. */
export function operationMetrics(metrics: Metrics): ApolloServerPlugin {
  return {
    requestDidStart: async () => {
      const begun = performance.now();
      return {
        didResolveOperation: async ({ operation, operationName }) => {
          nameRequest(`${operation?.operation ?? 'query'} ${operationName ?? 'anonymous'}`);
        },
        willSendResponse: async ({ operation, operationName, errors }) => {
          const outcome = errors && errors.length > 0 ? 'error' : 'ok';
          metrics.operation(
            { operation: operation?.operation ?? 'none', name: operationName, outcome },
            (performance.now() - begun) / 1000,
          );
        },
      };
    },
  };
}
