import type { Platform } from '@zhibu/client';
import { holderOf } from '../launcher/lock.ts';
import { type Arguments, wrong } from '../terminal/arguments.adapter.ts';
import { resolve } from 'node:path';
import { exits, OperatorFault } from './fault.ts';
import { one } from './place.ts';
import type { Environment } from './secrets.adapter.ts';
import { faults } from './vocabulary.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:4000';
const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/** Options by which a command that asks the running platform is told where that is. */
export const serverOptions = ['server', 'data'] as const;

/**
 * The platform that a command asks, in the name of `--actor`: at `--server`, or the one that runs on the data folder of
 * `--data`; else `GATEWAY_URL` or `ZHIBU_DATA` of the environment; else the one on this machine.
 * @throws WrongArguments, OperatorFault
 */
export function platformOf(given: Arguments, signal: AbortSignal, environment: Environment = process.env): Platform {
  const server = serverOf({ server: given.text('server'), data: given.text('data') }, environment);
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    throw wrong({ zh: '平台地址有误', en: 'not a URL' }, `--server ${server}`);
  const actor = given.text('actor');
  if (actor !== undefined && !PERSON.test(actor))
    throw wrong({ zh: '操作人应为人员编号', en: 'not a person reference' }, `--actor ${actor}`);
  return { server: server.replace(/\/+$/, ''), signal, actor, language: given.language() };
}

interface GivenServer {
  readonly server: string | undefined;
  readonly data: string | undefined;
}

function serverOf({ server, data }: GivenServer, environment: Environment): string {
  const { GATEWAY_URL: gateway, ZHIBU_DATA: folder } = environment;
  const onLine = one({ folder: ['--data', data], server: ['--server', server] });
  if (onLine) return onLine === 'folder' ? runningOn(data) : (server ?? '');
  const around = one({ folder: ['ZHIBU_DATA', folder], server: ['GATEWAY_URL', gateway] });
  if (around) return around === 'folder' ? runningOn(folder) : (gateway ?? '');
  return DEFAULT_SERVER;
}

function runningOn(folder = ''): string {
  const path = resolve(folder);
  const url = holderOf(path)?.url;
  if (url === undefined) throw new OperatorFault(faults.noPlatform(path), exits.notDone);
  return url;
}
