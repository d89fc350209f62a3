interface ApiRow {
  activityid: string;
  [column: string]: unknown;
}

/**
 * The page's script. It is served as this function's own source, so it may use nothing from outside itself but types.
 * It lives from the organisation's API with the browser's session, as the real one does.
 */
export function workspacePage(): void {
  const { appId = '', viewId = '', rowIds = '' } = document.body.dataset;
  const formatted = 'OData.Community.Display.V1.FormattedValue';
  const rowHeight = 42;
  const refreshEvery = 5000;
  const pageSize = 250;
  const columns = [
    { id: '_msdyn_customer_value', col: 'msdyn_customer', title: 'Customer' },
    { id: 'subject', col: 'subject', title: 'Subject' },
    { id: 'statuscode', col: 'statuscode', title: 'Status reason' },
    { id: '_msdyn_cdsqueueid_value', col: 'msdyn_cdsqueueid', title: 'Queue' },
    { id: '_msdyn_activeagentid_value', col: 'msdyn_activeagentid', title: 'Active agent' },
  ];
  const content = document.getElementById('content');
  if (!content) return;
  const main = content;
  let stopPage = () => {};

  const textOf = (row: ApiRow, column: string) => String(row[`${column}@${formatted}`] ?? row[column] ?? '');

  function make(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  async function read(target: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const prefer = `odata.maxpagesize=${pageSize},odata.include-annotations="${formatted}"`;
    const headers = { Accept: 'application/json', Prefer: prefer };
    const answer = await fetch(`/api/data/v9.2/${target}`, { headers });
    return { status: answer.status, body: await answer.json() };
  }
  const selection = ['activityid', ...columns.map(({ id }) => id)].join(',');

  function addressOf(query: Record<string, string>): string {
    return `/main.aspx?${new URLSearchParams({ appid: appId, ...query })}`;
  }
  const listAddress = addressOf({
    pagetype: 'entitylist',
    etn: 'msdyn_ocliveworkitem',
    viewid: viewId,
    viewtype: '1039',
  });
  const recordAddress = (id: string) => addressOf({ pagetype: 'entityrecord', etn: 'msdyn_ocliveworkitem', id });

  function go(address: string): void {
    history.pushState(null, '', address);
    show();
  }

  function linkTo(address: string, text: string): HTMLElement {
    const link = make('a', { href: address, dir: 'auto' }, text);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      go(address);
    });
    return link;
  }

  function showHome(): void {
    main.replaceChildren(
      make('h1', {}, 'Home'),
      make('p', {}, 'Your inbox is empty. '),
      linkTo(listAddress, 'All ongoing conversations'),
    );
  }

  /** ag-Grid draws only the rows that can be seen, and uses its elements again for others. */
  function showList(): () => void {
    const find = make('input', {
      type: 'search',
      'data-id': 'quickFind-text-editor',
      'aria-label': 'Filter by keyword',
      placeholder: 'Filter by keyword',
    }) as HTMLInputElement;
    const header = make(
      'div',
      { role: 'row', class: 'ag-header-row', 'aria-rowindex': '1' },
      ...columns.map(({ col, title }) => make('div', { role: 'columnheader', 'col-id': col, class: 'cell' }, title)),
    );
    const body = make('div', { class: 'ag-center-cols-container', role: 'rowgroup' });
    const viewport = make('div', { class: 'ag-body-viewport', role: 'presentation' }, body);
    const grid = make(
      'div',
      { role: 'grid', class: 'ag-root', 'aria-label': 'All ongoing conversations' },
      header,
      viewport,
    );
    const container = make('div', { 'data-id': 'entity_control-powerapps_onegrid_control_container' }, grid);
    main.replaceChildren(
      make('div', { class: 'commands' }, make('h1', {}, 'All ongoing conversations'), find),
      container,
    );

    let rows: ApiRow[] = [];
    let isStopped = false;
    const slots: HTMLElement[] = [];

    function suited(): ApiRow[] {
      const wanted = find.value.trim().toLowerCase();
      if (wanted === '') return rows;
      return rows.filter((row) => columns.some(({ id }) => textOf(row, id).toLowerCase().includes(wanted)));
    }

    function fill(slot: HTMLElement, row: ApiRow, index: number): void {
      slot.setAttribute('row-index', String(index));
      slot.setAttribute('aria-rowindex', String(index + 2));
      if (rowIds === 'true') slot.setAttribute('row-id', row.activityid);
      slot.style.transform = `translateY(${index * rowHeight}px)`;
      const cells = columns.map(({ id, col }) => {
        const text = textOf(row, id);
        const inside =
          id === 'subject' ? linkTo(recordAddress(row.activityid), text) : make('span', { dir: 'auto' }, text);
        return make('div', { role: 'gridcell', 'col-id': col, class: 'cell', tabindex: '-1' }, inside);
      });
      const same = [...slot.children].every((cell, at) => cell.textContent === cells[at]?.textContent);
      const isNew = slot.dataset.shown !== row.activityid;
      if (slot.childElementCount === 0 || isNew || !same) slot.replaceChildren(...cells);
      slot.dataset.shown = row.activityid;
    }

    function draw(): void {
      const all = suited();
      body.style.height = `${all.length * rowHeight}px`;
      const first = Math.max(0, Math.floor(viewport.scrollTop / rowHeight) - 3);
      const shown = all.slice(first, first + Math.ceil(viewport.clientHeight / rowHeight) + 6);
      while (slots.length < shown.length) {
        const slot = make('div', { role: 'row', class: 'ag-row', tabindex: '-1' });
        slots.push(slot);
        body.append(slot);
      }
      for (const slot of slots.splice(shown.length)) slot.remove();
      shown.forEach((row, index) => {
        const slot = slots[index];
        if (slot) fill(slot, row, first + index);
      });
    }

    async function refresh(): Promise<void> {
      if (document.hidden) return;
      const filter = encodeURIComponent('statecode eq 0');
      const { status, body: answer } = await read(
        `msdyn_ocliveworkitems?$select=${selection}&$filter=${filter}&$orderby=msdyn_startedon,activityid`,
      );
      if (isStopped || status !== 200) return;
      rows = answer.value as ApiRow[];
      draw();
    }

    find.addEventListener('input', draw);
    viewport.addEventListener('scroll', draw);
    const resized = new ResizeObserver(draw);
    resized.observe(viewport);
    const timer = setInterval(() => void refresh(), refreshEvery);
    void refresh();
    return () => {
      isStopped = true;
      resized.disconnect();
      clearInterval(timer);
    };
  }

  function showRecord(id: string): () => void {
    let isStopped = false;
    const title = make('h1', { 'data-id': 'header_title', dir: 'auto' }, '');
    const fields = make('dl', { 'data-id': 'form-body' });
    main.replaceChildren(title, fields);
    async function refresh(): Promise<void> {
      if (document.hidden) return;
      const { status, body } = await read(`msdyn_ocliveworkitems(${id})?$select=${selection}`);
      if (isStopped) return;
      if (status !== 200) {
        title.textContent = 'Record is unavailable';
        fields.replaceChildren();
        return;
      }
      const row = body as ApiRow;
      title.textContent = textOf(row, 'subject');
      fields.replaceChildren(
        ...columns.flatMap(({ id: column, col, title: name }) => [
          make('dt', {}, name),
          make('dd', { 'data-id': col, dir: 'auto' }, textOf(row, column) || '---'),
        ]),
      );
    }
    const timer = setInterval(() => void refresh(), refreshEvery);
    void refresh();
    return () => {
      isStopped = true;
      clearInterval(timer);
    };
  }

  function show(): void {
    stopPage();
    stopPage = () => {};
    const query = new URLSearchParams(location.search);
    const id = query.get('id');
    const page = query.get('pagetype');
    for (const link of document.querySelectorAll<HTMLElement>('[data-page]'))
      link.setAttribute('aria-current', String(link.dataset.page === (page === 'entitylist' ? 'list' : 'home')));
    if (page === 'entitylist') stopPage = showList();
    else if (page === 'entityrecord' && id !== null) stopPage = showRecord(id);
    else showHome();
  }

  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-page]'))
    link.addEventListener('click', (event) => {
      event.preventDefault();
      go(link.getAttribute('href') ?? '');
    });
  addEventListener('popstate', show);
  show();
}
