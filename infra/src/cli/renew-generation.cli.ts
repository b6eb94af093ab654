import { eventStoreAccessFrom } from '@zhibu/service-kit';
import { renewGenerations, usage } from '../generation/generation.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import { runOperator } from '../operator/program.adapter.ts';
import { faults } from '../operator/vocabulary.ts';

/**
 * `npm run renew-generation`: to be run once after an EventStoreDB cluster was restored from a backup, before the services
 * start, so that no reader takes new events for those it has seen. `npm run restore` does it for the PostgreSQL store by
 * itself: a data folder has nothing for it to do.
 */
await runOperator(usage, async ({ environment, say }) => {
  if (process.argv.length > 2) throw new OperatorFault(faults.usage(usage), exits.wrongUse);
  await renewGenerations(eventStoreAccessFrom(environment), say);
  return exits.done;
});
