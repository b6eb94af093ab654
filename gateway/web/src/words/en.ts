import { charts } from './en/charts.ts';
import { frame } from './en/frame.ts';
import { overview } from './en/overview.ts';
import type { Words } from './shape.ts';

/** The same in English. */
export const en: Words = { frame, charts, overview };
