import { refusal } from '@zhibu/contracts';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ApolloServerPlugin } from '@apollo/server';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { deliver, Representation } from '../answers/representation.ts';

const source = (name: string): string => fileURLToPath(new URL(`../../explorer/${name}`, import.meta.url));
/** Made by the build, whether the gateway runs from src or from dist. */
const bundle = fileURLToPath(new URL('../../dist/explorer/explorer.js', import.meta.url));

/** The page that a browser gets from `GET /graphql`; everything it needs is served from here, nothing from elsewhere. */
export const explorerPlugin: ApolloServerPlugin = {
  serverWillStart: async () => ({
    renderLandingPage: async () => ({ html: () => readFile(source('explorer.html'), 'utf8') }),
  }),
};

@Controller('explorer')
export class ExplorerController {
  private readonly files = new Map<string, Promise<Representation>>();

  @Get('explorer.js')
  script(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.serve({ request, response }, bundle, 'text/javascript; charset=utf-8');
  }

  @Get('explorer.css')
  style(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.serve({ request, response }, source('explorer.css'), 'text/css; charset=utf-8');
  }

  /** Each file is read and compressed once. */
  private async serve(
    exchange: { readonly request: Request; readonly response: Response },
    path: string,
    type: string,
  ): Promise<void> {
    const reading =
      this.files.get(path) ?? readFile(path).then((body) => new Representation(body, { type, isLasting: true }));
    this.files.set(path, reading);
    const file = await reading.catch(() => {
      this.files.delete(path);
      throw refusal('NOT_FOUND', { remedy: 'npm run build' });
    });
    await deliver(exchange, file, { 'cache-control': 'no-cache', vary: 'Accept-Encoding' });
  }
}
