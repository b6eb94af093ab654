import { isIPv6 } from 'node:net';

/**
 * The address by which attempts are counted: of IPv6 the network of 64 bits, for whoever has one address of it has all.
 * @param remote as a socket names it
 */
export function countedAddress(remote: string): string {
  const [address = ''] = remote.replace(/^::ffff:(?=\d+\.)/i, '').split('%');
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = tail === undefined ? [] : Array.from({ length: 8 - groups.length - rest.length }, () => '0');
  return `${[...groups, ...between, ...rest].slice(0, 4).join(':')}::/64`;
}
