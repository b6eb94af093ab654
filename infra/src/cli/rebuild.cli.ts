import { services, type ServiceName, type Wording } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import type { EventStore } from '@zhibu/event-store';
import {
  readModelSchemas,
  rebuild,
  rebuildGiveUpBack,
  type Rebuilding,
  rebuildSwitchBack,
  unitsOf,
} from '@zhibu/gateway';
import { type Reached, withConnections } from '../operator/connections.ts';
import { type Exit, exits } from '../operator/fault.ts';
import { logsOf } from '../operator/logs.adapter.ts';
import { runOnDatabases, type ToldPlace } from '../operator/program.adapter.ts';
import { notices, outcomeOf, progressOf } from '../rebuild/vocabulary.ts';

const CONNECTIONS = 4;
const OWNER = { schema: readModelSchemas.live, role: 'owner' } as const;
const flags = ['switch-back', 'give-up-back', 'accept-difference'];

/** `npm run rebuild`: builds views of the read model beside the live ones. 0: switched; 1: not, and why. */
await runOnDatabases({ usage: notices.usage, flags, positionals: 1 }, async (told) => {
  const units = unitsOf(told.given.positionals[0] ?? '');
  const logs = logsOf(told.environment);
  return withConnections({ place: told.place, needs: [OWNER, ...logs.needs], purpose: 'npm run rebuild' }, (reached) =>
    onReadModel({ reached, open: logs.open, say: told.say }, (rebuilding) => carryOut(rebuilding, units, told)),
  );
});

async function carryOut(rebuilding: Rebuilding, units: readonly string[], { given, say }: ToldPlace): Promise<Exit> {
  if (given.flag('switch-back') || given.flag('give-up-back')) {
    const isBack = given.flag('switch-back');
    for (const unit of units) {
      await (isBack ? rebuildSwitchBack(rebuilding, unit) : rebuildGiveUpBack(rebuilding, unit));
      say(isBack ? notices.switchedBack(unit) : notices.gaveUp(unit));
    }
    return exits.done;
  }
  const rebuilt = await rebuild(rebuilding, units, given.flag('accept-difference'));
  for (const wording of outcomeOf(rebuilt)) say(wording);
  return rebuilt.switched ? exits.done : exits.notSo;
}

interface Access {
  readonly reached: Reached;
  readonly open: (service: ServiceName, reached: Reached) => Promise<EventStore>;
  readonly say: (wording: Wording) => void;
}

/** Reads the services' logs as each service; writes as the owner of the read model. */
async function onReadModel<Result>(
  { reached, open, say }: Access,
  work: (rebuilding: Rebuilding) => Promise<Result>,
): Promise<Result> {
  const owner = connect(reached.url(OWNER), { schema: OWNER.schema, max: CONNECTIONS, name: 'zhibu-rebuild' });
  const opened = new Map<ServiceName, EventStore>();
  try {
    for (const service of services) opened.set(service, await open(service, reached));
    const tell: Rebuilding['tell'] = ({ ...progress }) => say(progressOf(progress));
    return await work({ owner, logs: Object.fromEntries(opened), tell });
  } finally {
    await Promise.all([owner.end(), ...[...opened.values()].map((log) => log.close())]);
  }
}
