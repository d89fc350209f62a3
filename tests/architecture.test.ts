/** The house as a whole: import layers and conventions, each shown to go red for a planted violation. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  backendsNamedElsewhere,
  hiddenTime,
  htmlFromText,
  mutableAtModuleLevel,
  nodeOutsideTheServer,
  polyfillImportedElsewhere,
  tooLong,
} from './architecture/conventions.ts';
import { importsAgainstLayers, importsOf, layers, type SourceFile } from './architecture/layers.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources: SourceFile[] = ['entrypoints', 'components', 'lib'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') })),
);
const at = (path: string, text: string): SourceFile[] => [{ path, text }];

describe('the house keeps its rules', () => {
  test('there is something to look at', () => {
    expect(sources.map(({ path }) => path)).toContain('lib/domain/eligibility.ts');
  });
  test('imports go one way', () => {
    expect(importsAgainstLayers(sources)).toEqual([]);
  });
  test('a backend is named only at home and in the registries', () => {
    expect(backendsNamedElsewhere(sources)).toEqual([]);
  });
  test('the browser polyfill is imported in one place', () => {
    expect(polyfillImportedElsewhere(sources)).toEqual([]);
  });
  test('only the floor’s server needs Node', () => {
    expect(nodeOutsideTheServer(sources)).toEqual([]);
  });
  test('entrypoints stay within 60 lines, every file within 400', () => {
    expect(tooLong(sources)).toEqual([]);
  });
  test('nothing at module level changes', () => {
    expect(mutableAtModuleLevel(sources)).toEqual([]);
  });
  test('nothing from outside becomes markup', () => {
    expect(htmlFromText(sources)).toEqual([]);
  });
  test('time and chance are parameters', () => {
    expect(hiddenTime(sources)).toEqual([]);
  });
});

describe('a planted import is found', () => {
  test.each([
    ['lib/domain/a.ts', '../i18n/en.ts'],
    ['lib/domain/a.ts', '../../components/App.tsx'],
    ['lib/messages/a.ts', '../models/list.ts'],
    ['lib/models/a.ts', '../background/boot.ts'],
    ['lib/models/a.ts', '../../components/App.tsx'],
    ['lib/models/a.ts', '../browser.ts'],
    ['components/list/Row.tsx', '../../lib/browser.ts'],
    ['components/list/Row.tsx', '../../lib/connectors/connector.ts'],
    ['lib/sync/a.ts', '../connectors/registry.ts'],
    ['lib/sync/a.ts', '../mirror/createMirror.ts'],
    ['lib/outbox/a.ts', '../connectors/localFloor/perform.ts'],
    ['lib/background/a.ts', '../connectors/localFloor/perform.ts'],
    ['lib/connectors/chatwoot/a.ts', '../localFloor/perform.ts'],
    ['lib/connectors/chatwoot/a.ts', '../../floor/wire.ts'],
    ['lib/connectors/chatwoot/a.ts', '../registry.ts'],
    ['lib/connectors/localFloor/a.ts', '../../floor/engine/createFloor.ts'],
    ['lib/connectors/http.ts', './localFloor/perform.ts'],
    ['lib/connectors/http.ts', './registry.ts'],
    ['lib/floor/engine/a.ts', '../../connectors/connector.ts'],
    ['lib/workspaces/a.ts', '../messages/requests.ts'],
    ['entrypoints/background.ts', '../lib/connectors/registry.ts'],
  ])('%s → %s', (path, target) => {
    const [sentence] = importsAgainstLayers(at(path, `import { a } from '${target}';`));
    expect(sentence).toContain(`${path} imports `);
    expect(sentence).toContain(' may import ');
  });

  test.each([
    ['lib/domain/a.ts', './records.ts'],
    ['components/list/Row.tsx', '../base/Icon.tsx'],
    ['components/list/Row.tsx', '../../lib/models/list.ts'],
    ['lib/sync/a.ts', '../connectors/connector.ts'],
    ['lib/connectors/chatwoot/deep/a.ts', '../map.ts'],
    ['lib/connectors/chatwoot/a.ts', '../http.ts'],
    ['lib/connectors/localFloor/a.ts', '../../floor/wire.ts'],
    ['lib/connectors/registry.ts', './chatwoot/createConnector.ts'],
    ['entrypoints/sidepanel/main.tsx', '../../components/App.tsx'],
  ])('%s → %s is allowed', (path, target) => {
    expect(importsAgainstLayers(at(path, `import type { a } from '${target}';`))).toEqual([]);
  });

  test('the message names the layers that are allowed', () => {
    expect(importsAgainstLayers(at('lib/models/a.ts', "import { x } from '../sync/b.ts';"))).toEqual([
      'lib/models/a.ts imports lib/sync/b.ts; lib/models may import lib/messages, lib/i18n, lib/domain and itself',
    ]);
    expect(importsAgainstLayers(at('lib/domain/a.ts', "import { x } from '../i18n/b.ts';"))).toEqual([
      'lib/domain/a.ts imports lib/i18n/b.ts; lib/domain may import nothing and itself',
    ]);
  });
  test('a folder that the table does not know is told', () => {
    expect(importsAgainstLayers(at('lib/helpers/a.ts', ''))).toEqual([expect.stringContaining('stands in no layer')]);
  });
  test('every way of importing is seen, comments are not', () => {
    const text = `
      import a from './a.ts'; import './b.css';
      import {
        c,
      } from "./c.ts";
      export { d } from './d.ts'; export * from './e.ts';
      const f = await import('./f.ts');
      type G = import('./g.ts').G;
      // import h from './h.ts';
      /* import i from './i.ts'; */`;
    expect(importsOf(text)).toEqual(['./a.ts', './b.css', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts']);
  });
  test('the table leads nowhere in a circle', () => {
    const ways = (layer: string) =>
      (layers[layer] ?? []).map((way) => way.replace(/^lib\/(mirror|floor)\/.*/, 'lib/$1'));
    const reaches = (from: string, goal: string, seen: ReadonlySet<string> = new Set()): boolean =>
      ways(from).some((way) => way === goal || (!seen.has(way) && reaches(way, goal, new Set([...seen, way]))));
    expect(Object.keys(layers).filter((layer) => reaches(layer, layer))).toEqual([]);
  });
});

describe('a planted breach of a convention is found', () => {
  type Check = (files: readonly SourceFile[]) => string[];
  test.each<[string, Check, string, string]>([
    ['a backend in a component', backendsNamedElsewhere, 'components/a.tsx', "if (backend === 'localFloor') {}"],
    ['another spelling', backendsNamedElsewhere, 'lib/background/a.ts', 'const local_floor = 1;'],
    ['a backend in a comment', backendsNamedElsewhere, 'lib/domain/a.ts', '// as in Dynamics 365'],
    ['a backend in another one’s folder', backendsNamedElsewhere, 'lib/connectors/chatwoot/a.ts', 'LiveHelperChat'],
    ['a backend in the contract', backendsNamedElsewhere, 'lib/connectors/connector.ts', 'CHATWOOT'],
    ['the polyfill in a model', polyfillImportedElsewhere, 'lib/models/a.ts', "import b from 'webextension-polyfill';"],
    ['Node in the engine', nodeOutsideTheServer, 'lib/floor/engine/a.ts', "import { randomUUID } from 'node:crypto';"],
    [
      'a socket library in a connector',
      nodeOutsideTheServer,
      'lib/connectors/http.ts',
      "import { WebSocket } from 'ws';",
    ],
    ['a long entrypoint', tooLong, 'entrypoints/popup/main.tsx', 'a;\n'.repeat(61)],
    ['a long file', tooLong, 'lib/i18n/en.ts', 'a;\n'.repeat(401)],
    ['a variable of the module', mutableAtModuleLevel, 'lib/background/a.ts', 'const a = 1;\nlet current = 1;'],
    ['an exported variable', mutableAtModuleLevel, 'lib/background/a.ts', 'export let current: string;'],
    [
      'a cache of the module',
      mutableAtModuleLevel,
      'lib/views/a.ts',
      'const seen: Map<string, 1> = new Map<string, 1>();',
    ],
    ['markup in a component', htmlFromText, 'components/a.tsx', '<p dangerouslySetInnerHTML={{ __html: x }} />'],
    ['markup in lib', htmlFromText, 'lib/overlay/a.ts', 'frame.innerHTML = text;'],
    ['a clock in the domain', hiddenTime, 'lib/domain/a.ts', 'const now = Date.now();'],
    ['a date in the domain', hiddenTime, 'lib/domain/a.ts', 'const now = new Date();'],
    ['chance in the engine', hiddenTime, 'lib/floor/engine/a.ts', 'if (Math.random() < 0.5) {}'],
    ['a timer in sync', hiddenTime, 'lib/sync/a.ts', 'setTimeout(pull, 1000);'],
    ['a clock in a connector', hiddenTime, 'lib/connectors/chatwoot/a.ts', 'Date.now()'],
  ])('%s', (_what, check, path, text) => {
    expect(check(at(path, text))).toEqual([expect.stringContaining(path)]);
  });

  test.each<[string, Check, string, string]>([
    ['a backend at home', backendsNamedElsewhere, 'lib/connectors/localFloor/a.ts', 'localFloor'],
    ['a backend’s workspace', backendsNamedElsewhere, 'lib/workspaces/chatwoot.ts', 'chatwoot'],
    ['the registry', backendsNamedElsewhere, 'lib/connectors/registry.ts', 'chatwoot dynamics365'],
    ['plain words', backendsNamedElsewhere, 'lib/domain/a.ts', 'the local floor, use_dynamic_url, a live helper'],
    [
      'the polyfill in its place',
      polyfillImportedElsewhere,
      'lib/browser.ts',
      "import b from 'webextension-polyfill';",
    ],
    ['Node in the server', nodeOutsideTheServer, 'lib/floor/server/a.ts', "import { createServer } from 'node:http';"],
    ['60 lines', tooLong, 'entrypoints/popup/main.tsx', 'a;\n'.repeat(60)],
    ['400 lines', tooLong, 'lib/i18n/en.ts', 'a;\n'.repeat(400)],
    ['a variable of a function', mutableAtModuleLevel, 'lib/background/a.ts', 'function a() {\n  let b = 1;\n}'],
    ['a constant set', mutableAtModuleLevel, 'lib/views/a.ts', "const known = new Set(['a']);"],
    ['markup in a comment', htmlFromText, 'components/a.tsx', '// never innerHTML'],
    ['a clock as a default', hiddenTime, 'lib/sync/a.ts', 'function a(now: () => number = Date.now) {}'],
    ['a timer handed in', hiddenTime, 'lib/sync/a.ts', 'timers.setTimeout(pull, 1000);'],
    ['a given time', hiddenTime, 'lib/domain/a.ts', 'new Date(now)'],
    ['real time in the server', hiddenTime, 'lib/floor/server/a.ts', 'Date.now()'],
  ])('%s is none', (_what, check, path, text) => {
    expect(check(at(path, text))).toEqual([]);
  });
});
