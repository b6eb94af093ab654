import { Refusal } from '@zhibu/kernel';
import { problemOf } from '@zhibu/service-kit';
import type { Request, RequestHandler, Response } from 'express';
import { refused } from '../request/bodies.ts';
import { currentLanguage } from '../request/language.ts';
import { DEMONSTRATION } from './access.rules.ts';
import { answerLogInPage } from './log-in-page.ts';
import type { OperatorDoor } from './operator-door.ts';
import { wantsPage } from './page.ts';
import { identify, OPERATOR, type Principal } from './principal.ts';
import type { SessionDuties } from './session-duties.ts';
import type { SessionReader } from './session-of.ts';
import type { Session } from './sessions.ts';
import { wayBack } from './way-back.ts';

/** Paths that answer everybody: by them one comes in, or goes; what the pages are made of; whether the process runs. */
const OPEN = /^\/(log-in|log-out|set-up|step-up|second-factor|explorer|web|health)(\/|$)/;

/** By what it is told who sends a request. */
export interface Proofs {
  readonly reader: SessionReader;
  readonly operator: OperatorDoor;
  /** Whether people may log in at an identity provider. */
  readonly hasOidc: boolean;
  /** undefined: nobody can log in here. */
  readonly duties: SessionDuties | undefined;
}

/**
 * Notes who sends a request: the person of the session that its cookie shows, or the operator. Whoever is neither is
 * refused; nobody becomes the operator by a cookie that shows no session.
 */
export function identified(proofs: Proofs): RequestHandler {
  return async (request, response, next) => {
    if (OPEN.test(request.path)) return next();
    try {
      identify(request, await whoSends(request, proofs));
    } catch (error) {
      return turnedAway(error, request, { response, next, hasOidc: proofs.hasOidc });
    }
    next();
  };
}

/** @throws Refusal UNAUTHENTICATED, OPERATOR_TOKEN_REFUSED, DEMONSTRATION_ELSEWHERE, SECOND_FACTOR_REQUIRED */
async function whoSends(request: Request, { reader, operator, duties }: Proofs): Promise<Principal> {
  if (operator.admits(request, reader.isShown(request))) return OPERATOR;
  const session = await reader.of(request);
  await duties?.check(session);
  return personOf(session);
}

const personOf = ({ personId, id, factors, proven, demonstration }: Session): Principal => ({
  kind: 'person',
  personId,
  session: id,
  factors: demonstration ? [...factors, DEMONSTRATION] : factors,
  steppedUpAt: proven.toISOString(),
});

interface Answering {
  readonly response: Response;
  readonly next: (error: unknown) => void;
  readonly hasOidc: boolean;
}

/** Whoever opened a page logs in on it; a program reads a problem in the form that it asked in. */
function turnedAway(error: unknown, request: Request, { response, next, hasOidc }: Answering): void {
  if (error instanceof Refusal && request.method === 'GET' && wantsPage(request)) {
    const language = currentLanguage();
    const to = wayBack(request.originalUrl);
    if (error.code === 'SECOND_FACTOR_REQUIRED')
      return response.redirect(303, `/second-factor?to=${encodeURIComponent(to)}`);
    const { detail, status } = problemOf(error, language);
    return answerLogInPage(response, { language, notice: detail, status, to, hasOidc });
  }
  if (request.path !== '/graphql' || !(error instanceof Refusal) || !refused(response, error)) next(error);
}
