/**
 * The stand-in in a process of its own, for whoever forks it: says where it is, and on every message what it has counted.
 */
import { StandIn } from './stand-in.ts';

const standIn = await StandIn.start();
process.on('message', () => process.send?.({ tally: standIn.tally() }));
process.on('disconnect', () => process.exit(0));
process.send?.({ connectionString: standIn.connectionString });
