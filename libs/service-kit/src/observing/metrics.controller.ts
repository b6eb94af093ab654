import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Metrics } from './metrics.ts';

/** `GET /metrics`, in Prometheus' text format. */
@Controller('metrics')
export class MetricsController {
  private readonly metrics: Metrics;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.metrics = metrics;
  }

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.text();
  }
}
