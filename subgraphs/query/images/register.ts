import { type Indexed, readMessage } from '../indexer/indexer.ts';
import type { Message } from '../indexer/queue.ts';

/**
 * Records the images that the products in a batch of messages show, each once. A message is done when its images are
 * recorded, not when they are fetched, so that a slow host holds no message. Never rejects.
 */
export async function registerBatch(
  messages: readonly Message[],
  register: (urls: readonly string[]) => Promise<unknown>,
): Promise<Indexed[]> {
  const indexed = messages.map((message): Indexed => ({
    outcome: { kind: 'stored' },
    ...readMessage(message),
  }));
  const urls = new Set(indexed.flatMap(({ event }) => (event?.kind === 'product' ? imagesOf(event) : [])));
  if (urls.size === 0) return indexed;
  try {
    await register([...urls]);
    return indexed;
  } catch (cause) {
    return indexed.map((item) =>
      item.event?.kind === 'product' && imagesOf(item.event).length > 0
        ? { ...item, outcome: { kind: 'later', cause } }
        : item,
    );
  }
}

const imagesOf = ({ state }: { readonly state: { readonly images: readonly { readonly url: string }[] } }) =>
  state.images.map(({ url }) => url);
