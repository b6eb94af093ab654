import type { OrganizationKind } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { ALWAYS, type Day } from '@zhibu/kernel';
import { childrenFrom, placesOf } from '@zhibu/register';

const NAMED_AT_MOST = 100;

/** The organizations that would stand under one on its last day or later, by code; a hundred of them at most. */
export async function livingChildren(sql: Sql, parentId: string, dissolvedOn: Day): Promise<readonly string[]> {
  return (await childrenFrom(sql, parentId, dissolvedOn)).slice(0, NAMED_AT_MOST);
}

/** The units that stand under one on a day or later, by code. */
export async function unitsUnder(sql: Sql, parentId: string, day: Day): Promise<readonly string[]> {
  const children = await childrenFrom(sql, parentId, day);
  const places = await placesOf(sql, children, day);
  return children.filter((id) => places.get(id)?.kind === 'unit').slice(0, NAMED_AT_MOST);
}

/** The kinds of those that stand under one on any day. */
export async function childKinds(sql: Sql, parentId: string): Promise<readonly OrganizationKind[]> {
  const places = await placesOf(sql, await childrenFrom(sql, parentId, ALWAYS), ALWAYS);
  return [...new Set([...places.values()].map(({ kind }) => kind))];
}
