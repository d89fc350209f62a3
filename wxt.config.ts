import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

export default defineConfig({
  imports: false,
  vite: () => ({ plugins: [preact()] }),
  manifest: { name: '__MSG_extensionName__', description: '__MSG_extensionDescription__', default_locale: 'en' },
});
