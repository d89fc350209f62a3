/** What is known of a conversation, in words; the lesser facts on request. */
import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Agent, Conversation } from '../../lib/domain/records.ts';
import { duration } from '../../lib/i18n/formats.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import { stalenessSince } from '../../lib/models/freshness.ts';
import { Button } from '../base/Button.tsx';
import { PresenceMark, SentimentMark } from '../base/marks.tsx';
import { Name } from '../base/Name.tsx';
import { useSurroundings, useText } from '../base/surroundings.tsx';
import type { ConversationProps } from './ConversationPage.tsx';
import { overLimitWords } from './rowLine.ts';
import { Sparkline } from './Sparkline.tsx';

interface FactsProps extends ConversationProps {
  row: Conversation;
}

export function Facts({ panel, conversation, row }: FactsProps) {
  const text = useText();
  const surroundings = useSurroundings();
  const { facts, noQueue, workstream: workstreamNamed, modes } = text.conversation;
  const showsAll = useSignal(false);
  const { agents, queues, workstreams } = panel.directory;
  const { backendNow } = panel.session;
  const agent = row.agentId === undefined ? undefined : agents.value.get(row.agentId);
  const workstream = row.workstreamId === undefined ? undefined : workstreams.value.get(row.workstreamId);
  const overLimit = useComputed(() => {
    const now = conversation.row.value;
    const stream = workstreams.value.get(now?.workstreamId ?? '');
    return (
      now && overLimitWords(now, { text: surroundings.text.value, workstream: stream, backendNow: backendNow.value })
    );
  });
  const others = row.participants.filter(({ mode }) => mode !== 'primary');
  const queue = row.queueId === undefined ? undefined : queues.value.get(row.queueId);
  return (
    <div class="facts-frame">
      <dl class="facts">
        {row.olderSince !== undefined && <OlderFact panel={panel} since={row.olderSince} />}
        {overLimit.value !== undefined && (
          <Fact term={facts.limit}>
            <span class="urgent-words">{overLimit}</span>
          </Fact>
        )}
        <Fact term={facts.agent}>
          <AgentFact text={text} agent={agent} row={row} />
          {agent?.kind === 'human' && panel.session.connection.value?.capabilities.setPresence && (
            <>
              {' '}
              <Button
                kind="link"
                onPress={() => {
                  panel.dialog.value = { type: 'setPresence', conversationId: row.id };
                }}
              >
                {text.actions.setPresence}
              </Button>
            </>
          )}
        </Fact>
        {row.pendingTransfer && <PendingTransfer panel={panel} transfer={row.pendingTransfer} />}
        <Fact term={facts.queue}>
          {queue ? <Name text={queue.name} /> : row.queueId === undefined ? noQueue : text.common.unknownQueue}
          {workstream && (
            <>
              {' · '}
              <Name text={workstream.name} />
            </>
          )}
        </Fact>
        <Fact term={facts.sentiment}>
          <span class="with-mark">
            <SentimentMark sentiment={row.sentiment} silent />
            <span class={`words ${sentimentTone(row)}`}>{text.sentiment(row.sentiment)}</span>
            <Sparkline points={conversation.sentiment.value} label={text.conversation.sparkline} />
          </span>
        </Fact>
        {others.length > 0 && (
          <Fact term={facts.participants}>
            {others.map(({ agentId, name, mode }, index) => (
              <span key={agentId + mode}>
                {index > 0 && ' · '}
                <Name text={name} /> ({modes[mode]})
              </span>
            ))}
          </Fact>
        )}
        {showsAll.value && (
          <>
            <TimeFact term={facts.started} at={row.startedAt} now={backendNow} />
            <TimeFact term={facts.waitingSince} at={row.waitingSince} now={backendNow} />
            <TimeFact term={facts.lastCustomer} at={row.lastCustomerMessageAt} now={backendNow} />
            <TimeFact term={facts.lastAgent} at={row.lastAgentMessageAt} now={backendNow} />
            {workstream && (
              <Fact term={facts.workstream}>
                {workstreamNamed(workstream.allowedPresences.map((base) => text.presences[base]))}
              </Fact>
            )}
            {row.transferCount > 0 && <Fact term={facts.transfers}>{text.number(row.transferCount)}</Fact>}
            {row.reason && (
              <Fact term={facts.reason}>
                <Name text={row.reason} maxLength={500} />
              </Fact>
            )}
          </>
        )}
      </dl>
      <Button kind="link" expanded={showsAll.value} onPress={() => (showsAll.value = !showsAll.value)}>
        {showsAll.value ? text.conversation.less : text.conversation.more}
      </Button>
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What of this conversation came last could not be read: as of when it is shown (spec §3). */
function OlderFact({ panel, since }: { panel: ConversationProps['panel']; since: number }) {
  const { text, now } = useSurroundings();
  const { connection } = panel.session;
  const tone = useComputed(() => {
    const staleness = stalenessSince(since, connection.value, now.value);
    return staleness === 'none' ? '' : `${staleness}-words`;
  });
  return (
    <Fact term={text.value.conversation.facts.asOf}>
      <span class={tone}>{text.value.list.older(text.value.clock(since))}</span>
    </Fact>
  );
}

function TimeFact({
  term,
  at,
  now,
}: {
  term: string;
  at: number | undefined;
  now: ConversationProps['panel']['session']['backendNow'];
}) {
  const { text } = useSurroundings();
  const words = useComputed(() =>
    at === undefined ? '' : text.value.conversation.ago(text.value.clock(at), duration(now.value - at)),
  );
  if (at === undefined) return null;
  return (
    <Fact term={term}>
      <span class="time">{words}</span>
    </Fact>
  );
}

function AgentFact({ text, agent, row }: { text: Language; agent: Agent | undefined; row: Conversation }) {
  if (row.agentId === undefined) return <>{text.common.nobody}</>;
  if (agent === undefined) return <>{text.common.unknownAgent}</>;
  const { presence, capacity, kind, isMe } = agent;
  const units =
    capacity === 'unknown' ? text.conversation.unitsUnknown : text.conversation.units(capacity.free, capacity.max);
  return (
    <span class="with-mark">
      {kind === 'human' && <PresenceMark base={presence.base} silent />}
      <span>
        <Name text={agent.name} />
        {isMe && ` (${text.common.you})`}
        {' · '}
        {kind === 'bot' ? (
          text.conversation.from.bot
        ) : (
          <span class="soft">
            {presence.text ? <Name text={presence.text} /> : text.presences[presence.base]}, {units}
          </span>
        )}
      </span>
    </span>
  );
}

function PendingTransfer({
  panel,
  transfer,
}: {
  panel: ConversationProps['panel'];
  transfer: NonNullable<Conversation['pendingTransfer']>;
}) {
  const { text } = useSurroundings();
  const { backendNow } = panel.session;
  const { toAgentId, expiresAt } = transfer;
  const left = useComputed(() =>
    expiresAt === undefined ? '' : text.value.conversation.pendingLeft(duration(expiresAt - backendNow.value)),
  );
  return (
    <Fact term={text.value.conversation.facts.transfer}>
      <span class="warn-words">
        {text.value.conversation.pendingTransfer(panel.directory.names.value.agent(toAgentId))}
      </span>
      {expiresAt !== undefined && (
        <>
          {' · '}
          <span class="time">{left}</span>
        </>
      )}
    </Fact>
  );
}

function sentimentTone({ sentiment: { level } }: Conversation): string {
  if (level === 'unknown') return 'soft';
  return level < -1 ? 'urgent-words' : '';
}
