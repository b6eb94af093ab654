import { joinedTimetable, type ServiceContext, type Timetable } from '@zhibu/service-kit';
import { dissolutionTimetable } from './dissolution.scheduler.ts';
import { escalationTimetable } from './escalation.scheduler.ts';
import { waitingTimetable } from './waiting.scheduler.ts';

/** What falls due in rectification because a day has come: what a dissolution ends is not escalated any more. What waited is named. */
export function dutyTimetable(context: Pick<ServiceContext, 'database' | 'today' | 'caughtUp'>): Timetable {
  const dissolution = dissolutionTimetable(context);
  const others = joinedTimetable('duties', [waitingTimetable(context), escalationTimetable(context)]);
  return {
    name: 'duties',
    due: async () => {
      const ended = await dissolution.due();
      return ended.length > 0 ? ended : others.due();
    },
    alreadySo: [...dissolution.alreadySo, ...others.alreadySo],
  };
}
