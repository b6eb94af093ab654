import type { Approval, ProgrammeEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** 命名项目: what is designated, by whom, under which conditions of form. */
export type ProgrammeState =
  | { readonly status: 'none' }
  | { readonly status: 'registered'; readonly programme: Programme; readonly approval: ApprovalBasis | null };

export type Programme = Extract<ProgrammeEvent, { type: 'ProgrammeRegistered' }>['data'];

/** On what it rests, as recorded last. */
export interface ApprovalBasis {
  readonly approval: Approval;
  readonly documentNo: string;
}

export const noProgramme: ProgrammeState = { status: 'none' };

export const evolveProgramme: EvolveMap<{ state: ProgrammeState; event: ProgrammeEvent }> = {
  ProgrammeRegistered: (_state, { data }) => ({ status: 'registered', programme: data, approval: null }),
  ApprovalBasisRecorded: (state, { data: { approval, basis } }) =>
    state.status === 'none' ? state : { ...state, approval: { approval, documentNo: basis.documentNo } },
};
