import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@zhibu/kernel';
import type { DataFolder } from './data-folder.ts';
import { serverOwner } from './server-user.ts';

/** Where a server listens: on a Unix socket in a folder, or on a TCP port of 127.0.0.1. */
export interface ServerAddress {
  /** Absent: TCP. */
  readonly socketFolder?: string;
  readonly port: number;
}

/** The number in the socket's name; no port is opened for it. */
const SOCKET_NUMBER = 5432;
const SOCKET_NAME = `.s.PGSQL.${SOCKET_NUMBER}`;
/** A socket's path ends with a zero byte, and Linux keeps 108 bytes for it, the BSDs (macOS) 104. */
const LONGEST_PATH_BYTES = process.platform === 'linux' ? 107 : 103;
const TEMPORARY_FOLDER = /^zhibu-socket-/;

/**
 * An address for a server on this data folder. A Unix socket in the server's own directory, which nobody but its owner
 * can enter: it takes a third to a half more queries than TCP over loopback for less CPU a query. Where the path of
 * the folder is too long for a socket, a private temporary folder; where the platform has none, a free TCP port.
 */
export async function addressFor(folder: DataFolder): Promise<ServerAddress> {
  if (process.platform === 'win32') return { port: await freePort() };
  const fits = Buffer.byteLength(join(folder.postgres, SOCKET_NAME)) <= LONGEST_PATH_BYTES;
  return { socketFolder: fits ? folder.postgres : temporaryFolder(), port: SOCKET_NUMBER };
}

function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'zhibu-socket-'));
  const owner = serverOwner();
  if (owner) chownSync(path, owner.uid, owner.gid);
  return path;
}

/** Removes the temporary folder of an address that had one. */
export function forgetAddress({ socketFolder }: ServerAddress): void {
  const name = socketFolder?.slice(socketFolder.lastIndexOf('/') + 1) ?? '';
  if (socketFolder && TEMPORARY_FOLDER.test(name)) rmSync(socketFolder, { recursive: true, force: true });
}

/** The server's settings for an address; a folder's name stands quoted, for commas and blanks part several. */
export function listeningOn({ socketFolder, port }: ServerAddress): Readonly<Record<string, string>> {
  return {
    listen_addresses: socketFolder === undefined ? '127.0.0.1' : '',
    unix_socket_directories: socketFolder === undefined ? '' : `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: String(port),
  };
}

/** The address that the lines of a server's `postmaster.pid` tell: its 4th is the port, its 5th the socket's folder. */
export function addressIn(lines: readonly string[]): ServerAddress {
  const [socketFolder = '', port] = [lines[4], Number(lines[3])];
  return socketFolder === '' ? { port } : { socketFolder, port };
}

/** A connection string to an address. The folder of a socket stands percent-encoded where a host's name would. */
export function urlOf({
  address: { socketFolder, port },
  role,
  password,
  database,
}: {
  readonly address: ServerAddress;
  readonly role: string;
  readonly password: string;
  readonly database: string;
}): string {
  const host = socketFolder === undefined ? '127.0.0.1' : encodeURIComponent(socketFolder);
  return `postgres://${role}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
}
