import { refusal } from '@zhibu/contracts';
import type { Actor } from '@zhibu/kernel';
import type { Request } from 'express';

/** Names the person on whose behalf the local operator acts, by reference; URI-encoded. */
export const OPERATOR_HEADER = 'zhibu-operator';

const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/**
 * Who sends a command. The one place where an actor enters: now the local operator, whom the loopback address vouches
 * for. Rights will be asked here, and nowhere in a resolver.
 * @throws Refusal INPUT_INVALID for a person reference that is none
 */
export function actorOf(request: Pick<Request, 'headers'>): Actor {
  const header = request.headers[OPERATOR_HEADER];
  const personId = header === undefined ? 'local-operator' : decoded(String(header));
  if (PERSON.test(personId)) return { personId, role: 'operator' };
  throw refusal('INPUT_INVALID', { errors: [{ field: OPERATOR_HEADER, problem: 'is not a person reference' }] });
}

/**
 * Whose answer it is, as far as an answer may differ by who asks: who has other rights is another viewer. Rights will be
 * asked here too.
 */
export function viewerOf({ headers }: Pick<Request, 'headers'>): string {
  return String(headers[OPERATOR_HEADER] ?? '');
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return '';
  }
}
