import { conflict, notFound, rule, tooLarge } from './refusals.ts';

/** The codes of the door by which papers are drafted. */
export const draftingRefusals = {
  DOCUMENT_UNKNOWN: notFound(
    '没有这种文书，请从文书目录中选择',
    'there is no such kind of document; take one of those that are listed',
  ),
  DOCUMENT_TOO_LARGE: tooLarge(
    '文书内容过多，请按单位分别生成',
    'the document would be too long; make one for each unit',
  ),
  PAPER_TOO_LONG: tooLarge(
    '公文正文须在4000字以内，请精简所引用的文字后再生成',
    'the text of a paper stays below 4,000 characters; shorten what it quotes, then draft it again',
  ),
  DOCUMENT_NOT_READY: rule(
    '所问之时这份文书所述的事项尚未办到这一步，请核对日期，或办理后再生成',
    'what the document tells of had not come so far by then; check the day, or draft it once it has',
  ),
  DOCUMENT_LIST_DIFFERS: conflict(
    '名单与公示开始时登记的不一致，请由能查看全部党支部的人员核对后再生成',
    'the list is not the one that the notice began with; have somebody who sees every branch of it check it',
  ),
};
