import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { rule } from './refusals.ts';
import { day } from './schema.ts';
import { accessStream } from './streams.ts';

const number = z.int().min(1);

/** Where the chain of a process that logs accesses stood at the end of the day: its entries of that day, and its last hash. */
const chain = z.strictObject({
  writer: z.uuid(),
  firstEntry: number,
  lastEntry: number,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** `chains`: of every process that logged an access on that day, by its id. A day without any is not sealed. */
const head = { day, chains: z.array(chain).min(1).max(1_000) };

/** 访问日志: the log of accesses is no stream of events; where it stood at the end of each day is one, so that nobody rewrites it. */
export const accessContract = aggregate(
  {
    service: 'organization',
    aggregate: 'access',
    streamName: 'access-<day>',
    statuses: { sealed: { zh: '已封存', en: 'sealed' } },
    events: {
      AccessHeadSealed: {
        words: { zh: '封存访问日志', en: 'log of accesses sealed' },
        leadsTo: 'sealed',
        shape: z.strictObject(head),
      },
    },
    commands: { SealAccessHead: { right: 'system', about: null, shape: z.strictObject(head) } },
    refusals: {
      ACCESS_HEAD_SEALED: rule(
        '该日的访问日志已封存，内容与此不同；请核验访问日志',
        'the log of accesses of that day is sealed, and says something else; verify it by npm run access-log -- verify',
      ),
      ACCESS_SEALED_BY_PLATFORM: rule('访问日志由系统自动封存', 'the log of accesses is sealed by the platform itself'),
      ACCESS_DAY_NOT_OVER: rule('该日尚未结束，不能封存访问日志', 'the day is not over, so its log cannot be sealed'),
    },
  },
  ({ day: of }) => accessStream(of),
);

export const { events: accessEvents, commands: accessCommands } = accessContract;
export type AccessEvent = EventsOf<typeof accessContract>;
export type AccessCommand = CommandsOf<typeof accessContract>;
export type AccessHead = AccessEvent['data'];
