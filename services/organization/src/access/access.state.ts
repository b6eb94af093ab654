import type { AccessEvent, AccessHead } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** 访问日志 of a day: where its chains stood at the end. */
export type AccessState = { readonly status: 'none' } | { readonly status: 'sealed'; readonly head: AccessHead };

export const notSealed: AccessState = { status: 'none' };

export const evolveAccess: EvolveMap<{ state: AccessState; event: AccessEvent }> = {
  AccessHeadSealed: (_state, { data }) => ({ status: 'sealed', head: data }),
};
