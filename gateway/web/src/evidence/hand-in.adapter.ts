import { Fault } from '../answers/asked.ts';
import { taken } from '../answers/send.adapter.ts';
import { words } from '../words/words.ts';
import { fitted, type HandedIn, nameFor, sha256Of } from './evidence.ts';

const LONGEST_SIDE = 1_600;
const QUALITY = 0.85;

/**
 * Hands a file in for an organization: a picture is drawn anew, smaller and without what the camera wrote into it, such as
 * the place; any other file goes as it is. Sending it again is no second one.
 * @throws Fault, Refused
 */
export async function handIn(file: File, organization: string): Promise<HandedIn> {
  const isPicture = file.type.startsWith('image/');
  const content = isPicture ? await drawn(file) : file;
  const name = nameFor(file.name, isPicture);
  const bytes = await content.arrayBuffer();
  // A browser computes hashes only for a page that came over a connection nobody could change.
  if (!isSecureContext) throw new Fault('INSECURE', words.task.insecure);
  const sha256 = await sha256Of(bytes);
  const asked = new URLSearchParams({ organization, name });
  await taken(`/evidence/${sha256}?${asked}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  return { sha256, name, size: bytes.byteLength };
}

async function drawn(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!picture || !context) throw new Fault('PICTURE_UNREADABLE', words.task.unreadable);
  const { width, height } = fitted(picture, LONGEST_SIDE);
  Object.assign(canvas, { width, height });
  // JPEG has no transparency: what lies behind is white paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!made) throw new Fault('PICTURE_UNREADABLE', words.task.unreadable);
  return made;
}
