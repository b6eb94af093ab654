import type { EditionContent, RoundEvent } from '@zhibu/contracts';
import { compare, exact, multiply } from '@zhibu/kernel';

type Closed = Extract<RoundEvent, { type: 'RoundClosed' }>['data'];

/** Every grade of the edition in its order with how many branches have it, zeros included. */
export function distributionOf({ grades }: EditionContent, given: readonly string[]): Closed['distribution'] {
  return grades.map(({ code, label }) => ({
    grade: code,
    label,
    count: given.filter((grade) => grade === code).length,
  }));
}

/** 比例限额: the quotas of which more branches have the grade than `maxShare` of all in scope, exactly. */
export function quotasExceeded({ quotas }: EditionContent, given: readonly string[]): Closed['quotasExceeded'] {
  return quotas.flatMap(({ grade, maxShare }) => {
    const count = given.filter((each) => each === grade).length;
    const share = multiply(exact(maxShare), exact(given.length));
    if (compare(exact(count), share) <= 0) return [];
    return [{ grade, maxShare: String(maxShare), count, allowed: Number(share.numerator / share.denominator) }];
  });
}
