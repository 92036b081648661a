import { readConfig } from '../../config.ts';
import { startRoles } from '../../roles.ts';

await startRoles(readConfig());
console.log('ready together');
