import { branch } from './en/branch.ts';
import { branches } from './en/branches.ts';
import { charts } from './en/charts.ts';
import { decisions } from './en/decisions.ts';
import { frame } from './en/frame.ts';
import { overview } from './en/overview.ts';
import { replay } from './en/replay.ts';
import { task } from './en/task.ts';
import { todo } from './en/todo.ts';
import type { Words } from './shape.ts';

/** The same in English. */
export const en: Words = { frame, charts, decisions, overview, branch, branches, replay, todo, task };
