import { refusal } from '@zhibu/contracts';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { isInfrastructureFailure } from '@zhibu/database';
import { damageRefusal, StoreDamaged } from '@zhibu/event-store';
import { Refusal } from '@zhibu/kernel';
import type { Request, Response } from 'express';
import { drained } from './edge.adapter.ts';
import { faultLog } from '../observing/fault-log.ts';
import { languageOf } from './language.ts';
import { type Problem, problemOf, unforeseen } from './problem.ts';

/** The body parser's own error types, in our codes. */
const parserCodes: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'JSON_INVALID',
  'entity.too.large': 'BODY_TOO_LARGE',
  'charset.unsupported': 'ENCODING_UNSUPPORTED',
  'encoding.unsupported': 'ENCODING_UNSUPPORTED',
  'request.aborted': 'REQUEST_TOO_SLOW',
  'request.size.invalid': 'BAD_REQUEST',
};

/** Every error that reaches the HTTP rim becomes RFC 9457 problem+json; what nobody foresaw is logged by reference. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');
  private readonly refused = faultLog('refused, since what this process leans on does not do it', this.logger);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const language = languageOf(request.headers['accept-language']);
    const refusal = refusalOf(error);
    if (isInfrastructureFailure(error) || error instanceof StoreDamaged) this.refused(error);
    const problem: Problem = refusal ? problemOf(refusal, language) : this.log(error, unforeseen(language));
    const response = http.getResponse<Response>();
    if (response.headersSent) return void response.end();
    void drained(request).then(() => {
      if (response.headersSent) return;
      if (!request.complete) response.set('connection', 'close');
      response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
    });
  }

  private log(error: unknown, problem: Problem & { readonly reference: string }): Problem {
    this.logger.error({
      reference: problem.reference,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return problem;
  }
}

const httpCodes: Readonly<Record<number, string>> = { 400: 'JSON_INVALID', 404: 'NOT_FOUND', 413: 'BODY_TOO_LARGE' };

/** What of an error was foreseen. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreDamaged) return damageRefusal(error);
  const code = parserCodeOf(error) ?? (error instanceof HttpException ? httpCodes[error.getStatus()] : undefined);
  if (code) return new Refusal(code);
  if (isOfTheRequest(error)) return refusal('BAD_REQUEST');
  return isInfrastructureFailure(error) ? refusal('SERVICE_UNAVAILABLE') : undefined;
}

/** Express and its parsers say by a status whose fault it is: a path that cannot be decoded, a body that does not inflate. */
function isOfTheRequest(error: unknown): boolean {
  const status = error instanceof HttpException ? error.getStatus() : error instanceof Error && Object(error).status;
  return typeof status === 'number' && status >= 400 && status < 500;
}

function parserCodeOf(error: unknown): string | undefined {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  return typeof type === 'string' ? parserCodes[type] : undefined;
}
