import { Source, syntaxError } from 'graphql';
import { expect, test } from 'vitest';
import { runSteps, runTool } from './steps.ts';

test('reports each step, what is wrong and what mends it, and counts them', async () => {
  const lines: string[] = [];
  const counts = await runSteps(
    [
      { name: 'good', problems: () => [] },
      { name: 'bad', mend: 'npm run mend', problems: () => Promise.resolve(['this is wrong', 'and that']) },
      { name: 'broken', problems: () => Promise.reject(new Error('cannot look')) },
      {
        name: 'unreadable',
        problems: () => Promise.reject(syntaxError(new Source('}', 'a.graphql'), 0, 'x')),
      },
    ],
    (line) => lines.push(line.replace(/\d+\.\d s/, 'T')),
  );
  expect(counts).toEqual({ passed: 1, failed: 3 });
  expect(lines).toContain('ok     good (T)');
  expect(lines.join('\n')).toContain('FAILED bad (T)\nthis is wrong\nand that\nMend it with: npm run mend');
  expect(lines.join('\n')).toMatch(/FAILED broken \(T\)\nError: cannot look/);
  expect(lines.join('\n')).toMatch(/FAILED unreadable \(T\)\nSyntax Error: x\n\na\.graphql:1:1\n1 \| \}\n/);
});

test('a tool has a problem when it does not end with 0', async () => {
  expect(await runTool('node', '-e', 'console.log(1)')).toEqual([]);
  expect(await runTool('node', '-e', 'console.log(1); console.error(2); process.exit(3)')).toEqual(['1\n2']);
  expect(await runTool('node', '-e', 'process.exit(3)')).toEqual(['node ended with 3']);
  expect(await runTool('node', '-e', 'process.kill(process.pid)')).toEqual(['node ended with SIGTERM']);
  await expect(runTool('no-such-tool')).rejects.toThrow('ENOENT');
});
