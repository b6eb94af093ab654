import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address, as a socket names it, is of this machine alone; one that is none is not. */
export function isLoopback(address: string | undefined): boolean {
  const version = isIP(address ?? '');
  return version !== 0 && loopback.check(address ?? '', version === 4 ? 'ipv4' : 'ipv6');
}
