import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { code } from '@zhibu/contracts';
import { parsed } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { AUDIT_SOURCES } from '../audit/audit.controller.ts';
import { refusedOr } from '../commands/service-client.adapter.ts';
import { contextOf, type ContextSources } from '../request/context.ts';
import { unknownSubject } from '../request/subject-asked.ts';
import { drawAsked } from '../views/draw/draw.view.ts';

/** A list of 250,000 branches has some 12 MB. */
const WITHIN_MS = 30_000;

const whose = z.object({ id: code });

/**
 * 抽取范围: the list that a draw was announced from, as it was frozen, for whoever may see the draw, from its announcement on:
 * whoever commits would otherwise commit to a hash, of a list that he can see only once nothing can be voided any more.
 */
@Controller('draws')
export class DrawsController {
  private readonly sources: ContextSources;

  constructor(@Inject(AUDIT_SOURCES) sources: ContextSources) {
    this.sources = sources;
  }

  @Get(':id/population')
  @Header('cache-control', 'no-store')
  async population(
    @Param() asked: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { id } = parsed(whose, asked, '');
    noteAccess(request, { operation: `population of draw ${id}` });
    const seen = await drawAsked({ id }, contextOf(request, this.sources));
    if (!seen) throw unknownSubject({ code: 'DRAW_UNKNOWN', field: 'id', id });
    noteAccess(request, { rows: seen.announced.branches });
    const path = `/draws/${encodeURIComponent(id)}/population`;
    const { client } = this.sources.replay;
    const answer = await client.send({ service: 'supervision', path, withinMs: WITHIN_MS, isText: true });
    if (answer.status !== 200) throw refusedOr('supervision', answer);
    response.type('text/plain; charset=utf-8');
    response.attachment(`population-${seen.announced.populationHash.slice(0, 12)}.txt`);
    return String(answer.body);
  }
}
