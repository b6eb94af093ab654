import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Health } from './health.ts';

/** `live` never asks others, so that a process is not restarted for a fault of another; `ready` asks all it leans on. */
@Controller('health')
export class HealthController {
  private readonly health: Health;

  constructor(@Inject(Health) health: Health) {
    this.health = health;
  }

  @Get('live')
  live(): object {
    return { status: 'live' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<object> {
    const standing = await this.health.look();
    response.status(standing.status === 'not ready' ? 503 : 200);
    return standing;
  }
}
