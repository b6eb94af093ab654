import type { Words } from '../shape.ts';

export const branches: Words['branches'] = {
  title: '{name} · Branches',
  size: '{parts}, {count} branches',
  branches: 'Branches',
  byCode: 'by code; nobody is ranked',
  none: 'No branch fits.',
  branch: 'Branch',
  parent: 'Under',
  grade: 'Grade',
  score: 'Score',
  openProblems: 'Open problems',
};
