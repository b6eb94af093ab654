import { AccessLog, accessSchema } from '@zhibu/gateway';
import { connect } from '@zhibu/database';
import { grant } from '../access-log/operator.ts';
import { usage } from '../access-log/vocabulary.ts';
import { readWish, wishOptions } from '../access-log/wish.ts';
import { keyToSign } from '../backup/keys.adapter.ts';
import { withConnections, withPools } from '../operator/connections.ts';
import { logsOf } from '../operator/logs.adapter.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';

const ownerNeed: Need = { schema: accessSchema, role: 'owner' };
const serviceNeed: Need = { schema: accessSchema, role: 'service' };

/** `npm run access-log`: who asked and did what. Exit code 0: done; 1: the log is not whole. */
await runOnDatabases(
  { usage, ...wishOptions, positionals: [1, 2] },
  async ({ given, place, environment, terminal, say }) => {
    const wish = readWish(given, Date.now());
    const logs = logsOf(environment);
    const own = [ownerNeed, serviceNeed];
    const entrance = { place, needs: [...own, ...logs.needs], purpose: 'npm run access-log' };
    return withConnections(entrance, (reached) =>
      withPools(reached, own, async ([owner, access]) => {
        if (!owner || !access) throw new Error('schema access is not reached');
        const settings = { role: 'access_reader' };
        const reader = connect(reached.url(ownerNeed), { schema: accessSchema, max: 1, settings });
        const log = new AccessLog({ access });
        const opened: { close: () => Promise<void> }[] = [];
        const store = async () => {
          const organization = await logs.open('organization', reached);
          opened.push(organization);
          return organization;
        };
        try {
          const key = () => keyToSign({ file: '', given, environment, say });
          const line = (text: string): void => terminal.say(text);
          return await grant(wish, { reader, owner, log, store, key, say, line, now: Date.now() });
        } finally {
          for (const one of opened) await one.close();
          await log.close();
          await reader.end();
        }
      }),
    );
  },
);
