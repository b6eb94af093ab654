/**
 * PostGraphile over the database of `PEER_DATABASE`, schema `postgraphile`, on port `PEER_PORT`: in a process of its own,
 * as its users run it. Plain JavaScript, for Node runs it as it is; loaded when it runs, for nothing else needs it there.
 */
import { createServer } from 'node:http';

const load = (part) => import(`postgraphile${part}`);
const [{ postgraphile }, { makePgService }, { grafserv }, { PostGraphileAmberPreset }] = await Promise.all(
  ['', '/adaptors/pg', '/grafserv/node', '/presets/amber'].map(load),
);

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: process.env.PEER_DATABASE, schemas: ['postgraphile'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await pgl.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PEER_PORT), '127.0.0.1');
