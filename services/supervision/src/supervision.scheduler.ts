import { joinedTimetable, type ServiceContext, type Timetable } from '@zhibu/service-kit';
import { drawTimetable } from './draw/draw.scheduler.ts';
import { inspectionTimetable } from './inspection/inspection.scheduler.ts';

/** What falls due in supervision because a day or an instant has come. */
export const supervisionTimetable = (context: ServiceContext): Timetable =>
  joinedTimetable('supervision', [drawTimetable(context), inspectionTimetable(context)]);
