import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ApolloServerPlugin } from '@apollo/server';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { Refusal } from '@zhibu/kernel';

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
  @Get('explorer.js')
  @Header('cache-control', 'no-cache')
  script(): Promise<StreamableFile> {
    return served(bundle, 'text/javascript; charset=utf-8');
  }

  @Get('explorer.css')
  @Header('cache-control', 'no-cache')
  style(): Promise<StreamableFile> {
    return served(source('explorer.css'), 'text/css; charset=utf-8');
  }
}

async function served(path: string, type: string): Promise<StreamableFile> {
  const bytes = await readFile(path).catch(() => {
    throw new Refusal('NOT_FOUND', { remedy: 'npm run build' });
  });
  return new StreamableFile(bytes, { type });
}
