import { services } from '@zhibu/contracts';
import { withConnections, withPools } from '../operator/connections.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';
import { faults } from '../operator/vocabulary.ts';
import { refill } from '../refill/refill.ts';

const processes = ['gateway', ...services];
const usage = {
  zh: `npm run refill -- all|${processes.join('|')}`,
  en: `npm run refill -- all|${processes.join('|')}`,
};

/**
 * `npm run refill -- PROCESS|all`: empties what a process keeps of the feeds it takes, and lets it be filled anew from the
 * services' logs. The remedy that a consumer names after a store was restored.
 */
await runOnDatabases({ usage, positionals: 1 }, async ({ given, place, say }) => {
  const [name] = given.positionals;
  const chosen = name === 'all' ? processes : processes.filter((process) => process === name);
  if (chosen.length === 0) throw new OperatorFault(faults.usage(usage), exits.wrongUse);
  const needs = chosen.map((schema): Need => ({ schema, role: 'owner' }));
  await withConnections({ place, needs, purpose: 'npm run refill' }, (reached) =>
    withPools(reached, needs, async (owners) => {
      for (const [index, owner] of owners.entries()) {
        const schema = chosen[index] ?? '';
        const { consumers, tables } = await refill(owner, schema);
        say({
          zh: `${schema}：已清空 ${tables} 张表，${consumers} 个消费者从头读取`,
          en: `${schema}: ${tables} tables emptied, ${consumers} consumers read from the beginning`,
        });
      }
    }),
  );
  return exits.done;
});
