/** The local floor's own workspace page: served by the floor itself, rows carry the id in an attribute. */
import type { Workspace } from './workspaces.ts';

export const localFloorWorkspace: Workspace = {
  backend: 'localFloor',
  origins: (baseUrl) => [new URL(baseUrl).origin],
  rows: { selector: '[data-conversation-id]', attribute: 'data-conversation-id', pattern: '^([\\w.:-]{1,100})$' },
};
