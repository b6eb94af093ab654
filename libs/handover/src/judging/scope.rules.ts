import {
  type EditionContent,
  type OrganizationKind,
  organizationKindWords,
  sectors,
  sectorWords,
  type Wording,
} from '@zhibu/contracts';
import { type Day, lastDayOf } from '@zhibu/kernel';
import type { RegisterEntry } from '../rows/register.rules.ts';
import { graderOf } from './grader.rules.ts';
import type { Handover } from './handover.ts';
import type { Known, Registered } from './known.ts';

/** An organization as far as the scope of a round needs it: by the register where it has it, else by the platform. */
export interface Placed {
  readonly code: string;
  readonly kind: OrganizationKind;
  readonly parentCode: string | undefined;
  readonly sector: string | undefined;
  /** 形式, as the platform has it: registers do not say. */
  readonly form: string;
  readonly openedOn: Day;
  readonly dissolvedOn: Day | undefined;
}

export type Places = ReadonlyMap<string, Placed>;

/** Where everything stands once the register is taken in. */
export function placesOf(handover: Handover, known: Known): Places {
  const places = new Map([...known.organizations].map(([code, one]) => [code, placedByPlatform(one)]));
  for (const entry of handover.register) {
    const { code, kind, parentCode, openedOn } = entry;
    const before = places.get(code);
    places.set(code, {
      code,
      kind,
      parentCode,
      sector: sectorAtEnd(entry, before, handover.period),
      form: before?.form ?? 'ordinary',
      openedOn,
      dissolvedOn: endOf(entry, before),
    });
  }
  return places;
}

/** A sector that holds from a later day than the period's last is not the one it is graded in. */
function sectorAtEnd(
  { sector, effectiveOn }: RegisterEntry,
  before: Placed | undefined,
  period: string,
): string | undefined {
  const isLater = before !== undefined && effectiveOn !== undefined && effectiveOn > lastDayOf(period);
  return isLater ? before.sector : (sector ?? before?.sector);
}

/** The first day on which an organization is no more, once its row is taken in. */
function endOf({ change, effectiveOn }: RegisterEntry, before: Placed | undefined): Day | undefined {
  if (change === undefined) return before?.dissolvedOn;
  return change === 'dissolve' ? effectiveOn : undefined;
}

function placedByPlatform({ id, kind, parent, sector, form, openedOn, dissolvedOn }: Registered): Placed {
  return {
    code: id,
    kind,
    parentCode: parent?.id,
    sector: sector ?? undefined,
    form,
    openedOn,
    dissolvedOn: dissolvedOn ?? undefined,
  };
}

/** The work committee that a branch stands under. */
export const committeeOf = (places: Places, code: string): string | undefined => above(places, code, 'work-committee');

/** The organization of a kind that another stands under, or is. */
export function above(places: Places, code: string, kind: OrganizationKind): string | undefined {
  const climbed = new Set<string>();
  for (let at = places.get(code); at && !climbed.has(at.code); at = places.get(at.parentCode ?? '')) {
    if (at.kind === kind) return at.code;
    climbed.add(at.code);
  }
  return undefined;
}

/** A round as far as its scope goes. */
export interface RoundScope {
  readonly graders: readonly EditionContent[];
  readonly period: string;
}

/** Why an organization is outside the round (domain.md, section 4), in words; undefined: it is inside. */
export function outsideBecause(places: Places, placed: Placed, { graders, period }: RoundScope): Wording | undefined {
  const lastDay = lastDayOf(period);
  const { openedOn, dissolvedOn } = placed;
  if (!graderOf(graders, placed)) return ofNoEdition(placed, graders);
  if (placed.form === 'temporary') return { zh: '临时党支部不参加定级', en: 'a temporary branch is not graded' };
  if (openedOn > lastDay) return { zh: `${openedOn}才成立`, en: `it opened on ${openedOn}` };
  if (dissolvedOn !== undefined && dissolvedOn <= lastDay)
    return { zh: `已于${dissolvedOn}撤销`, en: `it was dissolved on ${dissolvedOn}` };
  if (committeeOf(places, placed.code) !== undefined) return undefined;
  return { zh: '不隶属于任何工委', en: 'it stands under no work committee' };
}

/** Why none of the editions grades an organization. */
export function ofNoEdition({ sector, kind }: Placed, graders: readonly EditionContent[]): Wording {
  if (sector === undefined) return { zh: '没有登记领域', en: 'its sector is not registered' };
  if (graders.some((edition) => edition.sector === sector)) {
    const { zh, en } = organizationKindWords[kind];
    return { zh: `所给标准不评定${zh}`, en: `no edition given grades a ${en}` };
  }
  const [own, all] = [sectorWording(sector), graders.map((edition) => sectorWording(edition.sector))];
  return {
    zh: `领域为${own.zh}，所给标准适用于${all.map(({ zh }) => zh).join('、')}`,
    en: `its sector is ${own.en}, the editions given are for ${all.map(({ en }) => en).join(', ')}`,
  };
}

/** 领域 in words; one that the list does not have as it stands, quoted. */
export function sectorWording(sector: string): Wording {
  const known = sectors.find((one) => one === sector);
  return known ? sectorWords[known] : { zh: `“${sector}”`, en: `“${sector}”` };
}
