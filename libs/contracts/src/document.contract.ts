import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { documentNames } from './document.words.ts';
import { conflict } from './refusals.ts';
import { code, day, line, organizationId } from './schema.ts';
import { documentStream } from './streams.ts';

/**
 * What was issued under a number: the kind of document, the hash that stands at its foot, and what that was drafted of:
 * the day, the instant, and what else was asked for.
 */
const issued = {
  documentNo: line(200),
  organizationId,
  name: z.enum(documentNames),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  asOf: day,
  knownAt: z.iso.datetime({ precision: 3 }),
  asked: z.array(z.strictObject({ field: code, value: line(200) })).max(10),
};

/** 印发文书: a paper that a person gave its number. */
export const documentContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'document',
    streamName: 'document-<documentNo>',
    statuses: { issued: { zh: '已印发', en: 'issued' } },
    events: {
      /** `organizationId`: who issued it. */
      DocumentIssued: {
        words: { zh: '印发文书', en: 'document issued' },
        leadsTo: 'issued',
        shape: z.strictObject({ ...issued, effectiveOn: day }),
      },
    },
    commands: {
      /** `effectiveOn`: the day that the paper bears; absent: today. */
      IssueDocument: {
        right: 'issue-document',
        about: 'organizationId',
        shape: z.strictObject({ ...issued, effectiveOn: day.optional() }),
      },
    },
    refusals: {
      DOCUMENT_NUMBER_TAKEN: conflict(
        '该文号已用于另一份文书，请核对文号',
        'another document was issued under this number; check it',
      ),
    },
  },
  (data) => documentStream(data.documentNo),
);

export const { events: documentEvents, commands: documentCommands } = documentContract;
export type DocumentEvent = EventsOf<typeof documentContract>;
export type DocumentCommand = CommandsOf<typeof documentContract>;
export type DocumentStatus = keyof typeof documentContract.statuses;
