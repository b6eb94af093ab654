import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.part.tsx';

interface TagOf {
  readonly look?: 'plain' | 'ok' | 'late' | 'wait';
  readonly icon?: IconName | undefined;
  readonly children: ComponentChildren;
}

/** A state in a word or two. */
export function Tag({ look = 'plain', icon, children }: TagOf) {
  return (
    <span class={`tag ${look}`}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  );
}
