import { commit } from '../draw/committing.adapter.ts';
import { population, publish, receipt } from '../draw/receipt.adapter.ts';
import { verify } from '../draw/verifying.adapter.ts';
import { populationUsage, receiptUsage, usage } from '../draw/vocabulary.ts';
import { readWish, wishOptions } from '../draw/wish.ts';
import { exits } from '../operator/fault.ts';
import { runOnDatabases, runOperator } from '../operator/program.adapter.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';

/**
 * `npm run draw`: verifies a draw from its receipt, without any platform; makes the nonce and the commitment of a body; writes
 * the population of a draw of the platform, or the receipt of one that is completed.
 */
const [, , action] = process.argv;
if (action === 'receipt')
  await runOnDatabases({ usage: receiptUsage, texts: ['out'], positionals: 2 }, publish(receipt));
else if (action === 'population')
  await runOnDatabases({ usage: populationUsage, texts: ['out'], positionals: 2 }, publish(population));
else
  await runOperator(usage, async (told) => {
    const wish = readWish(new Arguments(process.argv.slice(2), wishOptions));
    if (wish.action === 'verify') return Promise.resolve(verify(wish.receipt, told));
    commit(wish, told);
    return Promise.resolve(exits.done);
  });
