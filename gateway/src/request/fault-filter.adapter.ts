import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import { ProblemFilter } from '@zhibu/service-kit';

/** Errors over HTTP become problem+json; those of a resolver go on to GraphQL, which words them for its clients. */
@Catch()
export class FaultFilter implements ExceptionFilter {
  private readonly problems = new ProblemFilter();

  catch(error: unknown, host: ArgumentsHost): unknown {
    return host.getType<GqlContextType>() === 'graphql' ? error : this.problems.catch(error, host);
  }
}
