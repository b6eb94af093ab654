import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Pool } from '@zhibu/database';
import type { Response } from 'express';
import type { ServiceFeeds } from './service-feeds.adapter.ts';
import { DATABASE, SERVICE_FEEDS } from './tokens.ts';

/** `live` never asks others; `ready` asks the database and the feeds. */
@Controller('health')
export class HealthController {
  private readonly database: Pool;
  private readonly feeds: ServiceFeeds;

  constructor(@Inject(DATABASE) database: Pool, @Inject(SERVICE_FEEDS) feeds: ServiceFeeds) {
    this.database = database;
    this.feeds = feeds;
  }

  @Get('live')
  live(): object {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<object> {
    const database = await this.database.query('SELECT 1').then(() => 'up', () => 'down');
    const feeds = this.feeds.statuses().map((status) => ({ ...status, position: status.position.toString() }));
    const ready = database === 'up' && feeds.every((feed) => feed.state === 'running');
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', database, feeds };
  }
}
