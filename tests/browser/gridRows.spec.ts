/** What the overlay tells of a grid's rows: the two cells that name a conversation, where a person points, nothing else. */
import { expect, expectPanel, listenToLines, test } from './modelDriven.ts';

const guid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const cell = (column: string, text: string) => `<div role="gridcell" col-id="${column}" tabindex="-1">${text}</div>`;
const row = (index: number, attributes: string, customer: string, subject: string) =>
  `<div role="row" row-index="${index}" ${attributes}>${cell('msdyn_customer', customer)}${cell('subject', subject)}${cell('msdyn_activeagentid', 'Private Agent')}${cell('msdyn_lastmessage', 'Private words')}</div>`;
const grid = `<style>[role=row]{display:flex;gap:20px;height:30px}</style>
  <div data-id="entity_control-powerapps_onegrid_control_container">
    <div role="row"><div role="columnheader" col-id="subject">Subject</div></div>
    <div class="ag-center-cols-container">
      ${row(0, 'row-id="0"', 'Dana Levi', 'Refund')}
      ${row(1, `row-id="${guid}"`, 'Omar Haddad', 'Delivery')}
      ${row(2, '', '', 'Nobody’s')}
    </div>
  </div>`;

test('a row is told by its id, else by customer and subject; other cells and events of the page’s own are not', async ({
  site,
}) => {
  site.show(grid);
  const lines = await listenToLines(site);
  const page = await site.open();
  await expectPanel(page);
  const rows = async () => (await lines.heard()).filter(({ kind }) => kind === 'row');
  const words = { customer: 'Dana Levi', subject: 'Refund' };

  await page.evaluate(() => {
    const target = document.querySelector('[row-index="1"]');
    for (const type of ['pointerover', 'focusin', 'contextmenu'])
      target?.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
  });
  await page.getByText('Private Agent').first().hover();
  await expect.poll(rows).toEqual([{ kind: 'row', row: { words } }]);
  await page.getByText('Delivery').hover();
  await page.getByText('Nobody’s').hover();
  await page.getByText('Subject').hover();
  const told = [
    { kind: 'row', row: { words } },
    { kind: 'row', row: { id: guid } },
    { kind: 'row', row: {} },
  ];
  await expect.poll(rows).toEqual([...told, { kind: 'row' }]);
  expect(JSON.stringify(await lines.heard())).not.toContain('Private');

  expect(await lines.contextRow()).toBeNull();
  for (const [text, said] of [
    ['Refund', { words }],
    ['Delivery', { id: guid }],
    ['Nobody’s', {}],
    ['Subject', null],
  ] as const) {
    await page.getByText(text).click({ button: 'right' });
    expect(await lines.contextRow(), text).toEqual(said);
  }
  await page.close();
});
