import { branch } from './zh/branch.ts';
import { branches } from './zh/branches.ts';
import { charts } from './zh/charts.ts';
import { decisions } from './zh/decisions.ts';
import { frame } from './zh/frame.ts';
import { overview } from './zh/overview.ts';
import { replay } from './zh/replay.ts';
import { task } from './zh/task.ts';
import { todo } from './zh/todo.ts';

/** Every word of the application in Chinese, by screen; `en.ts` has the same keys. */
export const zh = { frame, charts, decisions, overview, branch, branches, replay, todo, task } as const;
