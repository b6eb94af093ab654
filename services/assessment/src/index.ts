export { assessmentService, assessmentServiceIn } from './assessment.module.ts';
export { evidenceSettings } from './evidence/content/chosen.adapter.ts';
