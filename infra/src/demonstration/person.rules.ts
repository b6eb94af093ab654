import { oneOf } from './chance.rules.ts';
import type { Sender } from './stage.rules.ts';

/** Two persons of an organization: who keeps the lists, and who verifies what others have done. */
export interface Clerks {
  readonly clerk: Sender;
  readonly verifier: Sender;
}

/** 办公室经办人、验收人, by reference; names stand nowhere. */
export const clerksOf = (organization: string): Clerks => ({
  clerk: { actor: `${referenceOf(organization)}-01`, actingFor: organization },
  verifier: { actor: `${referenceOf(organization)}-02`, actingFor: organization },
});

/** 党支部书记, for the branch. */
export const secretaryOf = (branch: string): Sender => ({ actor: `${referenceOf(branch)}-01`, actingFor: branch });

/** 量化到岗、具体到人: the posts of a branch, by the numbers of its committee's members. */
const POSTS = [
  { post: '党支部书记', member: '01' },
  { post: '组织委员', member: '02' },
  { post: '宣传委员', member: '03' },
  { post: '纪检委员', member: '04' },
] as const;

/** Who answers for a rectification, in which post. */
export function postOf(organization: string, id: string): { readonly post: string; readonly responsibleId: string } {
  if (!organization.includes('-B')) return { post: '工委分管负责人', responsibleId: `${referenceOf(organization)}-03` };
  const { post, member } = oneOf('post', id, POSTS);
  return { post, responsibleId: `${referenceOf(organization)}-${member}` };
}

/** 挂钩联系人 of a remediation. */
export const helperOf = (branch: string): string => `${referenceOf(unitCodeOf(branch))}-11`;

/** 督查组: two persons of a committee, the leader first. */
export const inspectorsOf = (organization: string): readonly [string, string] => [
  `${referenceOf(organization)}-04`,
  `${referenceOf(organization)}-05`,
];

const unitCodeOf = (branch: string): string => branch.replace(/-B\d+$/, '');

/** A person's reference begins as the register's do: P, then the organization's code within the committee. */
const referenceOf = (organization: string): string => `P-${organization.replace(/^\d+-SZGW-/, '')}`;
