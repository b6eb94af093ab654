import { Readable } from 'node:stream';
import { Controller, Get, Header, Inject, Query, Req, StreamableFile } from '@nestjs/common';
import type { Request } from 'express';
import { type Language, refusal, type Wording } from '@zhibu/contracts';
import { parsed, problemLine } from '@zhibu/service-kit';
import { z } from 'zod';
import { areMerged, mergedWords } from '../access/founding-link.ts';
import { contextOf, type ContextSources } from '../request/context.ts';
import { currentLanguage } from '../request/language.ts';
import { type AuditAsked, audited, type AuditLine, type Disagreeing } from './audit.ts';

/** What an audit is made with. */
export const AUDIT_SOURCES = Symbol('AuditSources');

const code = z.string().min(1).max(64);
const question = z.strictObject({
  under: code,
  scheme: code.default('classification'),
  knownAt: z.iso.datetime({ offset: true }).optional(),
  /** Reads the logs as a whole, however few the branches are. */
  logs: z.literal('whole').optional(),
});

/** The audit of all branches under an organization, told as it goes, a line of JSON each. */
@Controller('audit')
export class AuditController {
  private readonly sources: ContextSources;

  constructor(@Inject(AUDIT_SOURCES) sources: ContextSources) {
    this.sources = sources;
  }

  @Get()
  @Header('cache-control', 'no-store')
  async audit(@Query() query: unknown, @Req() request: Request): Promise<StreamableFile> {
    const { under, scheme, knownAt, logs } = parsed(question, query, '');
    const { settlement, model, today } = this.sources;
    const { access } = contextOf(request, this.sources);
    const root = await access.seeToday(under);
    const { rowCount } = await model.sql.query('SELECT 1 FROM organization WHERE id = $1', [root ?? '']);
    if (root === undefined || rowCount === 0)
      throw refusal('ORGANIZATION_UNKNOWN', { field: 'under', organizationId: under });
    const upTo = knownAt === undefined ? undefined : new Date(knownAt).toISOString();
    if (upTo !== undefined) await settlement.settled(upTo, 'knownAt');
    const isWhole = await access.seesEverything();
    const asked: AuditAsked = {
      under: { id: root },
      seeLost: (id, above) => access.seeLost(id, above),
      scheme,
      upTo,
      today: today(),
      wholeLogs: logs === 'whole' && (await access.audits()),
    };
    const merged = await areMerged(model.sql, today());
    return new StreamableFile(Readable.from(this.lines(asked, { language: currentLanguage(), merged, isWhole })), {
      type: 'application/x-ndjson',
    });
  }

  /** What goes wrong on the way is its last line: the head of the answer is long sent. */
  private async *lines(asked: AuditAsked, { language, merged, isWhole }: Telling): AsyncGenerator<string> {
    if (merged) yield `${JSON.stringify({ duties: mergedWords[language] })}\n`;
    try {
      for await (const line of audited(this.sources.replay, asked))
        yield `${JSON.stringify(told(isWhole ? line : ofOwn(line), language))}\n`;
    } catch (error) {
      yield problemLine(error, language);
    }
  }
}

interface Telling {
  readonly language: Language;
  readonly merged: boolean;
  /** Whether whoever asks sees everything: how long the logs are, and which streams of others are damaged. */
  readonly isWhole: boolean;
}

/** What somebody is told who sees only what stands under his own. */
function ofOwn(line: AuditLine): AuditLine {
  if (line.kind === 'read') return { ...line, events: 0 };
  return line.kind === 'log' ? { kind: 'log', faults: [SOMEWHERE] } : line;
}

const SOMEWHERE: Wording = {
  zh: '原始记录有改动或损坏之处，请联系系统管理员核验',
  en: 'somewhere the log was changed or is damaged; ask who administers the platform',
};

function told(line: AuditLine, language: Language): object {
  switch (line.kind) {
    case 'branches':
      return { branches: line.count };
    case 'streams':
      return { streams: line.says[language] };
    case 'read':
      return { service: line.service, events: line.events };
    case 'checked':
      return { checked: line.count };
    case 'log':
      return { logFaults: line.faults.map((fault) => fault[language]) };
    case 'branch':
      return { branch: line.found.branchId, replay: replayTold(line.found, language) };
    case 'done':
      return { done: { checked: line.checked, wrong: line.wrong } };
  }
}

const replayTold = (found: Disagreeing, language: Language): object => ({
  agreesWithReadModel: found.readModelFaults.length === 0,
  chainKept: found.chainKept,
  chainIntact: found.chainIntact && found.logFaults.length === 0,
  faults: [...found.logFaults, ...found.readModelFaults].map((fault) => fault[language]),
});
