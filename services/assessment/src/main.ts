import 'reflect-metadata';
import { serve } from '@zhibu/service-kit';
import { assessmentServiceIn } from './assessment.module.ts';

await serve(assessmentServiceIn(process.env), process.env);
