import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Controller, Get, Header, Inject, Query, Req, StreamableFile } from '@nestjs/common';
import { isDay } from '@zhibu/kernel';
import { parsed, problemLine } from '@zhibu/service-kit';
import type { Request } from 'express';
import { z } from 'zod';
import { principalOf } from '../access/principal.ts';
import { AUDIT_SOURCES } from '../audit/audit.controller.ts';
import type { ContextSources } from '../request/context.ts';
import { currentLanguage } from '../request/language.ts';
import { sourceStream } from '../views/replay/grading-stream.adapter.ts';
import { type AccessReader, accessesFor } from './access-reader.ts';
import type { EntryFilter } from './entries.lookup.ts';
import { noteAccess } from './noted.ts';
import { verifiedBySeals } from './sealed-heads.ts';

const text = z.string().min(1).max(200).optional();
const day = z.string().refine(isDay).optional();
const question = z.strictObject({ personId: text, subjectId: text, operation: text, from: day, through: day });

/** The log of accesses as audit administrators take it away, and have it verified. */
@Controller('access-log')
export class AccessLogController {
  private readonly sources: ContextSources;

  constructor(@Inject(AUDIT_SOURCES) sources: ContextSources) {
    this.sources = sources;
  }

  /** One JSON a line; the last says who exported it, when and by which filter, signed over the hash of the lines before. */
  @Get('export')
  @Header('cache-control', 'no-store')
  async export(@Query() query: unknown, @Req() request: Request): Promise<StreamableFile> {
    const principal = principalOf(request);
    const reader = await accessesFor(principal, this.sources);
    const { personId: person, subjectId: subject, ...rest } = parsed(question, query, '');
    const filter = given({ person, subject, ...rest });
    noteAccess(request, { operation: 'access-log export', subjects: [person, subject].flatMap((id) => id ?? []) });
    const by = principal.kind === 'person' ? principal.personId : '';
    const lines = exported(reader, { request, by, filter });
    return new StreamableFile(Readable.from(lines), { type: 'application/x-ndjson' });
  }

  @Get('verification')
  @Header('cache-control', 'no-store')
  async verification(@Req() request: Request): Promise<object> {
    const reader = await accessesFor(principalOf(request), this.sources);
    const { client } = this.sources.replay;
    const readStream = async (name: string) => (await sourceStream(client, 'organization', name)).events;
    const found = await verifiedBySeals(reader.entries({}), readStream, this.sources.today());
    const outcome = found.faults.length === 0 ? 'ok' : 'not so';
    noteAccess(request, { operation: 'access-log verify', subjects: [], rows: found.entries, outcome });
    return { ...found, faults: found.faults.map(({ number, ...fault }) => ({ ...fault, number: String(number) })) };
  }
}

interface Export {
  readonly request: Request;
  readonly by: string;
  readonly filter: EntryFilter;
}

async function* exported(reader: AccessReader, { request, by, filter }: Export): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let entries = 0;
  try {
    for await (const entry of reader.entries(filter)) {
      const line = `${JSON.stringify({ ...entry, number: String(entry.number) })}\n`;
      hash.update(line);
      entries += 1;
      yield line;
    }
    noteAccess(request, { rows: entries });
    const at = new Date().toISOString();
    const whole = { format: 'zhibu-access-log', by, filter, at, entries, sha256: hash.digest('hex') };
    yield `${JSON.stringify(reader.signed(whole))}\n`;
  } catch (error) {
    yield problemLine(error, currentLanguage());
  }
}

const given = (filter: EntryFilter): EntryFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
