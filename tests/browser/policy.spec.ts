/** The organisation's policy, as an administrator deploys it: a file that the browser itself reads. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@playwright/test';
import { buildFolder } from '../../scripts/launch.ts';
import { expect, openBrowser, openFloor, panelIn, standing } from './harness.ts';
import { openOwn } from './pages.ts';
import { en } from './shift.ts';

const policies = '/etc/chromium/policies/managed';

/** A copy of the build under an id of its own: a policy holds for every browser of this machine, other tests' too. */
async function buildWithOwnId(folder: string): Promise<{ build: string; extensionId: string }> {
  const build = path.join(folder, 'build');
  await cp(buildFolder, build, { recursive: true });
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const file = path.join(build, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, key: key.toString('base64') }));
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const extensionId = [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  return { build, extensionId };
}

async function deploy(extensionId: string, policy: object): Promise<() => Promise<void>> {
  const file = path.join(policies, `floorwalker-${extensionId}.json`);
  try {
    await mkdir(policies, { recursive: true });
    await writeFile(file, JSON.stringify({ '3rdparty': { extensions: { [extensionId]: policy } } }));
  } catch (error) {
    throw new Error(
      `This test deploys a policy for Chromium and may not write ${file} (${String(error)}): run it as root, or where Chromium reads that folder.`,
    );
  }
  return () => rm(file, { force: true });
}

test('a policy brings its connection, which needs the token only, and holds its switches off in its own name', async () => {
  const floor = await openFloor(standing);
  const folder = await mkdtemp(path.join(tmpdir(), 'floorwalker-policy-'));
  const { build, extensionId } = await buildWithOwnId(folder);
  const takeBack = await deploy(extensionId, {
    organisationName: 'Harbour Line',
    switches: { forceClose: false, assign: false },
    // As administrators paste it.
    connection: { backend: 'localFloor', name: 'Head office', baseUrl: `${floor.url}/` },
  });
  try {
    const launched = await openBrowser(
      { ...standing, connected: false, browserOptions: { build, extensionId } },
      floor,
    );
    try {
      const options = await openOwn(launched, 'options');
      const { connections, switches, problems } = en.options;
      const card = options.getByRole('listitem').filter({ hasText: floor.url }).first();
      await expect(card.getByRole('heading', { name: 'Head office' })).toBeVisible();
      await expect(card.getByText('Set up by ⁨Harbour Line⁩')).toBeVisible();
      expect(await card.getByRole('button', { name: connections.remove }).count()).toBe(0);
      expect(await card.getByLabel(connections.address).count()).toBe(0);
      for (const action of ['forceClose', 'assign'] as const) {
        const toggle = options.getByRole('switch', { name: switches.names[action] });
        await expect(toggle).toBeDisabled();
        await expect(toggle).not.toBeChecked();
        await expect(toggle).toHaveAccessibleDescription(/Off by ⁨Harbour Line⁩’s policy/);
      }
      await expect(options.getByRole('switch', { name: switches.names.transfer })).toBeChecked();

      await card.getByLabel(connections.token).fill('wrong');
      await card.getByRole('button', { name: connections.test, exact: true }).click();
      await expect(card.getByText(problems.auth)).toBeVisible();
      await card.getByLabel(connections.token).fill([...floor.tokens.values()][0] ?? '');
      await card.getByRole('button', { name: connections.test, exact: true }).click();
      await expect(card.getByText('Works:')).toBeVisible();
      await card.getByRole('button', { name: connections.giveToken, exact: true }).click();
      await expect(options.getByText(connections.noSecret)).toHaveCount(0);
      await expect(options.getByRole('heading', { name: 'Head office' })).toHaveCount(3 - 1);

      const page = await launched.context.newPage();
      await page.goto(`${floor.url}/workspace`);
      const panel = await panelIn(page);
      await panel.getByRole('button', { name: en.notice.acknowledge }).click();
      const row = panel.getByRole('grid').getByRole('row').filter({ visible: true }).first();
      await row.click();
      const forceClose = panel.getByRole('button', { name: en.actions.forceClose });
      await expect(forceClose).toHaveAttribute('aria-disabled', 'true');
      await expect(forceClose).toHaveAccessibleDescription(/Switched off by ⁨?Harbour Line⁩?’s policy/);
      expect(await panel.getByText('Harbour Line').count()).toBeGreaterThan(1);
    } finally {
      await launched.close();
    }
  } finally {
    await takeBack();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    await floor.stop();
  }
});
