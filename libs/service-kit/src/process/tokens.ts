/** What Nest hands to the kit's controllers. */
export const EVENT_STORE = Symbol('EventStore');
