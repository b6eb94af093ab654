import { Controller, Get, Header, Inject, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { refusal, type Wording } from '@zhibu/contracts';
import { parsed } from '@zhibu/service-kit';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { noteAccess } from '../access-log/noted.ts';
import { drafted, type DraftingSources, fileOf } from './drafting.ts';
import { rowsOf } from './file-price.ts';
import { documents } from './index.ts';
import { hashOf, type Paper } from './paper.ts';

/** What documents are drafted with, but for the schema, which comes of the modules. */
export const DOCUMENT_SOURCES = Symbol('DocumentSources');

const types: Readonly<Record<Paper['kind'], { readonly ending: string; readonly type: string }>> = {
  letter: { ending: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  sheets: { ending: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
};

/** A kind of document, and what it is asked for. */
interface Listed {
  readonly name: string;
  readonly title: Wording;
  readonly ending: string;
  readonly asks: readonly { readonly argument: string; readonly needed: boolean }[];
}

/** 文书: drafts as files, made from queries alone, of whoever asks. */
@Controller('documents')
export class DocumentsController {
  private readonly sources: DraftingSources;

  constructor(
    @Inject(DOCUMENT_SOURCES) sources: Omit<DraftingSources, 'schema'>,
    @Inject(GraphQLSchemaHost) host: GraphQLSchemaHost,
  ) {
    this.sources = {
      ...sources,
      get schema() {
        return host.schema;
      },
    };
  }

  @Get()
  list(): readonly Listed[] {
    return documents.map(({ name, words, form, asks }) => ({ name, title: words, ending: types[form].ending, asks }));
  }

  @Get(':name')
  @Header('cache-control', 'no-store')
  async draft(
    @Param('name') name: string,
    @Query() given: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const document = documents.find((one) => one.name === name);
    if (!document) throw refusal('DOCUMENT_UNKNOWN', { field: 'name' });
    const draft = await drafted(this.sources, { document, given: parsed(texts, given, ''), request });
    const { ending, type } = types[document.form];
    const file = await fileOf(draft);
    const [{ asOf, knownAt }, hash] = [draft, hashOf(draft)];
    const told = { document: hash, rows: rowsOf(draft), asOf, knownAt: new Date(knownAt) };
    noteAccess(request, { operation: `document ${name}`, ...told });
    response.setHeader('zhibu-content-sha256', hash);
    const fullName = encodeURIComponent(`${document.words.zh}.${ending}`);
    return new StreamableFile(file, {
      type,
      length: file.length,
      disposition: `attachment; filename="${name}.${ending}"; filename*=UTF-8''${fullName}`,
    });
  }
}

/** Each argument is named once. */
const texts = z.record(z.string().max(64), z.string().max(200));
