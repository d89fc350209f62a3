/** One row a queue: what waits and how long, what goes on, and who is there. */
import type { ReadonlySignal } from '@preact/signals';
import type { QueueOverview } from '../../lib/domain/overview.ts';
import { presenceBases } from '../../lib/domain/records.ts';
import { Icon } from '../base/Icon.tsx';
import { PresenceMark } from '../base/marks.tsx';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';
import { Duration } from '../base/time.tsx';

export interface QueueTableProps {
  queues: readonly QueueOverview[];
  backendNow: ReadonlySignal<number>;
}

export function QueueTable({ queues, backendNow }: QueueTableProps) {
  const { popup, presences, number } = useText();
  const mostWaiting = Math.max(1, ...queues.map(({ waiting }) => waiting));
  const { columns } = popup;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="popup-table" aria-label={popup.title} tabIndex={0}>
      <table>
        <caption class="visually-hidden">{popup.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.queue}</th>
            <th scope="col">{columns.waiting}</th>
            <th scope="col">{columns.longest}</th>
            <th scope="col">{columns.active}</th>
            <th scope="col">{columns.wrapUp}</th>
            <th scope="col" title={popup.freeTitle}>
              {columns.free}
            </th>
            <th scope="col">{columns.agents}</th>
          </tr>
        </thead>
        <tbody>
          {queues.flatMap((queue) => [
            <tr key={queue.queueId} class={queue.zeroCoverage ? 'uncovered' : ''}>
              <th scope="row">
                <Name text={queue.name} maxLength={60} />
              </th>
              <td>
                <span class="waiting-cell">
                  {number(queue.waiting)}
                  <span class="waiting-bar" aria-hidden="true">
                    <i style={{ inlineSize: `${(100 * queue.waiting) / mostWaiting}%` }} />
                  </span>
                </span>
              </td>
              <td>
                {queue.longestWaitingSince === undefined ? (
                  popup.none
                ) : (
                  <Duration since={queue.longestWaitingSince} now={backendNow} />
                )}
              </td>
              <td>{number(queue.active)}</td>
              <td>{number(queue.wrapUp)}</td>
              <td>{number(queue.freeUnits)}</td>
              <td>
                <span class="visually-hidden">{popup.agents(agentWords(queue, popup.agentCount, presences))}</span>
                <span class="agent-counts" aria-hidden="true">
                  {presenceBases
                    .filter((base) => queue.agents[base] > 0)
                    .map((base) => (
                      <span
                        key={base}
                        class="agent-count"
                        title={popup.agentCount(queue.agents[base], presences[base])}
                      >
                        <PresenceMark base={base} silent />
                        {number(queue.agents[base])}
                      </span>
                    ))}
                </span>
              </td>
            </tr>,
            queue.zeroCoverage && (
              <tr key={`${queue.queueId} uncovered`} class="uncovered-words">
                <td colSpan={7}>
                  <Icon name="warning" />
                  <span class="visually-hidden">
                    <Name text={queue.name} />{' '}
                  </span>
                  {popup.zeroCoverage}
                </td>
              </tr>
            ),
          ])}
        </tbody>
      </table>
    </section>
  );
}

function agentWords(
  { agents }: QueueOverview,
  say: (count: number, presence: string) => string,
  presences: QueueTableWords,
): string[] {
  return presenceBases.filter((base) => agents[base] > 0).map((base) => say(agents[base], presences[base]));
}
type QueueTableWords = Record<(typeof presenceBases)[number], string>;
