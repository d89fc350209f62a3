/** Who may import whom. Imports go one way; a file may always import from its own layer. */
import { posix } from 'node:path';

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
}

const backend = ['lib/connectors/connector.ts', 'lib/connectors/http.ts', 'lib/domain'];

/** Layer → what it may import besides itself: a folder, or one file of it. `*` is one backend's folder. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  entrypoints: [
    'components',
    'lib/background',
    'lib/browser.ts',
    'lib/domain',
    'lib/i18n',
    'lib/messages',
    'lib/models',
    'lib/overlay',
    'lib/startPage.ts',
  ],
  'lib/startPage.ts': ['lib/browser.ts', 'lib/domain', 'lib/messages', 'lib/models'],
  components: ['lib/models', 'lib/messages', 'lib/i18n', 'lib/domain'],
  'lib/models': ['lib/messages', 'lib/i18n', 'lib/domain'],
  'lib/overlay': ['lib/messages', 'lib/workspaces', 'lib/domain'],
  'lib/background': [
    'lib/browser.ts',
    'lib/connectors/connector.ts',
    'lib/connectors/registry.ts',
    'lib/database.ts',
    'lib/domain',
    'lib/i18n',
    'lib/messages',
    'lib/mirror',
    'lib/outbox',
    'lib/settings',
    'lib/signIn',
    'lib/sync',
    'lib/views',
    'lib/workspaces',
  ],
  'lib/messages': ['lib/domain'],
  'lib/settings': ['lib/domain'],
  'lib/signIn': ['lib/connectors/connector.ts', 'lib/domain'],
  'lib/sync': ['lib/connectors/connector.ts', 'lib/mirror/mirror.ts', 'lib/domain'],
  'lib/outbox': ['lib/connectors/connector.ts', 'lib/database.ts', 'lib/domain'],
  'lib/views': ['lib/mirror/mirror.ts', 'lib/domain'],
  'lib/mirror': ['lib/connectors/connector.ts', 'lib/database.ts', 'lib/domain'],
  'lib/database.ts': ['lib/domain'],
  'lib/connectors': ['lib/domain'],
  'lib/connectors/registry.ts': ['lib/connectors', 'lib/domain'],
  'lib/connectors/*': backend,
  'lib/connectors/localFloor': [...backend, 'lib/floor/wire.ts'],
  'lib/workspaces': ['lib/domain'],
  'lib/floor': ['lib/domain'],
  'lib/i18n': ['lib/domain'],
  'lib/browser.ts': [],
  'lib/domain': [],
};

/** The layer a path belongs to; `undefined` when the table knows none. */
export function layerOf(path: string): string | undefined {
  if (path in layers) return path;
  const [top = '', second = '', third = '', ...deeper] = path.split('/');
  if (top !== 'lib') return top in layers ? top : undefined;
  if (second === 'connectors' && deeper.length > 0) return `lib/connectors/${third}`;
  return `lib/${second}` in layers ? `lib/${second}` : undefined;
}

/** Relative imports that leave the layers' way, one sentence each, naming the layers that are allowed. */
export function importsAgainstLayers(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const layer = layerOf(path);
    if (layer === undefined)
      return [`${path} stands in no layer: add its folder to the table in tests/architecture/layers.ts`];
    const allowed = layers[layer] ?? layers['lib/connectors/*'] ?? [];
    return importsOf(text)
      .filter((target) => target.startsWith('.'))
      .map((target) => posix.join(posix.dirname(path), target.replace(/\?.*$/, '')))
      .filter((target) => layerOf(target) !== layer && !allowed.some((way) => target === way || isWithin(target, way)))
      .map((target) => `${path} imports ${target}; ${layer} may import ${allowed.join(', ') || 'nothing'} and itself`);
  });
}

/** Anything below an allowed folder. */
function isWithin(target: string, way: string): boolean {
  return target.startsWith(`${way}/`);
}

/** Module names as they are written, of static, dynamic and type imports and re-exports. */
export function importsOf(text: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g;
  return [...withoutComments(text).matchAll(pattern)].map((match) => match[2] ?? '');
}

/** Code without its comments, lines kept. A `//` after a colon is an address. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(?<!:|\\)\/\/.*$/gm, '');
}
