import type { Wording } from '@zhibu/contracts';
import { eventStoreAccessFrom } from '@zhibu/service-kit';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import { renewGenerations, usage } from '../generation/generation.ts';

const WRONG_USE = 2;
const terminal = processTerminal();
const say = ({ zh, en }: Wording): void => {
  terminal.say(zh);
  terminal.say(en);
};

/**
 * `npm run renew-generation`: to be run once after an EventStoreDB cluster was restored from a backup, before the services
 * start, so that no reader takes new events for those it has seen. `npm run restore` does it for the PostgreSQL store by
 * itself. Exit code 0: every service has a new generation; 1: not; 2: wrong arguments.
 */
async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    terminal.complain(usage.zh);
    terminal.complain(usage.en);
    return WRONG_USE;
  }
  await renewGenerations(eventStoreAccessFrom(process.env), say);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  terminal.complain(`未能更新世代：${message}`);
  terminal.complain(`The generation was not renewed: ${message}`);
  process.exitCode = 1;
}
