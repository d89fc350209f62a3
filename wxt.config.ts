import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { plantPlugin } from './scripts/chaos/plants.ts';
import { extensionKey } from './scripts/extensionKey.ts';

/** Every build but the release: for `npm start`, the browser tests and `npm run dev` (ARCHITECTURE.md, decisions). */
const isLocal = (mode: string) => mode !== 'production';

/** A known fault, to see whether `npm run chaos` sees it; its build lies apart. */
const plant = process.env.FLOORWALKER_PLANT;

export default defineConfig({
  imports: false,
  ...(plant === undefined ? {} : { outDir: `.output/planted/${plant}` }),
  // `npm run dev` opens the browser itself, with a floor.
  webExt: { disabled: true },
  vite: () => ({ plugins: [preact(), ...(plant === undefined ? [] : [plantPlugin(plant)])] }),
  manifest: ({ mode, browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    minimum_chrome_version: browser === 'chrome' ? '148' : undefined,
    incognito: 'not_allowed',
    permissions: ['storage', 'unlimitedStorage', 'alarms', 'scripting', 'contextMenus'],
    // Only who signs in by OAuth is asked for it.
    optional_permissions: ['identity'],
    optional_host_permissions: ['https://*/*', 'http://127.0.0.1/*', 'http://localhost/*'],
    host_permissions: isLocal(mode) ? ['http://127.0.0.1/*', 'http://localhost/*'] : [],
    key: isLocal(mode) ? extensionKey.publicKey : undefined,
    storage: { managed_schema: 'managed-schema.json' },
    web_accessible_resources: [
      { resources: ['sidepanel.html'], matches: ['https://*/*', 'http://*/*'], use_dynamic_url: true },
    ],
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*; base-uri 'none'; object-src 'none'; form-action 'none'",
    },
  }),
});
