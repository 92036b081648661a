import fs from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from './log.ts';

test('a line that cannot be written fails nobody, and is written before the next that can', () => {
  const lines: string[] = [];
  const write = vi.spyOn(fs, 'writeSync');
  onTestFinished(() => write.mockRestore());
  write.mockImplementation(() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  const log = createLog('query', 'info');
  log.info('first');
  for (let i = 0; i < 5; i++) log.info('x'.repeat(1024 * 1024));
  write.mockImplementation((_fd, line) => {
    lines.push(String(line));
    return Buffer.byteLength(String(line));
  });
  log.info('last');
  const messages = lines
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages.map((message) => message.slice(0, 5))).toEqual([
    'first',
    'xxxxx',
    'xxxxx',
    'xxxxx',
    'last',
  ]);
});
