/** What Nest hands to the kit's controllers. */
export const EVENT_STORE = Symbol('EventStore');
export const DATABASE = Symbol('Database');
export const SERVICE_FEEDS = Symbol('ServiceFeeds');
