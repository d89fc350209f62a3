import type { GridRow, GridUpdate, TalkLine, TalkUpdate } from './feeds.ts';

/**
 * The page's script. It is served as this function's own source, so it may use nothing from outside itself but types.
 * Everything from a feed goes into the page as text, never as markup.
 */
export function workspaceClient(): void {
  const { feed = '', speed = '1', lost = '', internal = '', link = '' } = document.body.dataset;
  const byId = (id: string) => document.getElementById(id);
  const put = (element: Element | null | undefined, text: string) => {
    if (element && element.textContent !== text) element.textContent = text;
  };

  /** Names of any script side by side, each in its own direction. */
  const putList = (element: Element | null, texts: readonly string[]) => {
    const parts = texts.filter(Boolean).map((text) => {
      const part = document.createElement('bdi');
      part.textContent = text;
      return part;
    });
    element?.replaceChildren(...parts.flatMap((part, index) => (index > 0 ? [' · ', part] : [part])));
  };

  /** Listens while the page can be seen, so that forgotten tabs cost nothing. */
  function listen<T>(url: string, onUpdate: (update: T) => void): () => void {
    let source: EventSource | undefined;
    const watch = () => {
      source?.close();
      source = undefined;
      if (document.hidden) return;
      source = new EventSource(url);
      source.onmessage = (event) => {
        put(byId('status'), '');
        onUpdate(JSON.parse(event.data));
      };
      source.onerror = () => put(byId('status'), lost);
    };
    document.addEventListener('visibilitychange', watch);
    watch();
    return () => {
      document.removeEventListener('visibilitychange', watch);
      source?.close();
    };
  }

  function startGrid(grid: HTMLElement): void {
    const body = grid.querySelector('tbody');
    const columns = [...grid.querySelectorAll<HTMLElement>('th')];
    if (!body) return;
    const slots = new Map<string, { element: HTMLTableRowElement; row: GridRow }>();
    let ids: string[] = [];
    let clock = { now: 0, at: 0 };
    let stop = () => {};
    const address = new URL(feed, location.href);

    const waited = (row: GridRow): string => {
      if (row.waitingSince === undefined) return '–';
      const floorNow = clock.now + (performance.now() - clock.at) * Number(speed);
      const seconds = Math.max(0, Math.floor((floorNow - row.waitingSince) / 1000));
      const minutes = Math.floor(seconds / 60);
      const pad = (value: number) => String(value).padStart(2, '0');
      return minutes < 60
        ? `${minutes}:${pad(seconds % 60)}`
        : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
    };

    const create = (id: string): HTMLTableRowElement => {
      const element = document.createElement('tr');
      element.dataset.conversationId = id;
      element.tabIndex = 0;
      for (const column of columns) {
        const cell = element.insertCell();
        const text = document.createElement(column.dataset.column === 'customer' ? 'a' : 'bdi');
        text.dir = 'auto';
        if (text instanceof HTMLAnchorElement) {
          text.href = link.replace(':id', encodeURIComponent(id));
          text.tabIndex = -1;
        }
        cell.append(text);
        cell.dataset.cell = column.dataset.column;
      }
      return element;
    };

    const fill = ({ element, row }: { element: HTMLTableRowElement; row: GridRow }) => {
      const values = [row.customer, row.subject, row.stateText, row.agent, row.queue, row.channel, waited(row)];
      values.forEach((value, index) => {
        put(element.cells[index]?.firstElementChild, value);
      });
      element.dataset.state = row.state;
      element.setAttribute('aria-label', `${row.customer}, ${row.subject}, ${row.stateText}`);
    };

    const order = () => {
      const focused = document.activeElement;
      for (const [id, slot] of slots) {
        if (ids.includes(id)) continue;
        slot.element.remove();
        slots.delete(id);
      }
      ids.forEach((id, index) => {
        const element = slots.get(id)?.element;
        if (element && body.children[index] !== element) body.insertBefore(element, body.children[index] ?? null);
      });
      // Moving a row takes its focus away.
      if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused)
        focused.focus({ preventScroll: true });
    };

    const show = (update: GridUpdate) => {
      clock = { now: update.now, at: performance.now() };
      for (const row of update.rows) {
        const slot = { element: slots.get(row.id)?.element ?? create(row.id), row };
        slots.set(row.id, slot);
        fill(slot);
      }
      if (update.ids) {
        ids = update.ids;
        order();
      }
      put(byId('count'), update.count);
      put(byId('presence'), update.presence.text);
      byId('presence')?.setAttribute('data-base', update.presence.base);
      byId('empty')?.toggleAttribute('hidden', ids.length > 0);
    };

    const restart = () => {
      stop();
      stop = listen<GridUpdate>(address.href, show);
    };

    grid.addEventListener('click', ({ target }) => {
      if (!(target instanceof Element)) return;
      const sort = target.closest<HTMLElement>('[data-sort]')?.dataset.sort;
      if (sort) {
        const { searchParams } = address;
        const falling = searchParams.get('sort') === sort ? searchParams.get('dir') !== 'desc' : sort === 'wait';
        searchParams.set('sort', sort);
        searchParams.set('dir', falling ? 'desc' : 'asc');
        for (const column of columns) {
          if (column.dataset.column === sort) column.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
          else column.removeAttribute('aria-sort');
        }
        history.replaceState(null, '', `/workspace${address.search}`);
        restart();
        return;
      }
      const row = target.closest('tr[data-conversation-id]');
      if (row && getSelection()?.isCollapsed !== false) row.querySelector('a')?.click();
    });
    grid.addEventListener('keydown', (event) => {
      const row = document.activeElement?.closest('tr[data-conversation-id]');
      if (!row) return;
      const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
      if (event.key === 'Enter' && event.target === row) row.querySelector('a')?.click();
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (next instanceof HTMLElement) next.focus();
      }
    });
    setInterval(() => {
      if (!document.hidden) for (const slot of slots.values()) fill(slot);
    }, 1000);
    restart();
  }

  function startTalk(): void {
    const sides = { agent: byId('agent-side'), customer: byId('customer-side') };
    const seen = new Set<string>();
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

    const say = (list: HTMLElement | null, line: TalkLine, own: boolean) => {
      if (!list) return;
      const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
      const item = document.createElement('li');
      item.className = line.from === 'system' ? 'notice' : own ? 'own' : 'other';
      item.classList.toggle('internal', line.internal);
      const author = document.createElement('small');
      putList(author, [line.author, line.internal ? internal : '', time.format(line.at)]);
      const text = document.createElement('p');
      text.dir = 'auto';
      text.textContent = line.text;
      item.append(author, text);
      list.append(item);
      if (atEnd) list.scrollTop = list.scrollHeight;
    };

    listen<TalkUpdate>(new URL(feed, location.href).href, (update) => {
      put(byId('customer'), update.customer);
      put(byId('subject'), update.subject);
      put(byId('state'), update.stateText);
      byId('state')?.setAttribute('data-state', update.state);
      putList(byId('facts'), update.facts);
      put(byId('people'), update.people || '–');
      for (const line of update.lines) {
        if (seen.has(line.id)) continue;
        seen.add(line.id);
        say(sides.agent, line, line.from !== 'customer');
        if (!line.internal) say(sides.customer, line, line.from === 'customer');
      }
    });
  }

  const grid = byId('grid');
  if (grid) startGrid(grid);
  else if (byId('agent-side')) startTalk();
  else put(byId('status'), '');
}
