/** Which pages are agent workspaces of which connection, and how their rows name conversations. */
import type { RowRule } from '../domain/workspacePage.ts';
import { localFloorWorkspace } from './localFloor.ts';

export interface Workspace {
  backend: string;
  /** Origins of the pages that belong to a connection at `baseUrl`. */
  origins(baseUrl: string): string[];
  rows: RowRule;
}

export const workspaces: readonly Workspace[] = [localFloorWorkspace];

export function workspaceOf(backend: string): Workspace | undefined {
  return workspaces.find((workspace) => workspace.backend === backend);
}
