/** Sample markup is our own, after what was observed of the workspaces (facts §6 of Dynamics 365). */
import { describe, expect, test } from 'vitest';
import { dynamics365Workspace } from '../../lib/workspaces/dynamics365.ts';
import { localFloorWorkspace } from '../../lib/workspaces/localFloor.ts';
import { locateRow } from '../../lib/workspaces/locateRow.ts';

const guid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

function pointedAt(markup: string): Element | null {
  document.body.innerHTML = markup;
  return document.querySelector('#here');
}

/** A row as a grid draws it; cells in the order given. */
function gridRow(attributes: string, cells: Record<string, string>): string {
  const drawn = Object.entries(cells).map(
    ([column, text]) => `<div role="gridcell" col-id="${column}"><div><a><label>${text}</label></a></div></div>`,
  );
  return `<div data-id="entity_control-powerapps_onegrid_control_container"><div class="ag-center-cols-container">
    <div role="row" class="ag-row" ${attributes}>
      <div role="gridcell" col-id="__row_status"><input type="checkbox" id="here"></div>${drawn.join('')}
    </div></div></div>`;
}
const named = {
  subject: 'Refund',
  msdyn_customer: ' Dana\n Levi ',
  msdyn_activeagentid: 'Xenia',
  statuscode: 'Active',
};

describe('a row of the grid', () => {
  const locate = (markup: string) => locateRow(pointedAt(markup), dynamics365Workspace.rows);
  const words = { customer: 'Dana\n Levi', subject: 'Refund' };

  test.each([
    ['its id, bare', `row-index="3" row-id="${guid}"`, { id: guid }],
    ['its id, in braces and capitals', `row-index="3" row-id="{${guid.toUpperCase()}}"`, { id: guid.toUpperCase() }],
    ['its id in the other attribute', `row-index="3" data-id="${guid}"`, { id: guid }],
    ['its words, where the id is the grid’s own count', 'row-index="3" row-id="3"', { words }],
    ['its words, where there is no id', 'row-index="3"', { words }],
    ['its words, where an id is only part of something', `row-index="3" row-id="cell-${guid}-1"`, { words }],
  ])('says %s', (_what, attributes, said) => {
    expect(locate(gridRow(attributes, named))).toEqual(said);
  });

  test.each<[string, Record<string, string>]>([
    ['its customer is not shown', { subject: 'Refund' }],
    ['its subject is not shown', { msdyn_customer: 'Dana' }],
    ['its customer is empty', { subject: 'Refund', msdyn_customer: ' ' }],
    ['its customer is longer than any name', { subject: 'Refund', msdyn_customer: 'x'.repeat(501) }],
    ['its columns have other names', { title: 'Refund', customer: 'Dana' }],
  ])('says nothing when %s', (_what, cells) => {
    expect(locate(gridRow('row-index="3"', cells))).toEqual({});
  });

  test('is told by its title where it shows no subject', () => {
    const { subject: _none, ...rest } = named;
    expect(locate(gridRow('row-index="3"', { ...rest, msdyn_title: 'Refund' }))).toEqual({ words });
  });

  test('of headings is none', () => {
    expect(locate('<div role="row"><div role="columnheader" col-id="subject" id="here">Subject</div></div>')).toBe(
      undefined,
    );
  });
  test('is none where the page shows something else', () => {
    expect(locate('<main><p id="here">Words</p></main>')).toBeUndefined();
    expect(locateRow(document, dynamics365Workspace.rows)).toBeUndefined();
  });
});

describe('a row of the local floor’s page', () => {
  test.each([
    ['c-12', { id: 'c-12' }],
    ['', {}],
    ['"><img src=x>', {}],
    ['x'.repeat(101), {}],
  ])('with the id %j says %j', (id, said) => {
    const cell = pointedAt('<table><tr><td><b id="here">Dana</b></td></tr></table>');
    cell?.closest('tr')?.setAttribute('data-conversation-id', id);
    expect(locateRow(cell, localFloorWorkspace.rows)).toEqual(said);
  });
});
