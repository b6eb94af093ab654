import type { Language, Wording } from '@zhibu/contracts';
import type { Sight } from '../../scope/access.ts';

/** Of what has moved away from whoever asks, that something is wrong; not what, which may have come later. */
export function faultsTold(faults: readonly Wording[], { isToday }: Sight, language: Language): readonly string[] {
  return (isToday || faults.length === 0 ? faults : [FAULTY]).map((fault) => fault[language]);
}

const FAULTY: Wording = {
  zh: '该组织的记录与查询结果不一致，请向其现在的上级组织核实',
  en: 'log and read model of the organization do not agree; ask whom it stands under now',
};
