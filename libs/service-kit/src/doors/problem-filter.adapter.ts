import { refusal } from '@zhibu/contracts';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { isInfrastructureFailure } from '@zhibu/database';
import { Refusal } from '@zhibu/kernel';
import type { Request, Response } from 'express';
import { languageOf } from './language.ts';
import { type Problem, problemOf, unforeseen } from './problem.ts';

/** The body parser's own error types, in our codes. */
const parserCodes: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'JSON_INVALID',
  'entity.too.large': 'BODY_TOO_LARGE',
  'charset.unsupported': 'JSON_INVALID',
  'encoding.unsupported': 'JSON_INVALID',
};

/** Every error that reaches the HTTP rim becomes RFC 9457 problem+json; what nobody foresaw is logged by reference. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const language = languageOf(http.getRequest<Request>().headers['accept-language']);
    const refusal = refusalOf(error);
    const problem: Problem = refusal ? problemOf(refusal, language) : this.log(error, unforeseen(language));
    const response = http.getResponse<Response>();
    if (response.headersSent) return void response.end();
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
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
  const code = parserCodeOf(error) ?? (error instanceof HttpException ? httpCodes[error.getStatus()] : undefined);
  if (code) return new Refusal(code);
  return isInfrastructureFailure(error) ? refusal('SERVICE_UNAVAILABLE') : undefined;
}

function parserCodeOf(error: unknown): string | undefined {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  return typeof type === 'string' ? parserCodes[type] : undefined;
}
