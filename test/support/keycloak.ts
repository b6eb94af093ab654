import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@zhibu/kernel';
import { discard, temporaryFolder } from './platform.ts';

const VERSION = '26.4.0';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
const FETCHED_WITHIN_MS = 300_000;
const READY_WITHIN_MS = 240_000;
const run = promisify(execFile);

export const realm = {
  name: 'zhibu',
  client: 'zhibu',
  secret: 'a-secret-of-the-test',
  user: 'wang',
  password: 'Correct-horse-9',
  personId: 'P-keycloak-1',
} as const;

/** A realm with one client, whose tokens name one person, and one user. */
const imported = {
  realm: realm.name,
  enabled: true,
  sslRequired: 'none',
  clients: [
    {
      clientId: realm.client,
      enabled: true,
      publicClient: false,
      secret: realm.secret,
      standardFlowEnabled: true,
      redirectUris: ['http://127.0.0.1:*'],
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
      protocolMappers: [
        {
          name: 'person',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-hardcoded-claim-mapper',
          config: {
            'claim.name': 'person_id',
            'claim.value': realm.personId,
            'jsonType.label': 'String',
            'id.token.claim': 'true',
          },
        },
      ],
    },
  ],
  users: [
    {
      username: realm.user,
      enabled: true,
      email: 'wang@example.cn',
      emailVerified: true,
      firstName: 'W',
      lastName: 'W',
      credentials: [{ type: 'password', value: realm.password, temporary: false }],
    },
  ],
};

/** A real Keycloak on a realm of ours, its data in memory. */
export interface Keycloak {
  readonly issuer: string;
  readonly stop: () => Promise<void>;
}

/** Where Keycloak lies, fetched once by Maven; undefined where there is no Java 17, no Maven, or nothing can be fetched. */
export async function keycloakFolder(): Promise<string | undefined> {
  const folder = join(tmpdir(), `zhibu-keycloak-${VERSION}`);
  try {
    if (!existsSync(folder)) await fetched(folder);
    const { stderr } = await run('java', ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= 17 ? folder : undefined;
  } catch {
    return undefined;
  }
}

async function fetched(folder: string): Promise<void> {
  const part = `${folder}.${process.pid}`;
  await mkdir(part, { recursive: true });
  const goal = ['-q', '-B', 'dependency:unpack', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${part}`];
  await run('mvn', goal, { cwd: part, timeout: FETCHED_WITHIN_MS });
  await rename(join(part, `keycloak-${VERSION}`), folder).catch(() => undefined);
  await rm(part, { recursive: true, force: true });
}

/** Starts one. @throws Error with what it said, where it does not become ready */
export async function startKeycloak(distribution: string): Promise<Keycloak> {
  const folder = await temporaryFolder('zhibu-keycloak-');
  await cp(distribution, folder, { recursive: true });
  await mkdir(join(folder, 'data', 'import'), { recursive: true });
  await writeFile(join(folder, 'data', 'import', 'realm.json'), JSON.stringify(imported));
  const port = await freePort();
  const args = [
    join(folder, 'bin', 'kc.sh'),
    'start-dev',
    `--http-port=${port}`,
    '--http-host=127.0.0.1',
    '--db=dev-mem',
    '--import-realm',
  ];
  const env = { ...process.env, JAVA_OPTS_KC_HEAP: '-Xmx400m' };
  const child = spawn('bash', args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  const issuer = `http://127.0.0.1:${port}/realms/${realm.name}`;
  const stop = async (): Promise<void> => {
    ended(child);
    await discard(folder);
  };
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await pause(500)) {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`).catch(() => undefined);
    if (answer?.ok) return { issuer, stop };
    if (child.exitCode !== null) break;
  }
  await stop();
  throw new Error(`Keycloak is not ready: ${said.slice(-2_000)}`);
}

function ended({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
