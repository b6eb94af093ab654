import { pipeline } from 'node:stream/promises';
import { Controller, Get, Inject, type OnModuleInit, Param, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { day, evidenceHash, evidenceName, organizationId, refusal } from '@zhibu/contracts';
import { FellowsOnly, parsed, streamedRequest, TokenVerifier } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Deliveries } from './delivery.adapter.ts';
import type { EvidenceContent } from './content/content.ts';

/** Where the contents are. */
export const EVIDENCE_CONTENT = Symbol('EvidenceContent');

const whose = z.strictObject({ sha256: evidenceHash });
const said = z.strictObject({ organization: organizationId, name: evidenceName.optional(), takenOn: day.optional() });

/** `PUT /evidence/<sha256>`: a file, streamed; and what is known of it, for the gateway. */
@Controller('evidence')
export class EvidenceController implements OnModuleInit {
  private readonly deliveries: Deliveries;
  private readonly content: EvidenceContent;
  private readonly verifier: TokenVerifier;

  constructor(
    @Inject(Deliveries) deliveries: Deliveries,
    @Inject(EVIDENCE_CONTENT) content: EvidenceContent,
    @Inject(TokenVerifier) verifier: TokenVerifier,
  ) {
    this.deliveries = deliveries;
    this.content = content;
    this.verifier = verifier;
  }

  onModuleInit(): Promise<void> {
    return this.content.open();
  }

  @Put(':sha256')
  async put(
    @Param() named: unknown,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const asked = parsed(whose, named, '');
    const sender = await this.verifier.sender(streamedRequest(request, asked.sha256));
    const { organization, ...described } = parsed(said, query, '');
    const size = sizeOf(request);
    // Whoever sends what is refused shall read why: his connection is not cut off.
    const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    const delivery = { ...asked, ...described, organizationId: organization, size, bytes };
    const { evidence, isNew } = await this.deliveries.take(delivery, sender);
    response.status(isNew ? 201 : 200);
    return { ...asked, ...evidence };
  }

  /** By which organizations it was handed in. */
  @Get(':sha256/organizations')
  @UseGuards(FellowsOnly)
  async organizations(@Param() named: unknown): Promise<object> {
    return { organizations: await this.deliveries.of(parsed(whose, named, '').sha256) };
  }

  @Get(':sha256')
  @UseGuards(FellowsOnly)
  async read(@Param() named: unknown, @Res() response: Response): Promise<void> {
    const asked = parsed(whose, named, '');
    const size = await this.content.sizeOf(asked.sha256);
    const content = size === undefined ? undefined : await this.content.read(asked.sha256);
    if (size === undefined || !content) throw refusal('EVIDENCE_CONTENT_MISSING', { field: 'sha256' });
    response.set({ 'content-type': 'application/octet-stream', 'content-length': String(size) });
    await pipeline(content, response).catch(() => response.destroy());
  }
}

/** @throws Refusal EVIDENCE_LENGTH_MISSING, ENCODING_UNSUPPORTED: a hash is of the bytes as they come */
function sizeOf({ headers }: Request): number {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw refusal('ENCODING_UNSUPPORTED', { field: 'content-encoding' });
  const length = headers['content-length'];
  if (length === undefined) throw refusal('EVIDENCE_LENGTH_MISSING', { field: 'content-length' });
  return Number(length);
}
