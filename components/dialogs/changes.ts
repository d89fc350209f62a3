/** What is different now from what the supervisor decided on, in sentences (spec §3). */
import type { Conversation } from '../../lib/domain/records.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';

/** One sentence for each of `fields`; a field without its own sentence is left to the others. */
export function changeLines(
  text: Language,
  names: Names,
  fields: readonly string[],
  was: Conversation,
  is: Conversation,
): string[] {
  const { changed } = text.dialogs;
  const agent = ({ agentId }: Conversation) => (agentId === undefined ? text.common.nobody : names.agent(agentId));
  const queue = ({ queueId }: Conversation) =>
    queueId === undefined ? text.conversation.noQueue : names.queue(queueId);
  const sentences: Record<string, () => string | undefined> = {
    state: () => changed.state(text.states[was.state], text.states[is.state]),
    agentId: () => changed.agent(agent(was), agent(is)),
    queueId: () => changed.queue(queue(was), queue(is)),
    ringing: () => (is.ringing ? changed.ringing : is.state === 'active' ? changed.accepted : undefined),
    pendingTransfer: () =>
      is.pendingTransfer === undefined
        ? changed.transferOver
        : changed.transferAsked(names.agent(is.pendingTransfer.toAgentId)),
  };
  const lines = fields.map((field) => sentences[field]?.()).filter((line) => line !== undefined);
  return lines.length > 0 ? lines : [changed.back];
}
