import { addressOf } from '../navigation.ts';
import { words } from '../words/words.ts';
import { Link } from './link.part.tsx';

/** An organization on the way down to the one that is shown. */
export interface Crumb {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

/** A chain of parents, as the gateway answers it. */
export interface Parented extends Crumb {
  readonly parent?: Parented | null;
}

/** From the highest down to the organization itself. */
export const crumbsOf = ({ parent, id, kind, name }: Parented): readonly Crumb[] => [
  ...(parent ? crumbsOf(parent) : []),
  { id, kind, name },
];

/** 组织隶属: where one stands in the tree. */
export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav class="crumbs" aria-label={words.frame.crumbs}>
      <ol>
        {crumbs.map((crumb) => (
          <li key={crumb.id}>
            <Link to={addressOf(crumb)}>{crumb.name}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
