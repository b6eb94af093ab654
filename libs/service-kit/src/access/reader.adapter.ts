import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { signedRequest } from './signed-request.ts';
import { TokenVerifier } from './token.ts';

/** Streams and log are read by fellow processes only: what they hold is more than any query of the gateway shows. */
@Injectable()
export class FellowsOnly implements CanActivate {
  private readonly verifier: TokenVerifier;

  constructor(@Inject(TokenVerifier) verifier: TokenVerifier) {
    this.verifier = verifier;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.verifier.reader(signedRequest(context.switchToHttp().getRequest<Request>()));
    return true;
  }
}
