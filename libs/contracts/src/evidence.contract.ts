import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { evidenceTypeNames } from './evidence.types.ts';
import { inputWords } from './input.words.ts';
import { rule } from './refusals.ts';
import { day, line, organizationId, text } from './schema.ts';
import { evidenceStream } from './streams.ts';

/** SHA-256 of a file, 64 hexadecimal digits in lower case: by it the file is known everywhere. */
export const evidenceHash = z.string().regex(/^[0-9a-f]{64}$/, inputWords.wrongFormat.en);

const evidence = { sha256: evidenceHash, organizationId };

/** As its sender calls the file; a path is none. */
export const evidenceName = line(200).refine((name) => !/[/\\]/.test(name), inputWords.wrongFormat.en);
const described = { name: evidenceName, takenOn: day.optional() };

export const evidenceContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'evidence',
    streamName: 'evidence-<sha256>',
    // What it is differs from organization to organization that has handed it in.
    statuses: {},
    events: {
      /** 佐证; `size` in bytes, `type` as its content says, `takenOn`: of which day it is. */
      EvidenceRegistered: {
        words: { zh: '提交佐证', en: 'evidence registered' },
        shape: z.strictObject({
          ...evidence,
          ...described,
          size: z.int().min(1),
          type: z.enum(evidenceTypeNames),
          effectiveOn: day,
        }),
      },
      /**
       * The hash stays; the content goes once no organization has it any more. `stillHandedIn`: only its sender has taken it
       * back, and others have handed it in for the organization.
       */
      EvidenceRemoved: {
        words: { zh: '删除佐证', en: 'evidence removed' },
        shape: z.strictObject({
          ...evidence,
          reason: text(2000),
          effectiveOn: day,
          stillHandedIn: z.literal(true).optional(),
        }),
      },
    },
    commands: {
      /** Comes with the file itself, by `PUT /evidence/<sha256>`; what nobody received is not registered. */
      RegisterEvidence: {
        right: 'evidence',
        about: 'organizationId',
        shape: z.strictObject({ ...evidence, ...described }),
      },
      RemoveEvidence: {
        right: 'evidence',
        about: 'organizationId',
        shape: z.strictObject({ ...evidence, reason: text(2000) }),
      },
    },
    refusals: {
      EVIDENCE_NOT_RECEIVED: rule(
        '平台没有收到这个文件，请连同文件一起提交',
        'this file was not received; send the file itself',
      ),
      EVIDENCE_OF_OTHERS: rule(
        '该佐证由他人提交，请由提交人或上级组织删除',
        'somebody else handed this evidence in; have him or an organization above remove it',
      ),
    },
  },
  (data) => evidenceStream(data.sha256),
);

export const { events: evidenceEvents, commands: evidenceCommands } = evidenceContract;
export type EvidenceEvent = EventsOf<typeof evidenceContract>;
export type EvidenceCommand = CommandsOf<typeof evidenceContract>;
