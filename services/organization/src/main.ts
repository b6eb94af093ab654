import { serve } from '@zhibu/service-kit';
import { organizationService } from './organization.module.ts';

await serve(organizationService, process.env);
