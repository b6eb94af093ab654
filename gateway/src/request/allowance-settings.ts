import { readConfiguration, wholeNumber } from '@zhibu/service-kit';
import { type Allowances, allowancesUnlessTold } from './turns.ts';

const { each, local } = allowancesUnlessTold;
const atOnce = (fallback: number) => wholeNumber({ min: 1, max: 1_000, fallback });
const aMinute = (fallback: number) => wholeNumber({ min: 1_000, max: 1_000_000_000, fallback });

/** What people may ask at once and a minute, and the programs of this machine; see `Allowances`. */
export const allowanceSettings = {
  OPERATIONS_AT_ONCE: atOnce(each.atOnce),
  PRICE_A_MINUTE: aMinute(each.priceAMinute),
  LOCAL_OPERATIONS_AT_ONCE: atOnce(local.atOnce),
  LOCAL_PRICE_A_MINUTE: aMinute(local.priceAMinute),
};

/** @throws ConfigurationError naming every wrong one */
export function allowancesFrom(environment: Readonly<Record<string, string | undefined>>): Allowances {
  const settings = readConfiguration(allowanceSettings, environment);
  return {
    each: { atOnce: settings.OPERATIONS_AT_ONCE, priceAMinute: settings.PRICE_A_MINUTE },
    local: { atOnce: settings.LOCAL_OPERATIONS_AT_ONCE, priceAMinute: settings.LOCAL_PRICE_A_MINUTE },
  };
}
