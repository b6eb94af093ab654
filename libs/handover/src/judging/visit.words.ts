import type { Wording } from '@zhibu/contracts';

/** What is wrong, or odd, in inspections from before the platform as they fit what the platform has. */
export const visitWords = {
  'visit-after-dissolution': {
    zh: '该组织已于{detail}撤销，此后不再督查；请核对日期',
    en: 'the organization was dissolved on {detail} and is inspected no more from then on; check the day',
  },
  'visit-not-party': {
    zh: '督查对象须为党组织（该编号为{detail}），请填写该单位的党组织',
    en: 'a Party organization is inspected, and this is a {detail}; name one of the unit',
  },
  'visit-not-body': {
    zh: '不是督查单位；请填写省委、市委或市直工委的编号',
    en: 'is no body that inspects; name the province, the city or the work committee',
  },
  'visit-body-elsewhere': {
    zh: '该组织不在这个督查单位之下，请核对两个编号',
    en: 'the organization does not stand under this body; check both codes',
  },
  'visit-not-prior': {
    zh: '自{detail}起，该单位的督查请在平台上安排；请核对日期，或删去本行',
    en: 'from {detail} on the visits of this body are scheduled on the platform; check the day, or leave the row out',
  },
  'visit-recorded-here': {
    zh: '平台上已另行登记这次督查，未采用，请核实后处理',
    en: 'this visit is recorded on the platform otherwise than by this file; left out, a person must decide',
  },
} as const satisfies Readonly<Record<string, Wording>>;
