/**
 * What is asked beside the reading and the outbox (leases, transcripts, single rows) passes the connection's gate too: a
 * limit that one request meets is honoured by all (spec §6, FA13).
 */
import type { Connector } from '../connectors/connector.ts';
import { ConnectorError } from '../connectors/connector.ts';
import type { BackoffGate } from '../sync/backoffGate.ts';

export type AskedBeside = Pick<Connector, 'perform' | 'transcript' | 'read'>;

export function gatedConnector(connector: AskedBeside, gate: BackoffGate): AskedBeside {
  async function ask<T>(question: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      await gate.pass(signal);
    } catch (error) {
      throw new ConnectorError('offline', 'The connection is at rest; it was not asked.', { cause: error });
    }
    try {
      const answer = await question();
      gate.succeeded();
      return answer;
    } catch (error) {
      // Forbidden and not found are about that one conversation.
      const isOfConnection = error instanceof ConnectorError && error.kind !== 'forbidden' && error.kind !== 'notFound';
      if (isOfConnection && !signal.aborted) gate.failed(error);
      throw error;
    }
  }
  return {
    perform: (action, signal) => ask(() => connector.perform(action, signal), signal),
    transcript: (id, after, signal) => ask(() => connector.transcript(id, after, signal), signal),
    read: (id, signal) => ask(() => connector.read(id, signal), signal),
  };
}
