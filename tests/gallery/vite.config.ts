import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** `vite --config tests/gallery/vite.config.ts` serves every screen: ?screen=list&lang=he&theme=dark */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact()],
  server: { host: '127.0.0.1', port: 0 },
});
