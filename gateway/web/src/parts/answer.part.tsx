import type { ComponentChildren } from 'preact';
import type { Answered } from '../answers/answers.ts';
import { FaultNotice } from './notice.part.tsx';
import { Waiting } from './waiting.part.tsx';

interface AnswerOf<Data> {
  readonly of: Answered<Data>;
  readonly lines?: number;
  readonly children: (data: Data) => ComponentChildren;
}

/** What was answered; until then its shape, and where it does not come, why. An old answer stands until the new one is there. */
export function Answer<Data>({ of: { data, fault, again }, lines, children }: AnswerOf<Data>) {
  const told = fault === undefined ? null : <FaultNotice fault={fault} again={again} />;
  if (data === undefined) return told ?? <Waiting {...(lines === undefined ? {} : { lines })} />;
  return (
    <>
      {told}
      {children(data)}
    </>
  );
}
