import 'reflect-metadata';
import { serve } from '@zhibu/service-kit';
import { assessmentService } from './assessment.module.ts';

await serve(assessmentService, process.env);
