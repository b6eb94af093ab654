import { refusing, remediationContract } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { RemediationState } from './remediation.state.ts';

export const { refuseIf, refusal } = refusing(remediationContract);

/** Since when the remediation that goes on is open. @throws Refusal REMEDIATION_NOT_OPEN */
export function sinceOpened(state: RemediationState): Day {
  if (state.status !== 'open') throw refusal('REMEDIATION_NOT_OPEN', { status: state.status });
  return state.since;
}
