/** A host as a header names it: the name in lower case without a dot at its end, and the port where one is named. */
export interface NamedHost {
  readonly name: string;
  readonly port: string;
}

/** Names of this machine for itself. A page of another site cannot come by them: a browser sends the name it was given. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const HOST = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9_.-]{0,252}))(?::(\d{1,5}))?$/;

/** @returns undefined for what is no host */
export function hostOf(text: string): NamedHost | undefined {
  const [, name, port = ''] = HOST.exec(text.toLowerCase()) ?? [];
  return name === undefined ? undefined : { name: name.replace(/\.$/, ''), port };
}

/** The hosts under which a process answers: the loopback names, and those that its operator names, with a port or for any. */
export class Hosts {
  private readonly names: ReadonlySet<string>;

  /** @param named as `HOSTS` names them */
  constructor(named: readonly string[]) {
    this.names = new Set([...loopbackNames, ...named.map((name) => name.toLowerCase())]);
  }

  /** Whether a `Host` header, or the authority of a request's target, names one of them. */
  answers(header: string): boolean {
    const host = hostOf(header);
    return host !== undefined && (this.names.has(host.name) || this.names.has(`${host.name}:${host.port}`));
  }

  /**
   * Whether an `Origin` is a page of ours: served under one of the names, at the port that was asked or one that stands
   * beside the name. Another server on the same machine is another site.
   * @param host the request's `Host`
   */
  admits(origin: string, host: string): boolean {
    const sender = senderOf(origin);
    if (!sender) return false;
    if (this.names.has(`${sender.name}:${sender.port}`)) return true;
    const asked = hostOf(host)?.port;
    const ports = asked === '' ? Object.values(DEFAULT_PORTS) : [asked];
    return this.names.has(sender.name) && ports.includes(sender.port);
  }
}

/** Whose page it is, with its port; undefined for what is no origin of a page. */
function senderOf(origin: string): NamedHost | undefined {
  if (!/^https?:/i.test(origin) || !URL.canParse(origin)) return undefined;
  const { protocol, host, origin: whole } = new URL(origin);
  const sender = whole === origin.toLowerCase() ? hostOf(host) : undefined;
  return sender && { name: sender.name, port: sender.port || (DEFAULT_PORTS[protocol] ?? '') };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };
