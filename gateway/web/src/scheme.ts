import { wordsOfScheme } from '@zhibu/contracts/vocabulary';
import { language } from './words/language.ts';

/** 分类定级: the scheme that the screens show unless another is named. */
export const CLASSIFICATION = 'classification';

export const labelOfScheme = (scheme: string): string => wordsOfScheme(scheme)[language];
