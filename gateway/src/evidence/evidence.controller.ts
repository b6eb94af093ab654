import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { evidenceHash, evidenceTypeNames, refusal } from '@zhibu/contracts';
import { drained, parsed } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { AUDIT_SOURCES } from '../audit/audit.controller.ts';
import { refusedOr } from '../commands/service-client.adapter.ts';
import { senderOf } from '../request/actor.ts';
import { contextOf, type ContextSources } from '../request/context.ts';
import { isSeenOn } from '../scope/access.ts';

const service = 'assessment';
const whose = z.strictObject({ sha256: evidenceHash });
/** What its sender says of a file; what of it is right, the service says. */
const said = z.record(z.string().max(64), z.string().max(400));
const handedIn = z.object({
  organizationId: z.string(),
  name: z.string(),
  type: z.enum(evidenceTypeNames),
  effectiveOn: z.string(),
  removed: z.boolean(),
});
const organizations = z.object({ organizations: z.array(handedIn) });
type HandedIn = z.infer<typeof handedIn>;

/** Of the headers of an upload, those that say something of the file. */
const ABOUT_FILES = ['content-length', 'content-encoding', 'accept-language'] as const;

/** A file is never a page of ours: no browser runs anything in it, wherever it is opened. */
const FILE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
};

/** Files of evidence, in a stream between whoever sends or reads them and the service that keeps them. */
@Controller('evidence')
export class EvidenceController {
  private readonly sources: ContextSources;

  constructor(@Inject(AUDIT_SOURCES) sources: ContextSources) {
    this.sources = sources;
  }

  /** Whether he may hand it in, the owning service decides by his duties. */
  @Put(':sha256')
  async put(
    @Param() named: unknown,
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    const { sha256 } = parsed(whose, named, '');
    const asked = parsed(said, query, '');
    const { organization } = asked;
    noteAccess(request, {
      operation: `evidence put ${sha256}`,
      document: sha256,
      ...(organization === undefined ? {} : { subjects: [organization] }),
    });
    await contextOf(request, this.sources).access.scope();
    const answer = await this.sources.replay.client.stream({
      service,
      path: `/evidence/${sha256}?${new URLSearchParams(asked)}`,
      upload: { bytes: request, sha256, headers: headersAbout(request) },
      sender: senderOf(request),
    });
    const body = await text(answer);
    await drained(request);
    if (!request.complete) response.set('connection', 'close');
    response.status(answer.statusCode ?? 502);
    response.type(answer.headers['content-type'] ?? 'application/json');
    return body;
  }

  /** To whom one of the organizations that handed it in is shown, today or as of the day on which they did. */
  @Get(':sha256')
  async get(@Param() named: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { sha256 } = parsed(whose, named, '');
    noteAccess(request, { operation: `evidence get ${sha256}`, document: sha256 });
    const seen = await this.seenBy(request, sha256);
    noteAccess(request, { subjects: seen.map(({ organizationId }) => organizationId), rows: seen.length });
    if (seen.length === 0) throw refusal('EVIDENCE_UNKNOWN', { field: 'sha256' });
    const held = seen.find(({ removed }) => !removed);
    if (!held) throw refusal('EVIDENCE_REMOVED', { field: 'sha256' });
    const content = await this.sources.replay.client.stream({ service, path: `/evidence/${sha256}` });
    if (content.statusCode !== 200) throw await refusedBy(content);
    response.set({ ...FILE_HEADERS, ...headersOf(content, held) });
    await pipeline(content, response).catch(() => response.destroy());
  }

  private async seenBy(request: Request, sha256: string): Promise<readonly HandedIn[]> {
    const { access } = contextOf(request, this.sources);
    await access.scope();
    const answer = await this.sources.replay.client.send({ service, path: `/evidence/${sha256}/organizations` });
    if (answer.status !== 200) throw refusedOr(service, answer);
    const all = organizations.parse(answer.body).organizations;
    const sights = await Promise.all(all.map(({ organizationId }) => access.sight(organizationId)));
    return all.filter(({ effectiveOn }, index) => {
      const sight = sights[index];
      return sight !== undefined && isSeenOn(sight, effectiveOn);
    });
  }
}

function headersAbout({ headers }: Request): Record<string, string> {
  return Object.fromEntries(
    ABOUT_FILES.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function headersOf({ headers }: IncomingMessage, { name, type }: HandedIn): Record<string, string> {
  return {
    'content-type': type,
    'content-length': headers['content-length'] ?? '',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escape)}`,
  };
}

const escape = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

const problem = z.object({ code: z.literal('EVIDENCE_CONTENT_MISSING') });

/** What the service says of a file that it does not give. */
async function refusedBy(answer: IncomingMessage): Promise<Error> {
  const body: unknown = JSON.parse((await text(answer)) || '{}');
  if (problem.safeParse(body).success) return refusal('EVIDENCE_CONTENT_MISSING', { field: 'sha256' });
  return refusedOr(service, { status: answer.statusCode ?? 0, body });
}
