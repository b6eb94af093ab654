import type { Request } from 'express';

/**
 * Who a request is answered to: the operator of this installation, who acts on behalf of whom its headers name, or a
 * person with a session, who acts as himself.
 */
export type Principal =
  | { readonly kind: 'operator' }
  | {
      readonly kind: 'person';
      readonly personId: string;
      /** The id of his session, which no cookie holds: it may be written down. */
      readonly session: string;
      /** By what he proved who he is: `password`, `totp`. */
      readonly factors: readonly string[];
      /** When he last proved it, as an instant. */
      readonly steppedUpAt: string;
    };

export const OPERATOR: Principal = { kind: 'operator' };

/** Kept beside the request: nothing that is sent can take its place. */
const principals = new WeakMap<object, Principal>();

/** Notes who sends a request; done once, before any door. */
export function identify(request: Pick<Request, 'headers'>, principal: Principal): void {
  principals.set(request, principal);
}

/** Who sends a request; undefined: nobody who is known, as whoever is refused, or logs in. */
export const principalIn = (request: Pick<Request, 'headers'>): Principal | undefined => principals.get(request);

/** Who sends a request. @throws Error where it came past the door that notes it: nobody is answered then */
export function principalOf(request: Pick<Request, 'headers'>): Principal {
  const principal = principalIn(request);
  if (!principal) throw new Error('a request reached a door without being identified');
  return principal;
}
