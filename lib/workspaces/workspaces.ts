/** Which pages are agent workspaces of which connection, how their rows name conversations, what they may be asked. */
import type { Docking, RowRule } from '../domain/workspacePage.ts';
import { dynamics365Workspace } from './dynamics365.ts';
import { localFloorWorkspace } from './localFloor.ts';

export interface Workspace {
  backend: string;
  /** Origins of the pages that belong to a connection at `baseUrl`. */
  origins(baseUrl: string): string[];
  /** Which addresses there get the panel: path and query as in a match pattern, `*` for anything. */
  pages: readonly string[];
  rows: RowRule;
  docking: Docking;
  /** Regular expression for the paths that a page may ask on its own site for the connection; absent = none. */
  askable?: string;
  /** Where that conversation opens. `pageUrl`: of a page of this workspace that stands open. */
  conversationUrl(baseUrl: string, conversationId: string, pageUrl?: string): string;
}

export const workspaces: readonly Workspace[] = [localFloorWorkspace, dynamics365Workspace];

export function workspaceOf(backend: string): Workspace | undefined {
  return workspaces.find((workspace) => workspace.backend === backend);
}

/** Addresses of the pages that get the panel of a connection at `baseUrl`, `*` for anything. */
export function pageAddresses({ origins, pages }: Workspace, baseUrl: string): string[] {
  return origins(baseUrl).flatMap((origin) => pages.map((page) => origin + page));
}
