import { type DynamicModule, Module } from '@nestjs/common';
import { type Pool, poolBeside } from '@zhibu/database';
import { Refusal } from '@zhibu/kernel';
import { loopbackNames } from '@zhibu/service-kit';
import { newCommandId, problemIn, refusedOr, ServiceClient } from '../commands/service-client.adapter.ts';
import type { GatewayRuntime } from '../configuration.ts';
import { LOCAL_OPERATOR } from '../request/actor.ts';
import { DemonstrationDoor } from './demonstration-accounts.ts';
import { Argon2PasswordHasher } from './argon2.adapter.ts';
import { FoundingController } from './founding.controller.ts';
import { Founding, type FoundingSources } from './founding.ts';
import { LogInController } from './log-in.controller.ts';
import { LogIns } from './log-ins.ts';
import { OidcController } from './oidc.controller.ts';
import { OidcLogIns } from './oidc-log-ins.ts';
import { OidcProvider } from './oidc-provider.adapter.ts';
import { HAS_OIDC, Oidc } from './oidc.ts';
import { SessionCookie } from './session-cookie.ts';
import { Sessions } from './sessions.ts';
import { SecondFactors } from './second-factors.ts';
import { SessionReader } from './session-of.ts';
import { StepUpController } from './step-up.controller.ts';
import { OneTimeSecrets } from './one-time-secrets.ts';
import { SetUps } from './set-ups.ts';
import { SetUpController } from './set-up.controller.ts';
import { ThisMachine } from './this-machine.ts';

/** So many connections are proven over: whoever floods log-ins keeps nobody waiting whose session is looked up over the others. */
const PROVING = 4;
/** Log-ins at an identity provider begin for whoever asks, with nothing to show; local accounts go on beside them. */
const PROVING_ELSEWHERE = 2;

/** Over which log-ins, set-ups and proofs reach schema `access`; they end with the application. */
class ProvingPools {
  readonly local: Pool;
  /** For log-ins at an identity provider. */
  readonly oidc: Pool;

  constructor(access: Pool) {
    this.local = poolBeside(access, PROVING);
    this.oidc = poolBeside(access, PROVING_ELSEWHERE);
  }

  /** Of Nest: once nothing is answered any more. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.local.end(), this.oidc.end()]);
  }
}

@Module({})
class LogInModule {}

/** What people log in by. */
export interface LogInDoors {
  readonly module: DynamicModule;
  readonly reader: SessionReader;
  readonly machine: ThisMachine;
}

/** Wires the doors by which people log in, over schema `access`. */
export function logInDoors(runtime: GatewayRuntime): LogInDoors {
  const { access: pool, publicUrl = '', duties = 'separate', now = Date.now } = runtime;
  const cookie = new SessionCookie(isOverTls(runtime));
  const machine = new ThisMachine(isAlone(runtime));
  const demonstration = new DemonstrationDoor(machine, { sql: pool, publicUrl });
  const sessions = pool && new Sessions(pool, now);
  const reader = new SessionReader(sessions, cookie, demonstration);
  if (!pool) return { reader, machine, module: { module: LogInModule } };
  const proving = new ProvingPools(pool);
  const sources = { pool: proving.local, hasher: new Argon2PasswordHasher(), now, secrets: secretsOf(runtime) };
  const oidc = oidcOf(runtime, proving.oidc);
  const logIns = new LogIns(sources);
  const module = {
    module: LogInModule,
    controllers: [
      LogInController,
      SetUpController,
      FoundingController,
      StepUpController,
      ...(oidc ? [OidcController] : []),
    ],
    providers: [
      { provide: ProvingPools, useValue: proving },
      { provide: HAS_OIDC, useValue: oidc !== undefined },
      ...(oidc ? [{ provide: Oidc, useValue: oidc }] : []),
      { provide: DemonstrationDoor, useValue: demonstration },
      { provide: SessionReader, useValue: reader },
      { provide: LogIns, useValue: logIns },
      { provide: SecondFactors, useValue: new SecondFactors(sources, logIns) },
      { provide: SetUps, useValue: new SetUps(sources) },
      { provide: Founding, useValue: new Founding({ ...sources, duties, record: recordedBy(runtime) }) },
    ],
  };
  return { reader, machine, module };
}

/** @throws Error where people log in and nothing is there to seal their secrets by */
function secretsOf({ wrapping }: GatewayRuntime): OneTimeSecrets {
  if (!wrapping) throw new Error('people log in, and there is no key to seal their one-time secrets by');
  return new OneTimeSecrets(wrapping);
}

/** Whether nothing that is set says that others than this machine reach the gateway. */
function isAlone({ hosts = [], proxies = [] }: GatewayRuntime): boolean {
  return proxies.length === 0 && hosts.every((host) => loopbackNames.includes(host.replace(/:\d+$/, '').toLowerCase()));
}

/** Whether browsers reach us over TLS: by the address that they show or, where none is set, because nothing else is spoken here. */
const isOverTls = ({ publicUrl = '', tls }: GatewayRuntime): boolean =>
  publicUrl === '' ? tls !== undefined : publicUrl.startsWith('https:');

function oidcOf(runtime: GatewayRuntime, pool: Pool): Oidc | undefined {
  const { oidc: client, publicUrl = '', now = Date.now } = runtime;
  if (!client) return undefined;
  const provider = new OidcProvider(client, now);
  const kind = { name: 'zhibu-oidc', sameSite: 'lax' } as const;
  const transaction = new SessionCookie(isOverTls(runtime), kind);
  return new Oidc(provider, new OidcLogIns({ pool, provider, now }), { transaction, publicUrl });
}

/** The duties of a founding are sent by the platform itself, for whoever opened its link. */
function recordedBy({ services, signing }: GatewayRuntime): FoundingSources['record'] {
  const client = new ServiceClient({ urls: services, signing });
  const sender = { actor: { personId: LOCAL_OPERATOR, role: 'operator' } };
  return async (data) => {
    const body = { commandId: newCommandId(), data };
    const answer = await client.send({ service: 'organization', path: '/commands/FoundDuties', sender, body });
    if (answer.status === 200) return;
    const problem = problemIn(answer);
    throw problem ? new Refusal(problem.code) : refusedOr('organization', answer);
  };
}
