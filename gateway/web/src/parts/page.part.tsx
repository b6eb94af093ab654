import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { momentIn } from '../moment.ts';
import { useAddress } from '../router.ts';
import { words } from '../words/words.ts';
import { type Crumb, Crumbs } from './crumbs.part.tsx';
import { MomentBar, type MomentShown } from './moment-bar.part.tsx';

interface PageOf {
  readonly title: string;
  /** What stands beside the title, quieter. */
  readonly beside?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly crumbs?: readonly Crumb[] | undefined;
  /** Which parts of the moment the screen goes by; none: it shows what is so now. */
  readonly moment?: MomentShown | undefined;
  readonly children: ComponentChildren;
}

/** A screen: where it stands, what moment it shows, its one title, what it holds. */
export function Page({ title, beside, actions, crumbs, moment, children }: PageOf) {
  const heading = useTitle(title);
  const isPast = momentIn(useAddress().search).knownAt !== undefined;
  return (
    <>
      {crumbs === undefined && moment === undefined ? null : (
        <div class={isPast ? 'bar past' : 'bar'}>
          {crumbs === undefined ? null : <Crumbs crumbs={crumbs} />}
          {moment === undefined ? null : <MomentBar {...moment} />}
        </div>
      )}
      <div class="page">
        <header class="title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside === undefined ? null : <p class="beside">{beside}</p>}
          {actions === undefined ? null : <div class="actions">{actions}</div>}
        </header>
        {children}
      </div>
    </>
  );
}

let isFirst = true;

/** The title of the window; whoever came from another screen begins to read at the heading. */
function useTitle(title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${words.frame.platform}`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return heading;
}
