import type { Provider } from '@nestjs/common';
import type { FeedConsumer } from '@zhibu/feed';
import { DutyCheck } from '../access/duty-check.ts';
import { LogSight } from '../access/log-sight.ts';
import { TokenVerifier } from '../access/token.ts';
import type { ServiceContext } from './context.ts';
import type { ServiceDefinition } from './definition.ts';
import type { FeedSources } from './feeds.ts';
import type { ServiceFeeds } from './service-feeds.adapter.ts';

interface AccessSources {
  readonly context: ServiceContext;
  readonly feeds: ServiceFeeds;
  readonly sources: FeedSources;
  readonly verifier: TokenVerifier;
}

/** What asks who calls, and for the duties of persons. A service without a look-up of duties and register lets nobody send, and tells its log to processes alone. */
export function accessProviders(
  { name, lookups, subjects }: ServiceDefinition,
  of: AccessSources,
): readonly Provider[] {
  const { context } = of;
  const register = lookups.find(({ takes }) => takes?.has('DutyAssigned'));
  const isOwner = register?.service === name;
  const own = lookups.filter((lookup) => lookup.service === name && keepsDuties(lookup));
  const check = new DutyCheck({ context, register, own, subjects: subjects?.(context) ?? {} });
  // Of the duties that inspections give none reads a log, so that nobody waits for those.
  const sight = new LogSight(context, register && (() => upToDate(register, isOwner, of)));
  return [
    { provide: TokenVerifier, useValue: of.verifier },
    { provide: DutyCheck, useValue: check },
    { provide: LogSight, useValue: sight },
  ];
}

/** Whether by a look-up duties begin: those that were confirmed, or those that an inspection gives its team. */
const keepsDuties = ({ takes }: FeedConsumer): boolean =>
  takes?.has('DutyAssigned') === true || takes?.has('InspectionScheduled') === true;

/** Waits until a look-up has read what the service whose feed it takes has recorded by now. */
async function upToDate(
  register: FeedConsumer,
  isOwner: boolean,
  { context, feeds, sources }: AccessSources,
): Promise<void> {
  if (isOwner) return context.caughtUp(register);
  const head = await sources(register.service).head?.();
  if (head) await feeds.reached(register, head.position);
}
