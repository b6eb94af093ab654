import { designationContract, refusing } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { DesignationState, Held, InForce } from './designation.state.ts';

export const { refusal, refuseIf } = refusing(designationContract);

/** 限期整改: a second look within so many days. */
export const GRACE_DAYS = 30;
/** 复核不合格: a case is proposed, or the reason why not recorded, within so many days. */
export const PROPOSED_WITHIN_DAYS = 30;
/** 牌匾: back within so many days of the revocation. */
export const PLAQUE_DAYS = 15;
/** 延续: within so many months before its validity ends, and on a reinspection passed within as many. */
export const RENEWAL_MONTHS = 12;
/** 合并后承接: within so many months of the dissolution. */
export const SUCCESSION_MONTHS = 6;

export const isInForce = (state: DesignationState): state is InForce =>
  state.status === 'designated' || state.status === 'conditional' || state.status === 'failed';

/** The designation in force. @throws Refusal NOT_DESIGNATED */
export function inForce(state: DesignationState): InForce {
  if (isInForce(state)) return state;
  throw refusal('NOT_DESIGNATED', { status: state.status });
}

/** Whether its validity is over on a day; without an end it never is. */
export const isOver = ({ until }: Held, day: Day): boolean => until !== null && until <= day;
