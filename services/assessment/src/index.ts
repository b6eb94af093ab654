export { assessmentService } from './assessment.module.ts';
