import { GraphQLError } from 'graphql';
import type { Position } from '../../schema/revision.ts';

export { badUserInput } from '../../schema/freshness.ts';

/** There is no such entity, and the reference demanded no revision that could still arrive. */
export const notFound = (type: string, id: string): GraphQLError =>
  new GraphQLError(`There is no ${type} ${id}`, { extensions: { code: 'NOT_FOUND' } });

/** What is given up for want of somebody to answer; no client reads it. */
export const clientLeft = (): GraphQLError =>
  new GraphQLError('The client has left', { extensions: { code: 'CLIENT_LEFT' } });

/** The client waits no longer, as its router has said. */
export const deadlineExceeded = (): GraphQLError =>
  new GraphQLError('The time for an answer is up', { extensions: { code: 'DEADLINE_EXCEEDED' } });

/** A stream that the read model does not show as far as was demanded. */
export interface Lag {
  readonly stream: string;
  readonly demanded: Position;
  /** Undefined: nothing of the stream has arrived. */
  readonly present: Position | undefined;
}

/** The write that was demanded is safe, and cannot be read yet. */
export const readModelBehind = ({ stream, demanded, present }: Lag): GraphQLError =>
  new GraphQLError(`The read model is behind: ${stream} has not arrived as demanded. Ask again.`, {
    extensions: { code: 'READ_MODEL_BEHIND', stream, demanded, present: present ?? null },
  });

/** Until here the viewer was known. */
export const tokenExpired = (): GraphQLError =>
  new GraphQLError('The token is not valid', {
    extensions: { code: 'UNAUTHENTICATED', reason: 'ERR_JWT_EXPIRED', claim: 'exp' },
  });
