/** What charts are called, and the heads of their tables. */
export const charts = {
  distribution: {
    sentence: '{year}年度：{shares}',
    part: '{label}{count}个',
    and: '，',
    then: '；',
    year: '年度',
    grade: '等次',
    count: '个数',
    share: '占比',
  },
  flow: { sentence: '{from}到{to}等次的去向：{parts}', part: '{from}到{to}{count}个', and: '，', count: '个数' },
  aspects: { sentence: '各方面的件数：{parts}', part: '{label}{count}件', and: '，' },
} as const;
