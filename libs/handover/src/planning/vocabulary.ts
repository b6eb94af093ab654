/** The system that the second value of the five basics comes from (智慧党建). */
export const dataMatchSource = '智慧党建系统';

/** What a grade from before the platform rests on: the register as it was handed over. */
export const priorGradeBasis = '登记册所载以往等次';
