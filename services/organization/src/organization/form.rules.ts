import type { Day } from '@zhibu/kernel';
import { type DataOf, refusal, refuseIf } from './living.rules.ts';
import type { Membership, Organization } from './organization.state.ts';
import { valueOn } from './timeline.ts';

/** 形式 on a day; an ordinary one where none was set. */
export const formOn = ({ forms }: Organization, day: Day) => valueOn(forms, day)?.form ?? 'ordinary';

const temporaryFields = ['purpose', 'approvedBy', 'expectedEnd'] as const;

/**
 * A temporary branch names what for, approved by whom, and until when; no other form does.
 * @throws Refusal TEMPORARY_INCOMPLETE, ONLY_TEMPORARY
 */
export function refuseForm(data: DataOf<'SetForm'>): void {
  if (data.form !== 'temporary') {
    const field = temporaryFields.find((name) => data[name] !== undefined);
    return refuseIf(field !== undefined, 'ONLY_TEMPORARY', { field: field ?? 'form' });
  }
  const missing = temporaryFields.find((name) => data[name] === undefined);
  const { effectiveOn, expectedEnd = '' } = data;
  if (missing !== undefined || expectedEnd <= effectiveOn)
    throw refusal('TEMPORARY_INCOMPLETE', { field: missing ?? 'expectedEnd', effectiveOn });
}

interface Reported extends Membership {
  readonly effectiveOn: Day;
}

/**
 * Members by unit are those of a joint branch on that day, each of its units at most once, and add up.
 * @throws Refusal NOT_JOINT, NOT_A_MEMBER_UNIT, UNITS_AND_TOTAL_DIFFER
 */
export function refuseUnits(data: Reported, organization: Organization): void {
  const { units, effectiveOn } = data;
  if (!units) return;
  refuseIf(formOn(organization, effectiveOn) !== 'joint', 'NOT_JOINT', { field: 'units' });
  const members = valueOn(organization.jointUnits, effectiveOn) ?? [];
  const stranger = units.findIndex(
    ({ unitId }, index) => !members.includes(unitId) || units.findIndex((unit) => unit.unitId === unitId) !== index,
  );
  refuseIf(stranger !== -1, 'NOT_A_MEMBER_UNIT', {
    field: `units.${stranger}.unitId`,
    unitId: units[stranger]?.unitId,
    units: members,
  });
  for (const field of ['fullMembers', 'probationaryMembers'] as const) {
    const sum = units.reduce((total, unit) => total + unit[field], 0);
    refuseIf(sum !== data[field], 'UNITS_AND_TOTAL_DIFFER', { field, [field]: data[field], sum });
  }
}
