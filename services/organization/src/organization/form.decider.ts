import type { OrganizationEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import type { NamingFacts } from './facts.ts';
import { formOn, refuseForm } from './form.rules.ts';
import { actedOn, type DataOf, recorded, refuseIf, refuseWithout } from './living.rules.ts';
import type { Formed, OrganizationState } from './organization.state.ts';
import { refuseNamed } from './parent.rules.ts';
import { valueOn } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

const formFields = ['form', 'purpose', 'approvedBy', 'expectedEnd'] as const;

/** 形式: the one that it has on that day, said alike, is no news. */
export function setForm(data: DataOf<'SetForm'>, state: OrganizationState, { today, named }: NamingFacts): Decided {
  const organization = actedOn(state, data, today);
  refuseWithout('form', organization);
  refuseForm(data);
  const { approvedBy, effectiveOn: on } = data;
  const before: Formed = valueOn(organization.forms, on) ?? { form: 'ordinary' };
  if (formFields.every((field) => before[field] === data[field])) return [];
  if (approvedBy !== undefined) refuseNamed({ field: 'approvedBy', id: approvedBy, on }, named.get(approvedBy));
  return recorded(state, { type: 'FormSet', data: { ...data, findings: [] } });
}

/** 领域 from a day on. */
export function setSector(data: DataOf<'SetSector'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = actedOn(state, data, today);
  if (valueOn(organization.sectors, data.effectiveOn) === data.sector) return [];
  return recorded(state, { type: 'SectorSet', data: { ...data, findings: [] } });
}

/** 联合党支部's units, the lead unit among them; more than five is a finding, not a refusal. */
export function setJointUnits(
  data: DataOf<'SetJointUnits'>,
  state: OrganizationState,
  { today, named }: NamingFacts,
): Decided {
  const organization = actedOn(state, data, today);
  const { unitIds, effectiveOn: on } = data;
  refuseIf(formOn(organization, on) !== 'joint', 'NOT_JOINT', { field: 'organizationId' });
  if (valueOn(organization.jointUnits, on)?.join(':') === unitIds.join(':')) return [];
  unitIds.forEach((id, index) => {
    const field = `unitIds.${index}`;
    refuseIf(unitIds.indexOf(id) !== index, 'NOT_A_MEMBER_UNIT', { field, unitId: id });
    const kind = refuseNamed({ field, id, on }, named.get(id));
    refuseIf(kind !== 'unit', 'NOT_A_MEMBER_UNIT', { field, unitId: id, kind });
  });
  return recorded(state, { type: 'JointUnitsSet', data: { ...data, findings: [] } });
}
