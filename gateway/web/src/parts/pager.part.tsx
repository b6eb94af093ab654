import { useAddress } from '../router.ts';
import { words } from '../words/words.ts';

interface PagerOf {
  /** From where the next page begins; null: there is none. */
  readonly after: string | null;
  readonly isFirst: boolean;
}

/** On to the next page of a list, and back to its first; the place stands in the address. */
export function Pager({ after, isFirst }: PagerOf) {
  const { path, search } = useAddress();
  const at = (cursor: string | null): string => {
    const given = new URLSearchParams(search);
    if (cursor === null) given.delete('after');
    else given.set('after', cursor);
    return `${path}?${given.toString()}`;
  };
  if (after === null && isFirst) return null;
  return (
    <nav class="pager" aria-label={words.frame.pages}>
      {isFirst ? null : (
        <a class="button" href={at(null)}>
          {words.frame.firstPage}
        </a>
      )}
      {after === null ? null : (
        <a class="button" href={at(after)}>
          {words.frame.nextPage}
        </a>
      )}
    </nav>
  );
}
