import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ApolloServerPlugin } from '@apollo/server';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';

const file = (name: string): string => fileURLToPath(new URL(`../../explorer/${name}`, import.meta.url));

/** The page that a browser gets from `GET /graphql`; everything it needs is served from here, nothing from elsewhere. */
export const explorerPlugin: ApolloServerPlugin = {
  serverWillStart: async () => ({
    renderLandingPage: async () => ({ html: () => readFile(file('explorer.html'), 'utf8') }),
  }),
};

@Controller('explorer')
export class ExplorerController {
  @Get('explorer.js')
  @Header('cache-control', 'no-cache')
  async script(): Promise<StreamableFile> {
    return new StreamableFile(await readFile(file('dist/explorer.js')), { type: 'text/javascript; charset=utf-8' });
  }

  @Get('explorer.css')
  @Header('cache-control', 'no-cache')
  async style(): Promise<StreamableFile> {
    return new StreamableFile(await readFile(file('explorer.css')), { type: 'text/css; charset=utf-8' });
  }
}
