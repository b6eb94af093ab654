import { appendKill } from './append-kill.ts';
import { badConnection } from './bad-connection.ts';
import { brokerOutage } from './broker-outage.ts';
import { databaseKill } from './database-kill.ts';
import { frozenRelay } from './frozen-relay.ts';
import type { Fault } from './line.ts';
import { poison } from './poison.ts';
import { readerKill } from './reader-kill.ts';
import { rebalance } from './rebalance.ts';
import { restoredStore } from './restored-store.ts';
import { topicLoss } from './topic-loss.ts';

/** The table, in its order. */
export const lines: readonly Fault[] = [
  appendKill,
  databaseKill,
  readerKill,
  brokerOutage,
  frozenRelay,
  rebalance,
  topicLoss,
  poison,
  restoredStore,
  badConnection,
];
