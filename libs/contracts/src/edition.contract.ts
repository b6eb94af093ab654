import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { editionContent } from './edition.ts';
import { conflict, invalid, notFound, rule } from './refusals.ts';
import { basis, day, line, text } from './schema.ts';
import { editionId, editionStream } from './streams.ts';

const editionRef = { editionId: line(200), editionHash: z.string().length(64) };

export const editionContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'edition',
    streamName: 'edition-<scheme>:<documentNo>',
    statuses: {
      draft: { zh: '草案', en: 'draft' },
      published: { zh: '已发布', en: 'published' },
      retired: { zh: '已停用', en: 'retired' },
    },
    events: {
      EditionDrafted: {
        words: { zh: '起草标准', en: 'edition drafted' },
        leadsTo: 'draft',
        shape: z.strictObject({ editionId: line(200), content: editionContent }),
      },
      EditionRevised: {
        words: { zh: '修改标准草案', en: 'edition revised' },
        leadsTo: 'draft',
        shape: z.strictObject({ editionId: line(200), content: editionContent }),
      },
      EditionPublished: {
        words: { zh: '发布标准', en: 'edition published' },
        leadsTo: 'published',
        shape: z.strictObject({ ...editionRef, content: editionContent, basis: basis.optional() }),
      },
      EditionRetired: {
        words: { zh: '停用标准', en: 'edition retired' },
        leadsTo: 'retired',
        shape: z.strictObject({ editionId: line(200), effectiveOn: day, reason: text(2000) }),
      },
    },
    commands: {
      /** The id becomes `scheme:documentNo` of the content. */
      DraftEdition: { right: 'draft-edition', about: null, shape: z.strictObject({ content: editionContent }) },
      ReviseEdition: {
        right: 'draft-edition',
        about: null,
        shape: z.strictObject({ editionId: line(200), content: editionContent }),
      },
      /** `basis`: the document by which it was issued; what the operator enters by one was published by the body that signed it. */
      PublishEdition: {
        right: 'publish-edition',
        about: null,
        shape: z.strictObject({ editionId: line(200), basis: basis.optional() }),
      },
      RetireEdition: {
        right: 'publish-edition',
        about: null,
        shape: z.strictObject({ editionId: line(200), effectiveOn: day, reason: text(2000) }),
      },
    },
    refusals: {
      EDITION_UNKNOWN: notFound('没有这个标准版本，请核对编号', 'there is no such edition; check its id'),
      EDITION_EXISTS: conflict(
        '该文号的标准已存在且内容不同；内容变更须另立新版本',
        'an edition of this document exists with other content; a change is a new edition',
      ),
      EDITION_ID_MISMATCH: invalid(
        '内容的类别和文号与该版本不一致',
        'scheme and document number of the content are not those of this edition',
      ),
      EDITION_ALREADY_PUBLISHED: conflict(
        '标准已发布，内容不再更改；变更须另立新版本',
        'the edition is published and never changes; a change is a new edition',
      ),
      EDITION_NOT_PUBLISHED: rule('标准尚未发布，请先发布', 'the edition is not published; publish it first'),
      EDITION_INVALID: rule(
        '标准内容不能据以定级，请按所列各处更正',
        'nothing can be graded by this content; correct the places named',
      ),
      PUBLISHER_DRAFTED: rule(
        '发布标准的人不得是起草或修改它的人，请由他人发布',
        'who publishes an edition neither drafted nor revised it; have another publish it',
      ),
      EDITION_BESIDE: conflict(
        '同一类别、领域和对象已有同日生效的标准；请改生效日期，或先停用另一版本',
        'another edition for the same organizations takes effect on that day; take another day, or retire that one first',
      ),
      EDITION_PERIOD_GRADED: rule(
        '生效日所在年度已按其他版本定级',
        'the period of its effective date is already graded under another edition',
      ),
      RETIREMENT_TOO_EARLY: invalid('停用日期不得早于生效日期', 'an edition is not retired before it takes effect'),
    },
  },
  (data) => editionStream('editionId' in data ? data.editionId : editionId(data.content)),
);

export const { events: editionEvents, commands: editionCommands } = editionContract;
export type EditionEvent = EventsOf<typeof editionContract>;
export type EditionCommand = CommandsOf<typeof editionContract>;
export type EditionStatus = keyof typeof editionContract.statuses;
