import { type OrganizationKind, organizationKindWords, parentKinds, type Wording } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { RegisterEntry } from '../rows/register.rules.ts';
import { type Fault, fault, type FaultCode } from '../fault.ts';

/** A row as far as the tree needs it, faulty rows too: children of a faulty row are not orphans. */
export interface TreeRow {
  readonly row: number;
  readonly code: string;
  readonly parentCode: string;
}

/** What the platform knows of an organization that the register only refers to. */
export interface KnownParent {
  readonly kind: OrganizationKind;
  readonly dissolvedOn: string | null;
}

export interface Tree {
  readonly file: string;
  readonly rows: readonly TreeRow[];
  readonly entries: readonly RegisterEntry[];
  /** From when a row's organization stands under the parent that it names; undefined: it stands there already. */
  readonly underFrom: (code: string) => Day | undefined;
}

/** Parents that rows name and the register itself does not have: to be looked up on the platform. */
export function parentsElsewhere(rows: readonly TreeRow[]): readonly string[] {
  const codes = new Set(rows.map(({ code }) => code));
  return [...new Set(rows.map(({ parentCode }) => parentCode))].filter((code) => code !== '' && !codes.has(code));
}

/** How the rows of a register hang together. */
export function treeFaults(tree: Tree, elsewhere: ReadonlyMap<string, KnownParent>): readonly Fault[] {
  const places = placesOf(tree.rows);
  const kinds = new Map(tree.entries.map(({ code, kind }) => [code, kind]));
  const faults: Fault[] = [];
  for (const { row, code, parentCode } of tree.rows) {
    const wrong = (found: FaultCode, at: { column: string; value: string; detail?: string | Wording }): void => {
      faults.push(fault(found, { file: tree.file, row, ...at }));
    };
    const others = (places.get(code) ?? []).filter((other) => other !== row);
    if (others[0] !== undefined) wrong('code-duplicate', { column: 'code', value: code, detail: String(others[0]) });
    const known = { places, elsewhere, kinds, underFrom: tree.underFrom };
    const parent = parentFault({ row, code, parentCode }, known);
    if (parent)
      wrong(parent.code, {
        column: 'parentCode',
        value: parentCode,
        ...(parent.detail ? { detail: parent.detail } : {}),
      });
  }
  return [...faults, ...cycleFaults(tree)];
}

interface Known {
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly elsewhere: ReadonlyMap<string, KnownParent>;
  readonly kinds: ReadonlyMap<string, OrganizationKind>;
  readonly underFrom: Tree['underFrom'];
}

type ParentFault = { readonly code: FaultCode; readonly detail?: string | Wording } | undefined;

function parentFault({ row, code, parentCode }: TreeRow, known: Known): ParentFault {
  if (parentCode === '') return undefined;
  const [first] = known.places.get(parentCode) ?? [];
  if (first === undefined) return outsideFault(code, known.elsewhere.get(parentCode), known);
  if (first > row) return { code: 'parent-later', detail: String(first) };
  return kindFault(known.kinds.get(code), known.kinds.get(parentCode));
}

/** A parent that was dissolved is none from that day on: whoever came under it before is under it. */
function outsideFault(code: string, parent: KnownParent | undefined, { kinds, underFrom }: Known): ParentFault {
  if (!parent) return { code: 'parent-unknown' };
  const [from, dissolvedOn] = [underFrom(code), parent.dissolvedOn];
  return dissolvedOn === null || from === undefined || from < dissolvedOn
    ? kindFault(kinds.get(code), parent.kind)
    : { code: 'dissolved', detail: dissolvedOn };
}

/** A row whose own kind is wrong has that fault already. */
function kindFault(kind: OrganizationKind | undefined, parentKind: OrganizationKind | undefined): ParentFault {
  if (!kind || !parentKind || parentKinds[kind].includes(parentKind)) return undefined;
  return { code: 'parent-kind', detail: organizationKindWords[parentKind] };
}

function placesOf(rows: readonly TreeRow[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { code, row } of rows) {
    if (code !== '') places.set(code, [...(places.get(code) ?? []), row]);
  }
  return places;
}

/** Every row that comes back to itself by climbing. */
function cycleFaults({ file, rows }: Tree): readonly Fault[] {
  const parents = new Map(rows.map(({ code, parentCode }) => [code, parentCode]));
  return rows
    .filter(({ code }) => code !== '' && comesBack(code, parents))
    .map(({ row, code }) => fault('parent-cycle', { file, row, column: 'parentCode', value: parents.get(code) ?? '' }));
}

function comesBack(code: string, parents: ReadonlyMap<string, string>): boolean {
  const climbed = new Set<string>();
  for (let at = parents.get(code); at && !climbed.has(at); at = parents.get(at)) {
    if (at === code) return true;
    climbed.add(at);
  }
  return false;
}
