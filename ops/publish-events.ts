import { writeFileSync } from 'node:fs';
import { brokenShapes, currentShapes, publishedFile, publishedShapes } from '../schema/events/published.ts';

// npm run events: writes down the shapes of today's events as published, unless a reader of the old ones would notice.

const current = currentShapes();
const broken = brokenShapes(publishedShapes(), current);
if (broken.length > 0) {
  console.error(`Published events would become unreadable; see docs/events.md:\n- ${broken.join('\n- ')}`);
  process.exit(1);
}
writeFileSync(publishedFile, `${JSON.stringify(current, null, 2)}\n`);
