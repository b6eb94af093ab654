import type { ComponentChildren } from 'preact';
import { momentIn, withMoment } from '../moment.ts';
import { useAddress } from '../router.ts';

interface LinkTo {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string | undefined;
  /** What it is called where its text says too little. */
  readonly label?: string | undefined;
  readonly isHere?: boolean;
}

/** A link of the application: the moment that one looks at goes with it. */
export function Link({ to, children, class: named, label, isHere = false }: LinkTo) {
  const { search } = useAddress();
  return (
    <a
      href={withMoment(to, momentIn(search))}
      class={named}
      aria-label={label}
      aria-current={isHere ? 'page' : undefined}
    >
      {children}
    </a>
  );
}
