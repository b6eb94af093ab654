import { inputWords, organizationId, refusal, type Wording } from '@zhibu/contracts';
import { hasInvisible, hasPersonalNumber, type Refusal } from '@zhibu/kernel';
import type { Sender } from '@zhibu/service-kit';
import type { Request } from 'express';
import type { Proof } from '../access/access.rules.ts';
import { principalOf } from '../access/principal.ts';

/** Names the person on whose behalf the local operator acts, by reference; URI-encoded. */
export const OPERATOR_HEADER = 'zhibu-operator';
/** Names the organization for which he acts, by its code; URI-encoded. Whether it may decide, the owning service asks the tree. */
export const ACTING_FOR_HEADER = 'zhibu-acting-for';

/** Whom a sender is taken for who names nobody. */
export const LOCAL_OPERATOR = 'local-operator';

const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/** Who sends a command, and, where it is a person, when and by what he proved who he is. */
export interface ProvenSender extends Sender {
  readonly proof?: Proof;
}

/**
 * Who sends a command. The one place where an actor enters: the person with a session, or the operator, on behalf of whom
 * he names. Whether a person may send it, the owning service decides by his duties.
 * @throws Refusal INPUT_INVALID for a person reference or an organization code that is none; ACTS_AS_ANOTHER where a
 * person with a session names somebody else
 */
export function senderOf(request: Pick<Request, 'headers'>): ProvenSender {
  const sender = somebody(request);
  const actingFor = headerOf(request, ACTING_FOR_HEADER);
  if (actingFor === undefined) return sender;
  if (!organizationId.safeParse(actingFor).success) throw wrong(ACTING_FOR_HEADER, inputWords.notAnOrganization);
  return { ...sender, actor: { ...sender.actor, organizationId: actingFor } };
}

function somebody(request: Pick<Request, 'headers'>): ProvenSender {
  const principal = principalOf(request);
  const named = headerOf(request, OPERATOR_HEADER);
  if (named !== undefined && !isPerson(named)) throw wrong(OPERATOR_HEADER, inputWords.notAPerson);
  if (principal.kind === 'operator') return { actor: { personId: named ?? LOCAL_OPERATOR, role: 'operator' } };
  const { personId, session, steppedUpAt: provenAt, factors } = principal;
  if (named !== undefined && named !== personId) throw refusal('ACTS_AS_ANOTHER', { field: OPERATOR_HEADER });
  return { actor: { personId, role: 'person' }, session, proof: { provenAt, factors } };
}

/** A reference, in which nothing is hidden and no number of a person stands. */
const isPerson = (text: string): boolean => PERSON.test(text) && !hasInvisible(text) && !hasPersonalNumber(text);

const wrong = (field: string, problem: Wording): Refusal => refusal('INPUT_INVALID', { errors: [{ field, problem }] });

function headerOf({ headers }: Pick<Request, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : decoded(String(value));
}

/** Whose answer it is: who asks has his own rights, and an answer kept for one is nobody else's. */
export function viewerOf(request: Pick<Request, 'headers'>): string {
  const principal = principalOf(request);
  const said = (name: string): string => String(request.headers[name] ?? '');
  const who = principal.kind === 'person' ? principal.personId : said(OPERATOR_HEADER);
  return [principal.kind, who, said(ACTING_FOR_HEADER)].join('\n');
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return '';
  }
}
