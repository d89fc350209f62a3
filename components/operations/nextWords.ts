/** What will happen next to an operation, in words; nothing where its state says all. */
import type { Operation } from '../../lib/domain/actions.ts';
import { sendBy } from '../../lib/domain/patience.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { ConnectionStatus } from '../../lib/messages/topics.ts';

export function nextWords(
  text: Language,
  operation: Operation,
  connection: ConnectionStatus | undefined,
): string | undefined {
  const { expiredHint, unknownHint, sendingHint, asksAgain } = text.operations;
  switch (operation.state) {
    case 'queued':
      return `${waitsFor(text, connection)} ${asksAgain(text.clock(sendBy(operation)))}`;
    case 'sending':
      return sendingHint;
    case 'unknown':
      return unknownHint;
    case 'expired':
      return expiredHint;
    default:
      return undefined;
  }
}

function waitsFor({ exactClock, operations: { waits } }: Language, connection: ConnectionStatus | undefined): string {
  switch (connection?.phase) {
    case 'offline': {
      const { kind, retryAt } = connection.problem ?? {};
      return kind === 'rateLimited' && retryAt !== undefined ? waits.rateLimited(exactClock(retryAt)) : waits.offline;
    }
    case 'signedOut':
      return waits.signedOut;
    case 'forbidden':
    case 'wrongBackend':
      return waits.refusedAccess;
    default:
      return waits.turn;
  }
}
