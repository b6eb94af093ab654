export { organizationService } from './organization.module.ts';
