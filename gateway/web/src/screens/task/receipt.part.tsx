import type { Receipt } from '../../answers/send.adapter.ts';
import { Facts } from '../../parts/facts.part.tsx';
import { Icon } from '../../parts/icon.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { instantText } from '../../words/days.ts';
import { words } from '../../words/words.ts';

const says = words.task;
const recorded: ReadonlyMap<string, { readonly title: string; readonly next: string }> = new Map(
  Object.entries(says.recorded),
);

/** 回执: what was recorded, when, by whom, and what follows. */
export function ReceiptCard({ receipt: { events }, who }: { readonly receipt: Receipt; readonly who: string }) {
  const [event] = events;
  const told = recorded.get(event?.type ?? '') ?? says.before;
  return (
    <section class="card receipt" role="status">
      <h2>
        <Icon name="tick" /> {told.title}
      </h2>
      {event === undefined ? null : (
        <Facts
          facts={[
            { name: says.recordedAt, value: instantText(event.recordedAt) },
            { name: says.recordedBy, value: who },
            { name: says.recordId, value: <code>{event.id}</code> },
          ]}
        />
      )}
      <p>{told.next}</p>
      <Link to="/todo" class="button">
        {says.toTodo}
      </Link>
    </section>
  );
}
