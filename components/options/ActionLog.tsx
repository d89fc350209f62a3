/** The local action log, newest first, and its export as JSON lines (spec §5). */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LogEntry } from '../../lib/domain/log.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { WorkerClient } from '../../lib/messages/client.ts';
import { createActionLog } from '../../lib/models/actionLog.ts';
import { Button } from '../base/Button.tsx';
import { Name } from '../base/Name.tsx';
import { useSurroundings, useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';
import { Section } from './Section.tsx';

export interface ActionLogProps {
  client: WorkerClient;
  connectionId: string;
  /** The connection's name, where there are several. */
  of: string | undefined;
}

export function ActionLog({ client, connectionId, of }: ActionLogProps) {
  const text = useText();
  const { now } = useSurroundings();
  const { log: words } = text.options;
  const log = useMemo(() => createActionLog(client, connectionId), [client, connectionId]);
  const [exports, setExports] = useState(false);
  useEffect(() => void log.readOn(), [log]);
  const entries = log.entries.value;
  const trouble = log.trouble.value;

  async function exportLines() {
    setExports(true);
    const lines = await log.asLines();
    setExports(false);
    if (lines !== undefined) download(lines, words.fileName(new Date(now.peek()).toISOString().slice(0, 10)));
  }
  return (
    <Section title={of === undefined ? words.title : words.titleOf(isolate(of))} hint={words.hint}>
      {trouble && <Banner tone="urgent">{text.requestErrors[trouble]}</Banner>}
      {entries.length === 0 ? (
        <p class="options-hint">{words.empty}</p>
      ) : (
        <div class="log-scroll">
          <table class="log">
            <thead>
              <tr>
                <th scope="col">{words.columns.at}</th>
                <th scope="col">{words.columns.action}</th>
                <th scope="col">{words.columns.conversation}</th>
                <th scope="col">{words.columns.outcome}</th>
                <th scope="col">{words.columns.who}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <LogRow key={entry.sequence} entry={entry} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="card-line">
        {entries.length > 0 && log.more.value && <Button onPress={log.readOn}>{words.older}</Button>}
        <Button busy={exports} unavailable={entries.length === 0} onPress={exportLines}>
          {exports ? words.exporting : words.export}
        </Button>
      </div>
    </Section>
  );
}

function LogRow({ entry }: { entry: LogEntry }) {
  const text = useText();
  const { log: words } = text.options;
  const action = words.actions[entry.action] ?? isolate(entry.action);
  return (
    <tr>
      <td class="count">{text.dateTime(entry.at)}</td>
      <td>
        {action} {entry.target !== undefined && words.to(isolate(entry.target))}
      </td>
      <td>
        <Name text={entry.conversationId} maxLength={40} />
      </td>
      <td>
        {words.outcomes[entry.outcome]}
        {entry.reasonCodes.length > 0 && <small class="options-hint"> ({entry.reasonCodes.join(', ')})</small>}
      </td>
      <td>
        <Name text={entry.account} maxLength={40} />
      </td>
    </tr>
  );
}

function download(lines: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([lines], { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
