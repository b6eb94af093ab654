import { whole } from '../words/numbers.ts';
import { Link } from './link.part.tsx';

interface CountOf {
  readonly of: number;
  /** The list that it counts. */
  readonly to?: string | undefined;
  /** What the link is called. */
  readonly label?: string | undefined;
}

/** A figure, which opens the list that it counts. */
export const Count = ({ of, to, label }: CountOf) =>
  to === undefined ? (
    <span class="count">{whole(of)}</span>
  ) : (
    <Link to={to} class="count" label={label === undefined ? undefined : `${label} ${whole(of)}`}>
      {whole(of)}
    </Link>
  );
