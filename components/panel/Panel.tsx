/** The panel, in the workspace page's frame and in the browser's side panel alike. */
import '../base.css';
import { useEffect, useMemo } from 'preact/hooks';
import { createPanel, type PanelModel, type PanelParts } from '../../lib/models/panel.ts';
import { Surrounded } from '../base/surroundings.tsx';
import { Dialogs } from '../dialogs/Dialogs.tsx';
import { NoticeGate } from '../notice/NoticeGate.tsx';
import { Operations } from '../operations/Operations.tsx';
import { ConversationPage } from './ConversationPage.tsx';
import { Header } from './Header.tsx';
import { ListPage } from './ListPage.tsx';
import { NoConnection, Troubles } from './Troubles.tsx';
import './panel.css';

export interface PanelProps extends PanelParts {
  /** For a worker that says nothing any more. */
  restart(): void;
  openOptions?: () => void;
}

export function Panel({ client, clock, newId, browserLanguage, requestAccess, ...rest }: PanelProps) {
  const panel = useMemo(() => createPanel({ client, clock, newId, browserLanguage, requestAccess }), [client]);
  useEffect(() => panel.start(), [panel]);
  const { text, theme } = panel.session;
  return (
    <Surrounded text={text} theme={theme} now={clock.now}>
      <PanelBody panel={panel} {...rest} />
    </Surrounded>
  );
}

export interface PanelBodyProps extends Pick<PanelProps, 'openOptions' | 'restart'> {
  panel: PanelModel;
}

function PanelBody({ panel, ...rest }: PanelBodyProps) {
  const { session, opened } = panel;
  const conversation = opened.value;
  const isEmpty = session.state.value?.connections.length === 0;
  return (
    <main class="panel">
      <div class="panel-page" inert={conversation !== undefined}>
        <Header panel={panel} {...rest} />
        <Troubles panel={panel} {...rest} />
        {isEmpty && <NoConnection {...rest} />}
        {session.connection.value && (
          <NoticeGate client={panel.client} connection={session.connection}>
            <ListPage panel={panel} />
          </NoticeGate>
        )}
      </div>
      {conversation && (
        <ConversationPage key={conversation.id} panel={panel} conversation={conversation} restart={rest.restart} />
      )}
      <Operations panel={panel} />
      <Dialogs panel={panel} />
    </main>
  );
}
