import type { FastifyInstance } from 'fastify';

/** Far more than variables may have. JSON.parse takes a second for 4 MiB of brackets, during which nobody else is answered. */
const MAX_LEVELS = 64;

/** Refuses with 400, before it is parsed, a body with lists in lists, or objects, without end. */
export function limitNesting(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (nests(body, MAX_LEVELS)) done(tooDeep);
    else void parse(request, body, done);
  });
}

const tooDeep = Object.assign(new Error(`A body may have ${MAX_LEVELS} levels of lists and objects`), {
  statusCode: 400,
  code: 'BODY_TOO_DEEP',
});

/** Whether a JSON text has more levels than this; of a text that is no JSON, nothing is said. */
function nests(json: string, levels: number): boolean {
  let level = 0;
  let isText = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === '"') isText = !isText;
    else if (isText) i += Number(character === '\\');
    else if (character === '[' || character === '{') level++;
    else if (character === ']' || character === '}') level--;
    if (level > levels) return true;
  }
  return false;
}
