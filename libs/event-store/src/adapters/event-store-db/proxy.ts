/** What gRPC reads as every host: each ends with nothing. Where the variable is empty it would read `no_proxy` instead. */
const EVERY_HOST = ',';
/** And as none: no name ends so (RFC 2606). */
const NO_HOST = 'no-host.invalid';

/**
 * Says to gRPC through which proxy the cluster is reached: the one that is asked for, or none. Left to itself it takes the
 * first of `grpc_proxy`, `https_proxy` and `http_proxy`, which stand there for other programs, and the client passes no
 * option on that would tell it otherwise. Nothing else in a process of ours speaks gRPC.
 * @param environment that of the process, which gRPC reads when a connection is made
 */
export function useProxy(proxy: string | undefined, environment: NodeJS.ProcessEnv = process.env): void {
  if (proxy === undefined) {
    environment['no_grpc_proxy'] = EVERY_HOST;
  } else {
    environment['grpc_proxy'] = proxy;
    environment['no_grpc_proxy'] = NO_HOST;
  }
}

/** An address of a proxy that gRPC can use: `http://[user:password@]host:port`. */
export function isProxy(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'http:' && new URL(text).hostname !== '';
}
