import type { OrganizationKind } from '@zhibu/contracts';
import { type Day, lastDayOf } from '@zhibu/kernel';
import type { RegisterEntry } from '../rows/register.rules.ts';
import type { Handover } from './handover.ts';
import type { Known, Registered } from './known.ts';

/** An organization as far as the scope of a round needs it: by the register where it has it, else by the platform. */
export interface Placed {
  readonly code: string;
  readonly kind: OrganizationKind;
  readonly parentCode: string | undefined;
  readonly sector: string | undefined;
  readonly openedOn: Day;
  readonly dissolvedOn: Day | undefined;
}

export type Places = ReadonlyMap<string, Placed>;

/** Where everything stands once the register is taken in. */
export function placesOf(handover: Handover, known: Known): Places {
  const places = new Map([...known.organizations].map(([code, one]) => [code, placedByPlatform(one)]));
  for (const entry of handover.register) {
    const { code, kind, parentCode, sector, openedOn } = entry;
    const before = places.get(code);
    places.set(code, {
      code,
      kind,
      parentCode,
      sector: sector ?? before?.sector,
      openedOn,
      dissolvedOn: endOf(entry, before),
    });
  }
  return places;
}

/** The first day on which an organization is no more, once its row is taken in. */
function endOf({ change, effectiveOn }: RegisterEntry, before: Placed | undefined): Day | undefined {
  if (change === undefined) return before?.dissolvedOn;
  return change === 'dissolve' ? effectiveOn : undefined;
}

function placedByPlatform({ id, kind, parent, sector, openedOn, dissolvedOn }: Registered): Placed {
  return {
    code: id,
    kind,
    parentCode: parent?.id,
    sector: sector ?? undefined,
    openedOn,
    dissolvedOn: dissolvedOn ?? undefined,
  };
}

/** The work committee that a branch stands under. */
export function committeeOf(places: Places, code: string): string | undefined {
  const climbed = new Set<string>();
  for (let at = places.get(code); at && !climbed.has(at.code); at = places.get(at.parentCode ?? '')) {
    if (at.kind === 'work-committee') return at.code;
    climbed.add(at.code);
  }
  return undefined;
}

/** Why a branch is outside the round (domain.md, section 4); undefined: it is inside. */
export function outsideBecause(
  places: Places,
  branch: Placed,
  round: { readonly sector: string; readonly period: string },
): string | undefined {
  const lastDay = lastDayOf(round.period);
  if (branch.sector !== round.sector) return `sector ${branch.sector ?? ''} ≠ ${round.sector}`;
  if (branch.openedOn > lastDay) return `openedOn ${branch.openedOn}`;
  if (branch.dissolvedOn !== undefined && branch.dissolvedOn <= lastDay) return `dissolvedOn ${branch.dissolvedOn}`;
  return committeeOf(places, branch.code) === undefined ? '工委' : undefined;
}
