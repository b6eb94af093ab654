import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How a draw refuses. */
export const drawRefusals = {
  DRAW_UNKNOWN: notFound('没有这次抽取，请核对编号', 'there is no such draw; check its id'),
  DRAW_KNOWN: conflict('这个编号的抽取已公告，请另取编号', 'a draw of this id is announced; take another id'),
  DRAW_ENDED: rule('这次抽取已完成、失效或作废', 'the draw is completed, lapsed or voided'),
  DRAW_NOT_COMPLETED: rule('这次抽取尚未完成', 'the draw is not completed yet'),
  NOT_A_BODY_OF_THE_DRAW: rule(
    '须由参与抽取的单位以自己的名义办理',
    'only a body of this draw does this, in its own name',
  ),
  BODIES_WRONG: invalid(
    '参与抽取的单位须为该范围之上（含）的省委、市委或市直工委，且不少于两个',
    'the bodies are two or more of province, city and work committee, each at or above the place that is drawn from',
  ),
  COMMIT_BY_PAST: invalid('提交承诺的截止日期须晚于今天', 'the last day of commitments lies after today'),
  COMMIT_BY_TOO_FAR: invalid(
    '提交承诺的截止日期最晚为公告后90天，请提前',
    'the last day of commitments is within 90 days of the announcement; name an earlier one',
  ),
  SAMPLE_TOO_LARGE: invalid(
    '抽取数量超过可抽取的党支部数，请减少数量或排除',
    'the sample is larger than the population; draw or exclude fewer',
  ),
  EXCLUDED_NOT_THERE: invalid(
    '被排除的党支部不在抽取范围内，或列了两次',
    'a branch that is excluded is not of the population, or is named twice',
  ),
  EXCLUDED_NOT_FOUNDED_LATELY: invalid(
    '被排除的党支部成立已满三个月',
    'a branch that is excluded was founded three months ago or earlier',
  ),
  EXCLUDED_NOT_INSPECTED: invalid(
    '以当年已检查为由排除的党支部，当年没有已办结的检查（随机调研、后台调度和回访督查不算），请改正排除名单',
    'a branch that is excluded as inspected this year has no concluded visit this year that counts; correct the exclusions',
  ),
  EXCLUDED_WITHOUT_BASIS: invalid('因其他原因排除的须有依据', 'an exclusion for another reason needs a basis'),
  EXCLUDED_TOO_MANY: invalid(
    '除当年已检查外，被排除的不得超过十分之一',
    'at most a tenth is excluded for other reasons than an inspection of this year',
  ),
  COMMITMENTS_OVER: rule('提交承诺的期限已过', 'the last day of commitments is over'),
  COMMITMENT_STANDS: conflict('该单位已提交另一个承诺值，不得更改', 'the body has committed otherwise; that stands'),
  COMMITTED_FOR_ANOTHER_BODY: rule(
    '同一人不得为两个单位提交承诺，请由他人办理',
    'one person does not commit for two bodies of a draw; have somebody else do it',
  ),
  COMMITMENTS_MISSING: rule(
    '还有单位未提交承诺值，全部提交后才能公开',
    'a body has not committed yet; reveals begin when all have',
  ),
  NONCE_MISMATCH: invalid(
    '随机数与该单位的承诺值不符，请核对封存的原件',
    'the nonce does not match the commitment; compare with what was sealed',
  ),
  REVEAL_LATE: rule('公开随机数的期限已过', 'the time to reveal is over'),
  REVEAL_NOT_MISSED: rule('公开随机数的期限未过，或已公开', 'the time to reveal is not over, or it was revealed'),
  REVEALS_MISSING: rule('还有单位未公开随机数', 'a body has not revealed yet'),
  DRAW_NOT_LAPSED: rule('承诺期限未过或承诺已齐', 'commitments are still due, or all there'),
  DRAW_REVEALED: rule('已有随机数公开，抽取不得作废', 'a nonce is revealed; from then on the draw cannot be voided'),
  NOT_DRAWN: rule('该党支部未被抽中或已被替换', 'the branch was not drawn, or is substituted already'),
} as const;
