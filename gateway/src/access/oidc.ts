import type { Request } from 'express';
import type { OidcLogIns } from './oidc-log-ins.ts';
import type { OidcProvider } from './oidc-provider.adapter.ts';
import type { SessionCookie } from './session-cookie.ts';

/** Whether people may log in at an identity provider. */
export const HAS_OIDC = Symbol('HasOidc');

/** What logging in at an identity provider is done with. */
export class Oidc {
  readonly provider: OidcProvider;
  readonly logIns: OidcLogIns;
  /** Of a log-in that is under way. */
  readonly transaction: SessionCookie;
  private readonly publicUrl: string;

  /** @param at.publicUrl where browsers reach us; empty: under the host that they name, one of those that are answered */
  constructor(
    provider: OidcProvider,
    logIns: OidcLogIns,
    at: { readonly transaction: SessionCookie; readonly publicUrl: string },
  ) {
    this.provider = provider;
    this.logIns = logIns;
    this.transaction = at.transaction;
    this.publicUrl = at.publicUrl.replace(/\/+$/, '');
  }

  callbackOf(request: Request): string {
    return this.addressOf(request, '/log-in/oidc/callback');
  }

  addressOf({ headers, protocol }: Request, path: string): string {
    return `${this.publicUrl || `${protocol}://${headers.host}`}${path}`;
  }
}
