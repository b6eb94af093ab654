import { services } from '@zhibu/contracts';
import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { parsed } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { AUDIT_SOURCES } from '../audit/audit.controller.ts';
import { senderOf } from '../request/actor.ts';
import { contextOf, type ContextSources } from '../request/context.ts';

/** An answer is in memory at once; the service ends it earlier by its bytes. */
const EVENTS_A_PAGE = 2000;
const WITHIN_MS = 30_000;

const whose = z.object({ service: z.enum(services) });
const range = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(EVENTS_A_PAGE).default(EVENTS_A_PAGE),
});
const lastLine = z.object({ problem: z.object({ code: z.string() }) });

/**
 * The logs of the services, a page at a time, for auditors: which events somebody is told of, the owning service decides, anew
 * for each batch that it reads. Lines of JSON; the last says where to go on (`next`), or why no more is told (`problem`).
 */
@Controller('log')
export class LogController {
  private readonly sources: ContextSources;

  constructor(@Inject(AUDIT_SOURCES) sources: ContextSources) {
    this.sources = sources;
  }

  @Get(':service')
  @Header('cache-control', 'no-store')
  async page(
    @Param() asked: unknown,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const { service } = parsed(whose, asked, '');
    const { after, limit } = parsed(range, query, '');
    noteAccess(request, { operation: `log ${service} after ${after} limit ${limit}` });
    const { access, language } = contextOf(request, this.sources);
    // It is noted by which duties somebody asks; what they let him read, the service says.
    await access.scope();
    const answer = await this.sources.replay.client.send({
      service,
      path: `/log?after=${after}&limit=${limit}`,
      sender: senderOf(request),
      language,
      withinMs: WITHIN_MS,
      isText: true,
    });
    response.status(answer.status);
    const isTold = answer.status === 200 && typeof answer.body === 'string';
    response.type(isTold ? 'application/x-ndjson' : 'application/problem+json');
    if (isTold) noteAccess(request, told(String(answer.body)));
    return answer.body;
  }
}

/** How many events an answer holds, and what ended it where it is not whole. */
function told(text: string): { readonly rows: number; readonly outcome?: string } {
  const lines = text.trimEnd().split('\n');
  const ended = lastLine.safeParse(JSON.parse(lines.at(-1) ?? '{}'));
  const rows = lines.length - 1;
  return ended.success ? { rows, outcome: ended.data.problem.code } : { rows };
}
