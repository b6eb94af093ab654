import type { RecordedEvent } from '@zhibu/kernel';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The event that caused another; undefined: none. Whoever sends a command may name what caused it in words of its own;
 * events are found by theirs.
 */
export const causeIdOf = ({ metadata: { causationId } }: RecordedEvent): string | undefined =>
  causationId !== undefined && UUID.test(causationId) ? causationId : undefined;
