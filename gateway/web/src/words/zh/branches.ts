/** 支部名单. */
export const branches = {
  title: '{name} · 支部名单',
  size: '{parts}，{count} 个党支部',
  branches: '党支部',
  byCode: '按编码排列，不排名次',
  none: '没有符合条件的党支部。',
  branch: '党支部',
  parent: '上级组织',
  grade: '等次',
  score: '得分',
  openProblems: '未销号问题',
} as const;
