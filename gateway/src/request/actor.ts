import { inputWords, organizationId, refusal, type Wording } from '@zhibu/contracts';
import type { Actor, Refusal } from '@zhibu/kernel';
import type { Request } from 'express';

/** Names the person on whose behalf the local operator acts, by reference; URI-encoded. */
export const OPERATOR_HEADER = 'zhibu-operator';
/** Names the organization for which he acts, by its code; URI-encoded. Whether it may decide, the owning service asks the tree. */
export const ACTING_FOR_HEADER = 'zhibu-acting-for';

const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/**
 * Who sends a command. The one place where an actor enters: now the local operator, whom the loopback address vouches
 * for. Rights will be asked here, and nowhere in a resolver.
 * @throws Refusal INPUT_INVALID for a person reference or an organization code that is none
 */
export function actorOf(request: Pick<Request, 'headers'>): Actor {
  const personId = headerOf(request, OPERATOR_HEADER) ?? 'local-operator';
  if (!PERSON.test(personId)) throw wrong(OPERATOR_HEADER, inputWords.notAPerson);
  const actingFor = headerOf(request, ACTING_FOR_HEADER);
  if (actingFor === undefined) return { personId, role: 'operator' };
  if (!organizationId.safeParse(actingFor).success) throw wrong(ACTING_FOR_HEADER, inputWords.notAnOrganization);
  return { personId, role: 'operator', organizationId: actingFor };
}

const wrong = (field: string, problem: Wording): Refusal => refusal('INPUT_INVALID', { errors: [{ field, problem }] });

function headerOf({ headers }: Pick<Request, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : decoded(String(value));
}

/**
 * Whose answer it is, as far as an answer may differ by who asks: who has other rights is another viewer. Rights will be
 * asked here too.
 */
export function viewerOf({ headers }: Pick<Request, 'headers'>): string {
  return [OPERATOR_HEADER, ACTING_FOR_HEADER].map((name) => String(headers[name] ?? '')).join('\n');
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return '';
  }
}
