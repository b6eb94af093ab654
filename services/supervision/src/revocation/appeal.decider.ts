import type { CommandNamed, RevocationEvent } from '@zhibu/contracts';
import { handsOf, type Sent, shareAHand } from '@zhibu/kernel';
import {
  APPEAL_DECIDED_WITHIN_DAYS,
  type BodiesFacts,
  type Body,
  bodyActing,
  isAbove,
  lateness,
  proposed,
  refusal,
  refuseIf,
  step,
  within,
} from './revocation.rules.ts';
import type { Decision, RevocationState } from './revocation.state.ts';

/** 申诉: once, against a decision to revoke; what is revoked stays so meanwhile. */
export function lodgeAppeal(
  { says }: CommandNamed<'LodgeAppeal'>['data'],
  state: RevocationState,
  { today }: Sent,
): RevocationEvent[] {
  const known = proposed(state);
  if ('appeal' in known) {
    refuseIf(known.appeal.says !== says, 'APPEAL_LODGED', { field: 'says' });
    return [];
  }
  const appealBy = 'decision' in known ? known.decision.appealBy : null;
  if (appealBy === null) throw refusal('NOTHING_TO_APPEAL', { status: known.status });
  refuseIf(today > appealBy, 'APPEAL_OUT_OF_TIME', { appealBy, today });
  const decideBy = within(APPEAL_DECIDED_WITHIN_DAYS, today);
  return [{ type: 'AppealLodged', data: { ...step(known, today), says, decideBy } }];
}

/** 申诉处理: by a level above the one that decided, and by nobody who had a hand in it. */
export function decideAppeal(
  { outcome, basis, reason }: CommandNamed<'DecideAppeal'>['data'],
  state: RevocationState,
  facts: BodiesFacts,
): RevocationEvent[] {
  const known = proposed(state);
  if (known.status === 'appeal-decided') {
    const { ending } = known;
    const isSame = ending.outcome === outcome && ending.documentNo === basis.documentNo;
    refuseIf(!isSame, 'APPEAL_DECIDED', { field: 'outcome' });
    refuseIf(ending.reason !== (reason ?? null), 'APPEAL_DECIDED', { field: 'reason' });
    return [];
  }
  if (known.status !== 'appealed') throw refusal('APPEAL_MISSING', { status: known.status });
  const { decision, proposers, appeal } = known;
  const hands = [...proposers, ...decision.deciders];
  refuseIf(shareAHand(handsOf(facts.actor), hands), 'APPEAL_BY_SAME_HAND');
  const { id: bodyId } = bodyAbove(decision, facts);
  const { today } = facts;
  const late = lateness(reason, { today, decideBy: appeal.decideBy });
  const said = { outcome, basis, ...(reason !== undefined && { reason }), bodyId, ...late };
  return [{ type: 'AppealDecided', data: { ...step(known, today), ...said } }];
}

/** Where nothing stands above, as at the province, others of the same body. @throws Refusal APPEAL_OF_ANOTHER_LEVEL */
function bodyAbove({ bodyId, bodyLevel }: Decision, facts: BodiesFacts): Body {
  const body = bodyActing(facts);
  const isHighest = !facts.bodies.some(({ level }) => isAbove(level, bodyLevel));
  const mayDecide = isHighest ? body.id === bodyId : isAbove(body.level, bodyLevel);
  refuseIf(!mayDecide, 'APPEAL_OF_ANOTHER_LEVEL', { level: bodyLevel, organizationId: body.id });
  return body;
}
