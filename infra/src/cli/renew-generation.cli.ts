import { services } from '@zhibu/contracts';
import { eventStoreAccessFrom } from '@zhibu/service-kit';
import { renewGenerations, renewGenerationsInPostgres, usage } from '../generation/generation.ts';
import { withConnections, withPools } from '../operator/connections.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import { placeOf } from '../operator/place.ts';
import { runOperator, type Told } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';
import { faults } from '../operator/vocabulary.ts';

const needs: readonly Need[] = services.map((schema) => ({ schema, role: 'owner' }));

/**
 * `npm run renew-generation`: to be run once after an EventStoreDB cluster, or with `STORE=postgres` a PostgreSQL server, was put
 * back to an earlier moment by its own means, before the services start, so that no reader takes new events for those it
 * has seen. `npm run restore` does it by itself.
 */
await runOperator(usage, async (told) => {
  if (process.argv.length > 2) throw new OperatorFault(faults.usage(usage), exits.wrongUse);
  if (told.environment['STORE'] === 'postgres') await inPostgres(told);
  else await renewGenerations(eventStoreAccessFrom(told.environment), told.say);
  return exits.done;
});

function inPostgres({ environment, say }: Told): Promise<void> {
  const entrance = { place: placeOf({}, environment), needs, purpose: 'npm run renew-generation' };
  return withConnections(entrance, (reached) =>
    withPools(reached, needs, (pools) =>
      renewGenerationsInPostgres(
        pools.map((pool, index) => ({ service: needs[index]?.schema ?? '', pool })),
        say,
      ),
    ),
  );
}
