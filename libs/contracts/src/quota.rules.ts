import { editionTerms, quotaAllows, type QuotaTerms } from './edition.rules.ts';
import type { EditionContent } from './edition.ts';
import type { QuotaExceeded, RoundEdition } from './round.shapes.ts';

/** A branch with its grade, as quotas count it. */
export interface Counted {
  readonly editionId: string;
  readonly unitId: string;
  readonly grade: string;
}

/** What a quota of an edition says over one committee, unit or group. */
export interface QuotaReading extends QuotaExceeded {
  readonly exceeded: boolean;
}

/** 比例限额: every quota of an edition with whom it is counted over, how many have the grade, and how many may. */
export function quotaReadings(
  { editionId, content }: { readonly editionId: string; readonly content: EditionContent },
  groups: RoundEdition['groups'],
  counted: readonly Counted[],
): readonly QuotaReading[] {
  const own = counted.filter((each) => each.editionId === editionId);
  return editionTerms(content).quotas.flatMap((quota) =>
    scopesOf(quota, groups, own).map(({ scope, branches }) => {
      const count = branches.filter(({ grade }) => grade === quota.grade).length;
      const allowed = quotaAllows(quota, branches.length);
      return {
        editionId,
        per: quota.per,
        ...scope,
        grade: quota.grade,
        maxShare: String(quota.maxShare),
        branches: branches.length,
        count,
        allowed,
        exceeded: count > allowed,
      };
    }),
  );
}

type Scope = Pick<QuotaExceeded, 'unitId' | 'group'>;

function scopesOf(
  { per }: QuotaTerms,
  groups: RoundEdition['groups'],
  counted: readonly Counted[],
): readonly { readonly scope: Scope; readonly branches: readonly Counted[] }[] {
  switch (per) {
    case 'committee':
      return [{ scope: {}, branches: counted }];
    case 'unit':
      return [...Map.groupBy(counted, ({ unitId }) => unitId)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([unitId, branches]) => ({ scope: { unitId }, branches }));
    case 'group':
      return byGroup(groups ?? [], counted);
  }
}

/** The groups in their order, and at the end the units that stand in none. */
function byGroup(groups: NonNullable<RoundEdition['groups']>, counted: readonly Counted[]) {
  const grouped = groups.map(({ group, units }) => ({
    scope: { group },
    branches: counted.filter(({ unitId }) => units.includes(unitId)),
  }));
  const known = new Set(groups.flatMap(({ units }) => units));
  const rest = counted.filter(({ unitId }) => !known.has(unitId));
  return [...grouped, ...(rest.length > 0 ? [{ scope: {}, branches: rest }] : [])];
}
