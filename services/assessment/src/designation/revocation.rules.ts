import type { CommandNamed } from '@zhibu/contracts';
import type { Overturned, Revocation } from '../revocations.lookup.ts';

/** 取消命名 as it was decided, from its own day on. */
export const revokeBy = ({
  programmeId,
  organizationId,
  revocationId,
  designatedOn,
  basis,
  reason,
  revokedFrom,
}: Revocation): CommandNamed<'RevokeDesignation'> => ({
  name: 'RevokeDesignation',
  data: {
    programmeId,
    organizationId,
    revocationId,
    designatedOn,
    basis,
    effectiveOn: revokedFrom,
    ...(reason !== null && { reason }),
  },
});

/** Why a designation is restored, where the decision on the appeal says no more. */
const OVERTURNED = '申诉成立，恢复命名';

/** 恢复命名 by the decision on an appeal. */
export const restoreBy = ({
  programmeId,
  organizationId,
  revocationId,
  reason,
}: Pick<
  Overturned,
  'programmeId' | 'organizationId' | 'revocationId' | 'reason'
>): CommandNamed<'RestoreDesignation'> => ({
  name: 'RestoreDesignation',
  data: { programmeId, organizationId, revocationId, because: 'appeal-overturned', reason: reason ?? OVERTURNED },
});
