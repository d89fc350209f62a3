/** What a release holds, read from its files: whatever is added to this list is a decision, not an accident. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { extensionKey } from '../../scripts/extensionKey.ts';
import { buildFolder } from '../../scripts/launch.ts';

const release = path.join(path.dirname(buildFolder), 'chrome-mv3');

interface Manifest {
  permissions: string[];
  host_permissions?: string[];
  optional_permissions?: string[];
  optional_host_permissions: string[];
  key?: string;
  content_scripts?: unknown[];
  externally_connectable?: unknown;
  content_security_policy: { extension_pages: string };
  web_accessible_resources: { resources: string[]; use_dynamic_url: boolean }[];
}
async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
}
async function filesOf(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(js|html|json|css)$/.test(entry.name));
  return Promise.all(
    files.map(async ({ parentPath, name }) => ({ name, text: await readFile(path.join(parentPath, name), 'utf8') })),
  );
}

/** By name, what must not stand in any file of a release. */
const forbidden: Record<string, RegExp> = {
  eval: /\beval\s*\(/,
  'new Function': /\bnew\s+Function\b|[^\w.]Function\s*\(\s*["'`]/,
  'code from elsewhere': /\bimport\s*\(\s*["'`]?https?:|importScripts\s*\(|<script[^>]+src=["']?(https?:)?\/\//,
  'the ready-made connection': /floor\.json/,
  'the local key': new RegExp(extensionKey.publicKey.slice(0, 40)),
};
function found(files: readonly { name: string; text: string }[]): string[] {
  return files.flatMap(({ name, text }) =>
    Object.entries(forbidden).flatMap(([what, pattern]) => (pattern.test(text) ? [`${name}: ${what}`] : [])),
  );
}

test('a release asks for exactly the reviewed permissions, and for no site at install', async () => {
  const manifest = await manifestOf(release);
  expect(new Set(manifest.permissions)).toEqual(
    new Set(['storage', 'unlimitedStorage', 'alarms', 'scripting', 'contextMenus', 'sidePanel']),
  );
  expect(manifest.host_permissions ?? []).toEqual([]);
  expect(manifest.optional_permissions).toEqual(['identity']);
  expect(manifest.optional_host_permissions).toEqual(['https://*/*', 'http://127.0.0.1/*', 'http://localhost/*']);
  expect(manifest.content_scripts ?? []).toEqual([]);
  expect(manifest.externally_connectable).toBeUndefined();
  expect(manifest.key).toBeUndefined();
});

test('its pages run nothing but their own scripts, and only the panel is reachable, under a changing address', async () => {
  const { content_security_policy: policy, web_accessible_resources: reachable } = await manifestOf(release);
  const directives = new Map(
    policy.extension_pages.split(';').map((one) => {
      const [name = '', ...values] = one.trim().split(/\s+/);
      return [name, values];
    }),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('object-src')).toEqual(["'none'"]);
  expect(directives.get('base-uri')).toEqual(["'none'"]);
  expect(reachable.map(({ resources, use_dynamic_url }) => [resources, use_dynamic_url])).toEqual([
    [['sidepanel.html'], true],
  ]);
});

test('no file of it holds code from elsewhere or anything of the local build', async () => {
  expect(found(await filesOf(release))).toEqual([]);
  // The same search finds what it looks for where that does stand.
  const local = await filesOf(buildFolder);
  expect(found(local)).toContain('background.js: the ready-made connection');
  expect(found(local)).toContain('manifest.json: the local key');
  const planted = ['eval("1")', 'new Function("x")', 'import("https://x")', '<script src="https://x">'];
  for (const text of planted) expect(found([{ name: 'planted', text }]), text).toHaveLength(1);
});

test('the overlay is at most 5 kB packed', async () => {
  const overlay = await readFile(path.join(release, 'content-scripts', 'overlay.js'));
  expect(gzipSync(overlay).length).toBeLessThanOrEqual(5 * 1024);
});

test('it holds no ready-made settings and no source maps', async () => {
  const names = await readdir(release, { recursive: true });
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => name.endsWith('.map') || name.endsWith('floor.json'))).toEqual([]);
});
