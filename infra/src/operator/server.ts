import type { Platform } from '@zhibu/client';
import { believeAuthority } from '@zhibu/service-kit/tls';
import { existsSync, readFileSync } from 'node:fs';
import { authorityIn, certificatesIn } from '../certificates/files.ts';
import { operatorTokenIn } from '../launcher/data-folder.ts';
import { holderOf } from '../launcher/lock.ts';
import { type Arguments, wrong } from '../terminal/arguments.adapter.ts';
import { resolve } from 'node:path';
import { defaultDataFolder } from '../launcher/settings.ts';
import { exits, OperatorFault } from './fault.ts';
import { one } from './place.ts';
import { type Environment, withSecretFiles } from './secrets.adapter.ts';
import { faults } from './vocabulary.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:4000';
const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/** Options by which a command that asks the running platform is told where that is. */
export const serverOptions = ['server', 'data'] as const;

/**
 * The platform that a command asks, in the name of `--actor`: at `--server`, or the one that runs on the data folder of
 * `--data`; else `GATEWAY_URL` or `ZHIBU_DATA` of the environment; else the one on this machine. It shows the token of that
 * data folder, or of `OPERATOR_TOKEN`.
 * @throws WrongArguments, OperatorFault
 */
export function platformOf(given: Arguments, signal: AbortSignal, environment: Environment = process.env): Platform {
  const told = withSecretFiles(environment);
  const { server, token } = serverOf({ server: given.text('server'), data: given.text('data') }, told);
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    throw wrong({ zh: '平台地址有误', en: 'not a URL' }, `--server ${server}`);
  const actor = given.text('actor');
  if (actor !== undefined && !PERSON.test(actor))
    throw wrong({ zh: '操作人应为人员编号', en: 'not a person reference' }, `--actor ${actor}`);
  return { server: server.replace(/\/+$/, ''), signal, actor, token, language: given.language() };
}

interface GivenServer {
  readonly server: string | undefined;
  readonly data: string | undefined;
}

/** Where the platform answers, and what shows it that the operator asks. */
interface Found {
  readonly server: string;
  readonly token: string | undefined;
}

function serverOf({ server, data }: GivenServer, environment: Environment): Found {
  const { GATEWAY_URL: gateway, ZHIBU_DATA: folder, OPERATOR_TOKEN: token } = environment;
  const at = (address = ''): Found => ({ server: address, token: token || undefined });
  const onLine = one({ folder: ['--data', data], server: ['--server', server] });
  if (onLine) return onLine === 'folder' ? runningOn(data) : at(server);
  const around = one({ folder: ['ZHIBU_DATA', folder], server: ['GATEWAY_URL', gateway] });
  if (around) return around === 'folder' ? runningOn(folder) : at(gateway);
  return token ? at(DEFAULT_SERVER) : onThisMachine();
}

/** Where nothing is named: the one on this machine, by TLS where the default folder's is; the token of that folder is shown to no other. */
function onThisMachine(): Found {
  const { url } = holderOf(defaultDataFolder) ?? {};
  const isDefault = url === DEFAULT_SERVER || url === DEFAULT_SERVER.replace('http:', 'https:');
  return isDefault ? runningOn(defaultDataFolder) : { server: DEFAULT_SERVER, token: undefined };
}

function runningOn(folder = ''): Found {
  const path = resolve(folder);
  const server = holderOf(path)?.url;
  if (server === undefined) throw new OperatorFault(faults.noPlatform(path), exits.notDone);
  if (server.startsWith('https:')) believeAuthorityIn(path);
  return { server, token: operatorTokenIn(path) };
}

/** A cluster on a data folder proves itself by certificates of that folder. */
function believeAuthorityIn(data: string): void {
  const authority = authorityIn(certificatesIn(data));
  if (existsSync(authority)) believeAuthority({ TLS_CA: readFileSync(authority, 'utf8') });
}
