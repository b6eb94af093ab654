import { type DynamicModule, Module } from '@nestjs/common';
import type { HealthCheck } from '@zhibu/service-kit';
import type { GatewayRuntime } from '../configuration.ts';
import { AccessReader } from './access-reader.ts';
import { AccessLog } from './access-log.adapter.ts';
import { AccessSealing } from './sealing.ts';
import { accessLogWords } from './access-log.words.ts';

@Module({})
class AccessLogModule {}

/** What accesses are logged by. */
export interface AccessLogging {
  readonly module: DynamicModule;
  /** undefined: this gateway has no schema `access`, and logs nothing. */
  readonly log: AccessLog | undefined;
  /** What audit administrators read it by. */
  readonly reader: AccessReader | undefined;
  readonly sealing: AccessSealing | undefined;
  readonly checks: readonly HealthCheck[];
}

/** Wires the log of accesses, in schema `access`. */
export function accessLogging({ access, signing, now }: GatewayRuntime): AccessLogging {
  if (!access)
    return { log: undefined, reader: undefined, sealing: undefined, checks: [], module: { module: AccessLogModule } };
  const log = new AccessLog({ access, ...(now && { now }) });
  const sealing = new AccessSealing(access, now);
  const reader = new AccessReader(access, signing);
  const providers = [
    { provide: AccessReader, useValue: reader },
    { provide: AccessLog, useValue: log },
    { provide: AccessSealing, useValue: sealing },
  ];
  const isWritten = {
    name: 'access-log',
    isRequired: true,
    whenDown: accessLogWords.failing,
    check: async () => log.fault(),
  };
  return { log, reader, sealing, checks: [isWritten], module: { module: AccessLogModule, providers } };
}
