import { isIP, isIPv4 } from 'node:net';
import { listOf, oneOf, optional, secret, type Setting, url, words } from '@zhibu/service-kit';
import type { GatewayRuntime } from '../configuration.ts';
import type { DutiesSetting } from './founding.ts';
import type { OidcClient, OidcFreshness } from './oidc-provider.adapter.ts';
import type { OperatorAccess } from './operator-door.ts';
import { isOfThisMachine } from './this-machine.ts';

/** Of a network that is wider, somebody else may be in it. */
const WIDEST = 8;

/** A network as `10.0.0.0/16`: the bits of its hosts are none. */
function isNetwork(text: string): boolean {
  const [, address = '', size = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  if (!isIPv4(address) || Number(size) < WIDEST || Number(size) > 32) return false;
  const bits = address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return !bits.slice(Number(size)).includes('1');
}

/** The pods of an entrance change their addresses, and keep to their network. */
const addresses: Setting<readonly string[]> = {
  ...listOf({
    says: `addresses, or networks of /${WIDEST} or narrower (10.0.0.0/16)`,
    read: (text) => (isIP(text) > 0 || isNetwork(text) ? text : undefined),
  }),
  fallback: [],
};

/** Over TLS, unless it is on this machine. */
const issuer: Setting<string> = {
  says: 'the URL of an identity provider (https:, or http: on this machine)',
  read: (text) => {
    if (!URL.canParse(text)) return undefined;
    const isSafe = text.startsWith('https:') || (text.startsWith('http:') && isOfThisMachine(text));
    return isSafe ? text.replace(/\/+$/, '') : undefined;
  },
};

/**
 * By which address browsers reach the gateway, none: by that at which it listens, without TLS; the addresses of the
 * proxies before it, whose `X-Forwarded-For` is believed; and whether a program of this machine is the operator without
 * his token. `DUTIES`: whether the administrators are three persons, or merged in one.
 */
export const publicSettings = {
  PUBLIC_URL: optional(url(['http:', 'https:'])),
  PROXIES: addresses,
  OPERATOR_WITHOUT_TOKEN: optional(oneOf(['loopback', 'never'], 'loopback')),
  DUTIES: oneOf(['separate', 'merged'], 'separate'),
  OIDC_ISSUER: optional(issuer),
  OIDC_CLIENT_ID: optional(words()),
  OIDC_CLIENT_SECRET: optional(secret(words())),
  OIDC_FRESHNESS: oneOf(['auth_time', 'prompt'], 'auth_time'),
};

/** What 256 random bits are written as, at least. */
const TOKEN = /^[\w-]{43,128}$/;

/** By what the operator of a process of its own is known, from whatever address. */
export const operatorToken: Setting<string | null> = optional(
  secret({
    says: 'a token of 43 to 128 letters, digits, dashes and underscores',
    read: (text) => (TOKEN.test(text) ? text : undefined),
  }),
);

/** What is said of the public address and of the operator. */
interface Said {
  readonly PUBLIC_URL: string | null;
  readonly OPERATOR_WITHOUT_TOKEN: OperatorAccess['withoutToken'] | null;
}

/** By what the operator is known: told nothing else, a program of this machine needs no token while nobody else is served. */
export function operatorAccess(
  { PUBLIC_URL: publicUrl, OPERATOR_WITHOUT_TOKEN: told }: Said,
  token: string | null,
): OperatorAccess {
  const withoutToken = told ?? (publicUrl === null || isOfThisMachine(publicUrl) ? 'loopback' : 'never');
  return { token: token ?? undefined, withoutToken };
}

/** What is said of the doors by which people and the operator come in. */
interface SaidOfDoors extends Said {
  readonly PROXIES: readonly string[];
  readonly DUTIES: DutiesSetting;
  readonly OIDC_ISSUER: string | null;
  readonly OIDC_CLIENT_ID: string | null;
  readonly OIDC_CLIENT_SECRET: string | null;
  readonly OIDC_FRESHNESS: OidcFreshness;
}

/** The doors by which people and the operator come in. @param token of the operator */
export function publicDoors(
  said: SaidOfDoors,
  token: string | null,
): Pick<GatewayRuntime, 'publicUrl' | 'proxies' | 'duties' | 'operator' | 'oidc'> {
  return {
    publicUrl: said.PUBLIC_URL ?? undefined,
    proxies: said.PROXIES,
    duties: said.DUTIES,
    operator: operatorAccess(said, token),
    oidc: oidcClient(said),
  };
}

function oidcClient(said: SaidOfDoors): OidcClient | undefined {
  const { OIDC_ISSUER: from, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: key, OIDC_FRESHNESS: freshness } = said;
  if (from === null) return undefined;
  return { issuer: from, clientId: clientId ?? 'zhibu', secret: key ?? undefined, freshness };
}
