import { createInterface } from 'node:readline/promises';
import { services } from '@zhibu/contracts';
import { protect, protectionChanges, type ProtectionAsked, rightsFound } from '@zhibu/event-store/event-store-db';
import { eventStoreAccessFrom } from '@zhibu/service-kit';
import { rightSays, says, usage } from '../event-store-db/vocabulary.ts';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import { runOperator, type Told } from '../operator/program.adapter.ts';
import { faults, wrong } from '../operator/vocabulary.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';

/**
 * `npm run event-store-db -- grant|check`: what the platform's user may do in an EventStoreDB cluster, set and checked by
 * an administrator through the client; the server's own way to it, over HTTP, needs AtomPub, which is off by default.
 */
await runOperator(usage, async (told) => {
  const given = new Arguments(process.argv.slice(2), { texts: ['user'], flags: ['yes'] });
  const [wish, ...others] = given.positionals;
  if ((wish !== 'grant' && wish !== 'check') || others.length > 0)
    throw new OperatorFault(faults.usage(usage), exits.wrongUse);
  const asked = askedBy(told.environment, given.text('user'));
  return wish === 'grant' ? grant(asked, told, given.flag('yes')) : check(asked, told);
});

function askedBy(environment: Told['environment'], named: string | undefined): ProtectionAsked {
  const { EVENTSTORE_ADMIN_USERNAME: username, EVENTSTORE_ADMIN_PASSWORD: password } = environment;
  const user = named ?? (environment['EVENTSTORE_USERNAME'] || 'zhibu');
  const missing = Object.entries({ EVENTSTORE_ADMIN_USERNAME: username, EVENTSTORE_ADMIN_PASSWORD: password })
    .filter(([, value]) => !value)
    .map(([name]) => wrong.missing(name));
  if (missing.length > 0) throw new OperatorFault(faults.settings(missing), exits.wrongUse);
  if (user === username) throw new OperatorFault(says.sameUser, exits.wrongUse);
  const access = eventStoreAccessFrom({ ...environment, EVENTSTORE_USERNAME: username, EVENTSTORE_PASSWORD: password });
  return { access, user, services };
}

async function grant(asked: ProtectionAsked, { say, complain }: Told, isAgreed: boolean): Promise<Exit> {
  const changes = await protectionChanges(asked);
  for (const change of changes) say(says.change(change));
  if (changes.length === 0) {
    say(says.nothingToDo(asked.user));
    return exits.done;
  }
  if (!isAgreed && !(await agreed())) {
    complain(says.notAgreed);
    return exits.notSo;
  }
  await protect(asked.access, changes);
  say(says.granted(asked.user));
  return exits.done;
}

/** Whether a person at a terminal agrees; without one nobody does. */
async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asking.question(`${says.agree.zh}\n${says.agree.en} > `);
  asking.close();
  return answer.trim() === 'yes';
}

async function check(asked: ProtectionAsked, { say, complain }: Told): Promise<Exit> {
  const found = await rightsFound(asked);
  for (const one of found) complain(rightSays(one, asked.user));
  if (found.some(({ kind }) => kind === 'missing')) return exits.notSo;
  say(says.complete(asked.user));
  return exits.done;
}
