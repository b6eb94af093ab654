import { schemeWords } from '@zhibu/contracts/vocabulary';
import { language } from './words/language.ts';

/** 分类定级: the scheme that the screens show unless another is named. */
export const CLASSIFICATION = 'classification';

const labels = new Map(Object.entries(schemeWords));

/** What a scheme is called; the contracts' own function asks for more than the oldest browsers have. */
export const labelOfScheme = (scheme: string): string => labels.get(scheme)?.[language] ?? scheme;
