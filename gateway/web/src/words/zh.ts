import { charts } from './zh/charts.ts';
import { frame } from './zh/frame.ts';
import { overview } from './zh/overview.ts';

/** Every word of the application in Chinese, by screen; `en.ts` has the same keys. */
export const zh = { frame, charts, overview } as const;
