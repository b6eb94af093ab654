/** A file that was handed in, by its SHA-256. */
export interface HandedIn {
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
}

const LONGEST_NAME = 200;
const HEX = 16;

/** The SHA-256 of a content, as its address says it. */
export async function sha256Of(content: ArrayBuffer): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', content);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(HEX).padStart(2, '0')).join('');
}

/** A picture made small enough, in its own proportions; a smaller one stays as large as it is. */
export function fitted(
  { width, height }: { readonly width: number; readonly height: number },
  longest: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The name of a file without what no name has; of a picture that was made anew with the ending of what it is now. */
export function nameFor(name: string, isPicture: boolean): string {
  const plain = name.replace(/[/\\]/g, ' ').trim();
  const whole = isPicture ? `${plain.replace(/\.[^.]*$/, '')}.jpg` : plain;
  return whole.slice(-LONGEST_NAME);
}
