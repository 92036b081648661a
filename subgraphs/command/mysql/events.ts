import { type DomainEvent, eventVersion } from '../../../schema/events/event.ts';
import type { Change } from '../domain/decision.ts';
import { insertRows, type Statement } from './statements.ts';
import { saveMessages } from './outbox.ts';

/** The event that records a change. */
export function toEvent(
  change: Change,
  at: { epoch: number; occurredAt: string; traceparent?: string | undefined },
): DomainEvent {
  const { kind, id, revision, state, happening } = change;
  return {
    kind,
    id,
    epoch: at.epoch,
    revision,
    type: happening.type,
    version: eventVersion(kind, happening.type),
    occurredAt: at.occurredAt,
    ...(at.traceparent !== undefined && { traceparent: at.traceparent }),
    data: happening.data,
    state,
  } as DomainEvent;
}

/** Adds the events to the log, and their messages to the outbox: in the transaction that changes the state. */
export function saveEvents(
  events: readonly { readonly event: DomainEvent; readonly message: string }[],
): Statement[] {
  return [
    ...insertRows(
      'events',
      ['kind', 'id', 'epoch', 'revision', 'type', 'version', 'occurred_at', 'traceparent', 'data', 'state'],
      events.map(({ event }) => [
        event.kind,
        event.id,
        event.epoch,
        event.revision,
        event.type,
        event.version,
        new Date(event.occurredAt),
        event.traceparent ?? null,
        JSON.stringify(event.data),
        JSON.stringify(event.state),
      ]),
    ),
    ...saveMessages(events),
  ];
}
