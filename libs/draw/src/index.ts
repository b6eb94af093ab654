export { DrawFault, type FaultPlace } from './fault.ts';
export {
  type Outcome,
  outcomeOf,
  type Share,
  sharesOf,
  standing,
  substitutesOf,
  type Substitution,
} from './outcome.ts';
export {
  type BranchRow,
  type ExclusionRow,
  FORMAT,
  freezePopulation,
  type FrozenPopulation,
  INSPECTED_THIS_YEAR,
  type Population,
  populationOfText,
} from './population.ts';
export { type Receipt, type ReceiptBody, receiptOf, receiptText, seedOfBodies } from './receipt.ts';
export { commitmentOf, isHexOf32, missedReveal, NONCE_BYTES, nonceOf, seedOf } from './reveal.ts';
export { type DesignatedLevel, type GradeStanding, stratumOf } from './stratum.ts';
export { type Verification, verifyReceipt, verifyReceiptBytes } from './verify.ts';
export type { FaultCode } from './vocabulary.ts';
