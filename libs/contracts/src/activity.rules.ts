/** What an activity says beside its external id. */
interface Held {
  readonly kind: string;
  readonly heldOn: string;
  readonly attendance: number;
}

/** An activity in the one form by which the read model and a file are compared. */
export const activityContent = ({ kind, heldOn, attendance }: Held): string => `${kind} ${heldOn} ${attendance}`;

/** So many times the reported members may attend: guests come, but no crowds (domain.md, section 3). */
export const ATTENDANCE_AT_MOST = 2;
