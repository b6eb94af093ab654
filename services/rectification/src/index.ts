export { rectificationService } from './rectification.module.ts';
