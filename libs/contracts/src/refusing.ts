import { Refusal, type RefusalDetails } from '@zhibu/kernel';
import type { RefusalCode } from './catalogue.ts';
import type { sharedRefusals } from './refusals.ts';

/** How one aggregate refuses: with its own codes and those that several share. Another code does not compile. */
export interface Refusing<Code extends string> {
  /** A refusal to be thrown. */
  readonly refusal: (code: Code, details?: RefusalDetails) => Refusal;
  /** Guards read as sentences: `refuseIf(state.status === 'dissolved', 'ORGANIZATION_DISSOLVED')`. @throws Refusal */
  readonly refuseIf: (fault: boolean, code: Code, details?: RefusalDetails) => void;
}

/** A refusal by any code of the contracts, for the doors; to be thrown. */
export const refusal = (code: RefusalCode, details?: RefusalDetails): Refusal => new Refusal(code, details);

/** How an aggregate refuses; without a contract: by the codes that several share. */
export function refusing<Own extends object>(_contract?: {
  readonly refusals: Own;
}): Refusing<((object extends Own ? never : keyof Own) | keyof typeof sharedRefusals) & string> {
  return {
    refusal: (code, details) => new Refusal(code, details),
    refuseIf: (fault, code, details) => {
      if (fault) throw new Refusal(code, details);
    },
  };
}
