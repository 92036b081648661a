import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createReport } from './report.ts';

test('what was refused is counted also where the disk is full before the end', async () => {
  const file = new Writable({ write: (_row, _encoding, done) => done(new Error('the disk is full')) });
  file.on('error', () => undefined);
  const report = createReport(file, () => undefined);
  for (const line of [2, 3])
    report.refuse({ line, reference: String(line) }, { code: 'MALFORMED', message: 'is none' });
  report.accept(4);
  expect(await report.close()).toEqual({
    accepted: 4,
    refused: 2,
    reasons: [['MALFORMED', 2]],
    unwritten: new Error('the disk is full'),
  });
});
