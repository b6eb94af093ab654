import { refusal } from '@zhibu/contracts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Inject, Next, Param, Req, Res } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { principalOf } from '../access/principal.ts';
import { wayBack } from '../access/way-back.ts';
import { deliver, type Encoding, encodingFor, Representation } from '../answers/representation.ts';

/** The folder of the application as it was built. */
export const WEB = Symbol('the application as it was built');

/** Made by the build, whether the gateway runs from src or from dist. */
export const builtWeb = fileURLToPath(new URL('../../web/dist/', import.meta.url));

/** What the application may do in a browser: everything comes from here, and nothing is written into its page. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
const HEADERS = {
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding, Cookie',
  'content-security-policy': POLICY,
  // Without a referrer a browser would name no origin for the form by which one logs out, which the doors refuse.
  'referrer-policy': 'same-origin',
};
const FOR_EVER = 'public, max-age=31536000, immutable';
const FILE = /^[\w.-]+\.(js|css)$/;
const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
const ENDINGS: Readonly<Record<Exclude<Encoding, 'identity'>, string>> = { gzip: '.gz', br: '.br' };

interface BuiltPage {
  readonly page: Representation;
  /** The first parts of the addresses that the page answers. */
  readonly screens: ReadonlySet<string>;
}

/** The application: its page at each of its addresses, and the files that the page is made of. */
@Controller()
export class WebController {
  private readonly folder: string;
  private reading: Promise<BuiltPage> | undefined;

  constructor(@Inject(WEB) folder: string) {
    this.folder = folder;
  }

  /** A file is named by its content, so that it is never asked for twice. */
  @Get('web/:file')
  async file(@Param('file') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const [, kind = ''] = FILE.exec(name) ?? [];
    const type = types[kind];
    const path = join(this.folder, 'files', name);
    const plain = type === undefined ? undefined : await readFile(path).catch(() => undefined);
    if (plain === undefined || type === undefined) throw refusal('NOT_FOUND');
    const { body, encoding } = await inEncoding(path, { plain, wanted: preferred(request, plain) });
    response.writeHead(200, {
      'content-type': type,
      'content-length': body.length,
      'cache-control': FOR_EVER,
      vary: 'Accept-Encoding',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** It is for persons: whoever has no session logs in first, and comes back to what he wanted. */
  @Get(['/', ':screen', ':screen/*rest'])
  async page(@Req() request: Request, @Res() response: Response, @Next() next: NextFunction): Promise<void> {
    const [, screen = ''] = request.path.split('/');
    const { page, screens } = await this.built();
    if (!screens.has(screen)) return next();
    if (principalOf(request).kind !== 'person') {
      const to = encodeURIComponent(wayBack(request.originalUrl));
      return response.set('cache-control', 'no-store').redirect(303, `/log-in?to=${to}`);
    }
    await deliver({ request, response }, page, HEADERS);
  }

  /** Read once. Where nothing was built there is no screen, and each of its addresses is unknown. */
  private built(): Promise<BuiltPage> {
    this.reading ??= readBuilt(this.folder).catch(() => {
      this.reading = undefined;
      return { page: new Representation(Buffer.of(), { type: 'text/html' }), screens: new Set<string>() };
    });
    return this.reading;
  }
}

async function readBuilt(folder: string): Promise<BuiltPage> {
  const [page, screens] = await Promise.all([
    readFile(join(folder, 'index.html')),
    readFile(join(folder, 'screens.json'), 'utf8'),
  ]);
  return {
    page: new Representation(page, { type: 'text/html; charset=utf-8', isLasting: true }),
    screens: new Set<string>(JSON.parse(screens)),
  };
}

/** Compressed once, by the build, so that the smallest is preferred whatever the order in which a browser names them. */
function preferred(request: Request, { length }: Buffer): Encoding {
  const other = encodingFor(request, length);
  return other !== 'identity' && request.acceptsEncodings('br') === 'br' ? 'br' : other;
}

/** The file that the build compressed; as it is where there is none. */
async function inEncoding(
  path: string,
  { plain, wanted }: { readonly plain: Buffer; readonly wanted: Encoding },
): Promise<{ readonly body: Buffer; readonly encoding: Encoding }> {
  if (wanted === 'identity') return { body: plain, encoding: wanted };
  const small = await readFile(path + ENDINGS[wanted]).catch(() => undefined);
  return small === undefined ? { body: plain, encoding: 'identity' } : { body: small, encoding: wanted };
}
