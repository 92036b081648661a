import type { Client } from '@elastic/elasticsearch';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSnapshots } from './snapshots.ts';

/** Snapshots of an engine that numbers them. */
function snapshots() {
  let opened = 0;
  const openPointInTime = () => Promise.resolve({ id: String(++opened) });
  return createSnapshots({ openPointInTime } as unknown as Client, 'test', 'products');
}

describe('a snapshot', () => {
  // A moment lasts until the test is over, however busy the machine is.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is shared for a moment by all who may see an older one', async () => {
    const open = snapshots();
    expect([await open(false), await open(false)]).toEqual(['1', '1']);
  });

  it('that must be fresh is none from before, and is shared from then on', async () => {
    const open = snapshots();
    await open(false);
    expect([await open(true), await open(true), await open(false)]).toEqual(['2', '3', '3']);
  });

  it('that is about to be opened is fresh for all who ask until then', async () => {
    const open = snapshots();
    expect(await Promise.all([open(false), open(true), open(true)])).toEqual(['1', '1', '1']);
  });
});
