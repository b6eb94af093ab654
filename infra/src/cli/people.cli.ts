import { contact } from '@zhibu/client';
import { AccessLog, accessSchema, forgetPerson, Keyring, peopleSchema, WrappingKeys } from '@zhibu/gateway';
import { doneByOperator } from '../access-log/by-operator.ts';
import { withConnections, withPools } from '../operator/connections.ts';
import { exits } from '../operator/fault.ts';
import { runOnDatabases } from '../operator/program.adapter.ts';
import { platformOf, serverOptions } from '../operator/server.ts';
import type { Need } from '../operator/urls.ts';
import { keysOfInstallation, rotateKeys } from '../people/key-rotation.ts';
import { grant } from '../people/operator.ts';
import { takePeople } from '../people/taking-in.ts';
import { usage } from '../people/vocabulary.ts';
import { Arguments, runProgram } from '../terminal/arguments.adapter.ts';
import { failureText } from '../terminal/failure.ts';
import { processTerminal } from '../terminal/terminal.adapter.ts';

const needs: readonly Need[] = [
  { schema: peopleSchema, role: 'service' },
  { schema: accessSchema, role: 'service' },
];

/** `npm run people`: the list goes through the gateway's door; forgetting and keys are the database's. */
if (process.argv[2] === 'import') await takeIn();
else await onDatabases();

function takeIn(): Promise<void> {
  return runProgram(`${usage.zh}\n${usage.en}`, async (signal) => {
    const given = new Arguments(process.argv.slice(3), { texts: [...serverOptions, 'lang'], flags: [] });
    const [platform, terminal] = [platformOf(given, signal), processTerminal()];
    const say = ({ zh, en }: { readonly zh: string; readonly en: string }): void => {
      terminal.say(zh);
      terminal.say(en);
    };
    try {
      await contact(platform);
      const complain = (text: string): void => terminal.complain(text);
      return await takePeople(given.positionals[0] ?? '', platform, { say, complain });
    } catch (error) {
      terminal.complain(failureText(error, platform));
      return exits.notDone;
    }
  });
}

function onDatabases(): Promise<void> {
  return runOnDatabases({ usage, positionals: [1, 2] }, async ({ given, place, say }) =>
    withConnections({ place, needs, purpose: 'npm run people' }, (reached) =>
      withPools(reached, needs, async ([pool, access]) => {
        if (!pool || !access) throw new Error('the schemas are not reached');
        const log = new AccessLog({ access });
        const note = (operation: string, subjects: readonly string[]): void =>
          log.write(doneByOperator({ operation, subjects }));
        try {
          const now = Date.now();
          const forget = (id: string) => forgetPerson(pool, id, now);
          const keyring = () => new Keyring(new WrappingKeys(keysOfInstallation(place)));
          const rotate = () => rotateKeys({ place, running: reached.running }, { people: pool, access });
          await grant(given.positionals, { pool, note, say, now, forget, keyring, rotate });
          return exits.done;
        } finally {
          await log.close();
        }
      }),
    ),
  );
}
