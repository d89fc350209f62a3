/** The local floor's own workspace page: served by the floor itself, rows carry the id in an attribute. */
import type { Workspace } from './workspaces.ts';

export const localFloorWorkspace: Workspace = {
  backend: 'localFloor',
  origins: (baseUrl) => [new URL(baseUrl).origin],
  pages: ['/*'],
  rows: {
    selector: '[data-conversation-id]',
    id: [{ attribute: 'data-conversation-id', pattern: '^([\\w.:-]{1,100})$' }],
  },
  docking: 'flow',
  conversationUrl: (baseUrl, id) => `${new URL(baseUrl).origin}/workspace/conversation/${encodeURIComponent(id)}`,
};
