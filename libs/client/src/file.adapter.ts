import { refused } from './lines.adapter.ts';
import { headersOf, type Platform, PlatformAbsent, PlatformRefused } from './request.adapter.ts';

const WITHIN_MS = 120_000;

/** A file that the platform gave, and the hash that it says of what the file shows. */
export interface Given {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/**
 * Takes a file from the platform.
 * @param path with its query
 * @throws PlatformAbsent, PlatformRefused with the sentence of the problem, or the signal's reason
 */
export async function fileFrom(platform: Platform, path: string): Promise<Given> {
  const { server, signal } = platform;
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
    const response = await fetch(`${server}${path}`, { headers: headersOf(platform), signal: within });
    if (!response.ok) throw await refused(platform, response);
    const sha256 = response.headers.get('zhibu-content-sha256') ?? '';
    return { bytes: Buffer.from(await response.arrayBuffer()), sha256 };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PlatformRefused || error instanceof PlatformAbsent) throw error;
    throw new PlatformAbsent(server, { cause: error });
  }
}
