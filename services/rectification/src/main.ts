import 'reflect-metadata';
import { serve } from '@zhibu/service-kit';
import { rectificationService } from './rectification.module.ts';

await serve(rectificationService, process.env);
