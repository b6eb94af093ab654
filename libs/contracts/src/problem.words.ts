import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How a problem's commands are refused. */
export const problemRefusals = {
  PROBLEM_UNKNOWN: notFound('没有这个问题，请核对编号', 'there is no such problem; check its id'),
  PROBLEM_EXISTS: conflict(
    '同一来源编号已对应另一个问题，请换一个编号',
    'this source reference already stands for another problem; take another reference',
  ),
  NOT_COMMON: rule(
    '有该问题的党支部不足10个，也不足两成，不能认定为共性问题',
    'fewer than 10 branches and fewer than a fifth of them have the problem; it is not common',
  ),
  PROBLEM_OPEN_ALREADY: conflict(
    '该项问题已在清单中，请确认其再次出现，不要另立',
    'a problem of this item is open already; confirm it again instead of naming another',
  ),
  SOURCE_OF_THE_PLATFORM: invalid(
    '定级失分和数据比对的问题由系统列出，请选用其他来源',
    'problems of a grading or a data match are named by the platform; state another source',
  ),
  REFERENCE_OF_THE_PLATFORM: invalid(
    '这种来源编号由系统编排，请填写来源文件的编号',
    'references of this shape are formed by the platform; state the number of the document that it was found by',
  ),
  FOUND_FOR_NO_BODY: invalid(
    '督查发现的问题由该组织之上的省委、市委或市直工委列出，请以其名义办理或选用其他来源',
    'what an inspection found is named for a province, a city or a work committee above; act for it or state another source',
  ),
  NOT_RECTIFIED_HERE: invalid(
    '省委、市委的问题不在本平台整改',
    'problems of a province or a city are not rectified here',
  ),
  ASPECT_UNKNOWN: invalid(
    '适用的标准中没有这个方面；标准以外的问题请归入“其他”并写明名称',
    'no edition in force for this organization has such an aspect; take "other" with a title',
  ),
  ITEM_UNKNOWN: invalid('该方面没有这个项目，请核对项目编号', 'this aspect has no such item; check its code'),
  TITLE_REQUIRED: invalid('标准以外的问题须写明名称', 'a problem beyond the edition needs a title'),
  PROBLEM_CLOSED: rule('问题已销号；如有反复请重新列入', 'the problem is closed; reopen it if it is back'),
  PROBLEM_DISMISSED: rule('问题已不予认定', 'the problem is dismissed'),
  PROBLEM_NOT_CLOSED: rule('问题尚未销号，无需重新列入', 'the problem is not closed; there is nothing to reopen'),
  DUPLICATE_OF_NONE: invalid(
    '重复的问题须指明同一组织的另一个问题',
    'name the other problem of the same organization that it is a duplicate of',
  ),
  NO_DISSOLUTION: rule(
    '该组织没有撤销，请另选不予认定的原因',
    'the organization is not dissolved; state another reason',
  ),
  BASIS_REQUIRED: rule(
    '整改开始后不予认定，须有文件依据',
    'once a rectification was opened, a problem is dismissed only with a basis',
  ),
  DISMISSED_BY_INVOLVED: rule(
    '责任人和报告人不得决定问题不予认定，请由他人办理',
    'neither the responsible person nor a reporter dismisses the problem; let somebody else do it',
  ),
  RECTIFICATION_NOT_OPEN: rule(
    '整改尚未开始，请先明确事项、岗位、责任人和时限',
    'no rectification is under way; open it with its item, post, responsible person and due date',
  ),
  RECTIFICATION_OPEN: conflict(
    '整改已在进行且内容不同；变更责任人请另行指定',
    'a rectification is already under way with other content; reassign it to change who is responsible',
  ),
  RECTIFICATION_OTHER_ITEM: invalid('整改事项与问题不符', 'the item is not that of the problem'),
  DUE_DATE_PAST: invalid('时限不得早于列入整改清单之日', 'the due date lies before the day of the order'),
  DUE_DATE_TOO_FAR: invalid(
    '时限最长90天；有文件依据的最长180天',
    'the due date lies at most 90 days ahead, with a basis at most 180',
  ),
  EXTENSION_NOT_LATER: invalid('延期须晚于今天和原时限', 'an extension reaches beyond today and beyond the due date'),
  EXTENSION_PENDING: conflict('已有延期申请待批，请先批复', 'another extension is requested and not yet answered'),
  EXTENSION_NOT_REQUESTED: rule('没有待批的延期申请', 'no extension is requested'),
  EXTENSIONS_EXHAUSTED: rule('整改最多延期两次', 'a rectification is extended twice at most'),
  GRANTED_BY_REQUESTER: rule(
    '申请人不得批复自己的延期申请，请由他人办理',
    'who requested an extension does not decide it; let somebody else do it',
  ),
  EVIDENCE_REQUIRED: rule('报告完成须附至少一项佐证', 'completion needs at least one piece of evidence'),
  COMPLETION_REPORTED: rule('已报告完成，等待验收', 'completion is reported and waits to be verified'),
  COMPLETION_NOT_REPORTED: rule('尚未报告完成，无从验收', 'completion is not reported; there is nothing to verify'),
  COMPLETION_NOT_VERIFIED: rule('整改未经验收，不能销号', 'the rectification is not verified; it is not closed before'),
  VERIFIER_NOT_INDEPENDENT: rule(
    '验收人不得是历次整改的责任人或报告人',
    'the verifier answered for no attempt at the rectification and reported no step of any',
  ),
};

/** Where a problem stands. */
export const problemStatuses = {
  identified: { zh: '待整改', en: 'identified, not yet being rectified' },
  rectifying: { zh: '整改中', en: 'being rectified' },
  reported: { zh: '待验收', en: 'completion reported, not yet verified' },
  verified: { zh: '已验收，待销号', en: 'verified, not yet closed' },
  closed: { zh: '已销号', en: 'closed' },
  dismissed: { zh: '不予认定', en: 'dismissed' },
};
