import { frame } from './en/frame.ts';
import type { Words } from './shape.ts';

/** The same in English. */
export const en: Words = { frame };
