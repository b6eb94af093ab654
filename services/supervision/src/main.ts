import 'reflect-metadata';
import { serve } from '@zhibu/service-kit';
import { supervisionService } from './supervision.module.ts';

await serve(supervisionService, process.env);
