import { AccessLog, Accounts, accessSchema, foundingLink, readModelSchemas } from '@zhibu/gateway';
import { doneByOperator } from '../access-log/by-operator.ts';
import { grant } from '../accounts/operator.ts';
import { faults, usage } from '../accounts/vocabulary.ts';
import { readWish, wishOptions } from '../accounts/wish.ts';
import { holderOf } from '../launcher/lock.ts';
import { withConnections, withPools } from '../operator/connections.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import type { Place } from '../operator/place.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';

const DEFAULT_URL = 'http://127.0.0.1:4000';
const needs: readonly Need[] = [accessSchema, readModelSchemas.live].map((schema) => ({ schema, role: 'service' }));

/** `npm run accounts`: who may log in. Passwords are set by the people themselves, by a link that holds once. */
await runOnDatabases(
  { usage, ...wishOptions, positionals: [0, 3] },
  async ({ given, place, environment, terminal, say }) => {
    const wish = readWish(given);
    const url =
      given.text('url') || environment['PUBLIC_URL'] || served(place) || environment['GATEWAY_URL'] || DEFAULT_URL;
    if (!URL.canParse(url)) throw new OperatorFault(faults.url(url), exits.wrongUse);
    return withConnections({ place, needs, purpose: 'npm run accounts' }, (reached) =>
      withPools(reached, needs, async ([pool, readModel]) => {
        if (!pool || !readModel) throw new Error('schemas access and gateway are not reached');
        const accounts = new Accounts({ pool, now: Date.now });
        const founding = () => foundingLink({ access: pool, readModel, now: Date.now });
        const log = new AccessLog({ access: pool });
        const note = (operation: string, subjects: readonly string[]): void =>
          log.write(doneByOperator({ operation, subjects }));
        try {
          await grant(wish, { accounts, founding, note, say, url, line: (text) => terminal.say(text) });
          return exits.done;
        } finally {
          await log.close();
        }
      }),
    );
  },
);

/** Where the platform of a data folder answers, where one runs. */
function served(place: Place): string | undefined {
  return place.kind === 'folder' ? holderOf(place.path)?.url : undefined;
}
