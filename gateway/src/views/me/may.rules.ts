import {
  commandCatalogue,
  type CommandContract,
  dutiesAllowing,
  type DutySubject,
  type HeldDuty,
  type Right,
  rights,
} from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { commandInputs } from '../../commands/input-shape.ts';

/** What somebody may be asked about: what is named, and whom its organization stands under. */
export interface MaySubject extends DutySubject {
  /** `nothing`: what is about no organization, or about the platform itself. */
  readonly of: 'organization' | 'problem' | 'duty' | 'nothing';
}

/** The subjects of their own that commands are about. */
const OWN: Readonly<Record<string, MaySubject['of']>> = { problemId: 'problem', dutyId: 'duty' };
/** The kinds of organization that fields are about by their names; others are about any. */
const KINDS: Readonly<Record<string, string>> = {
  branchId: 'branch',
  workCommitteeId: 'work-committee',
  unitId: 'unit',
};

/** The commands that are about the platform where they name no organization. */
const ofThePlatform = new Set(
  commandInputs().flatMap(({ contract: { name, about }, shape }) =>
    shape.fields.some((field) => field.name === about && !field.required) ? [name] : [],
  ),
);

const commands = Object.values(commandCatalogue).toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Whoever asks: a person by his duties, or the operator, who does whatever is not the platform's own. */
export type Holder = readonly HeldDuty[] | 'operator';

/** The commands that he may send about a subject, by name. Source: access.md, section 2. */
export const mayAbout = (holder: Holder, subject: MaySubject): readonly string[] =>
  commands
    .filter((command) => isAbout(command, subject) && holds(holder, command.right, subject))
    .map(({ name }) => name);

/** The commands that he may send about some subject, by name. */
export const maySomewhere = (holder: Holder, today: Day): readonly string[] =>
  commands.filter(({ right }) => holds(holder, right, { lineage: null, today })).map(({ name }) => name);

/** The rights that he has somewhere, in their order. */
export const rightsSomewhere = (holder: Holder, today: Day): readonly Right[] =>
  rights.filter((right) => holds(holder, right, { lineage: null, today }));

function holds(holder: Holder, right: Right, subject: DutySubject): boolean {
  return holder === 'operator' ? right !== 'system' : dutiesAllowing(holder, right, subject).length > 0;
}

function isAbout(command: CommandContract, { of, lineage }: MaySubject): boolean {
  const { name, about } = command;
  if (of === 'nothing') return lineage === null ? about === null : ofThePlatform.has(name);
  if (of !== kindOfSubject(command)) return false;
  const kind = KINDS[about ?? ''];
  return kind === undefined || kind === lineage?.[0]?.kind;
}

const kindOfSubject = ({ about }: CommandContract): MaySubject['of'] =>
  about === null ? 'nothing' : (OWN[about] ?? 'organization');
