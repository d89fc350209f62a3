/** Conventions of the house that a reader should not have to remember. Each returns one sentence per violation. */
import { importsOf, type SourceFile, withoutComments } from './layers.ts';

const isBelow = (path: string, folders: readonly string[]) => folders.some((folder) => path.startsWith(`${folder}/`));
const where = (file: SourceFile, index: number, text: string) =>
  `${file.path}:${text.slice(0, index).split('\n').length}`;

function matches(files: readonly SourceFile[], pattern: RegExp, advice: (found: string) => string): string[] {
  return files.flatMap((file) => {
    const code = withoutComments(file.text);
    return [...code.matchAll(pattern)].map((match) => `${where(file, match.index, code)} ${advice(match[0].trim())}`);
  });
}

const backendNames: Readonly<Record<string, RegExp>> = {
  localFloor: /local[-_]?floor/gi,
  dynamics365: /dynamics|dataverse/gi,
  chatwoot: /chatwoot/gi,
  liveHelperChat: /live[-_ ]?helper[-_ ]?chat/gi,
};
const registries = ['lib/connectors/registry.ts', 'lib/workspaces/workspaces.ts'];

/** A backend's name appears only in its own folder, its workspace file and the registries; in comments neither. */
export function backendsNamedElsewhere(files: readonly SourceFile[]): string[] {
  return Object.entries(backendNames).flatMap(([name, pattern]) => {
    const home = `lib/connectors/${name}`;
    const workspace = `lib/workspaces/${name}.ts`;
    return files
      .filter(({ path }) => !isBelow(path, [home]) && path !== workspace && !registries.includes(path))
      .flatMap((file) =>
        [...file.text.matchAll(pattern)].map(
          (match) =>
            `${where(file, match.index, file.text)} names ${match[0]}; allowed are ${home}/, ${workspace}, ${registries.join(', ')}`,
        ),
      );
  });
}

export function polyfillImportedElsewhere(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path, text }) => path !== 'lib/browser.ts' && importsOf(text).includes('webextension-polyfill'))
    .map(({ path }) => `${path} imports webextension-polyfill; import browser from lib/browser.ts instead`);
}

/** The engine of the floor, like everything else in lib, needs no Node; only the server around it does. */
export function nodeOutsideTheServer(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !isBelow(path, ['lib/floor/server', 'lib/floor/workspace']))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) => /^(node:|ws$|hono(\/|$)|@hono\/)/.test(name))
        .map((name) => `${path} imports ${name}; only lib/floor/server and lib/floor/workspace run in Node`),
    );
}

const mostLines = { entrypoint: 60, any: 400 };

export function tooLong(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    const most = path.startsWith('entrypoints/') ? mostLines.entrypoint : mostLines.any;
    return lines > most ? [`${path} has ${lines} lines; at most ${most}: split it by subject`] : [];
  });
}

/** The worker may die at any moment and pages live side by side: what changes belongs to something that is created. */
export function mutableAtModuleLevel(files: readonly SourceFile[]): string[] {
  return matches(
    files.filter(({ path }) => isBelow(path, ['lib', 'components'])),
    /^(?:export )?(?:(?:let|var) \w+|const \w+(?:: [^=\n]+)? = new (?:Map|Set|WeakMap|WeakSet)(?:<.*>)?\(\))/gm,
    (found) => `holds state at module level (${found}); put it into what a factory returns`,
  );
}

export function htmlFromText(files: readonly SourceFile[]): string[] {
  return matches(
    files.filter(({ path }) => isBelow(path, ['lib', 'components']) && !isBelow(path, ['lib/floor/workspace'])),
    /\b(?:dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML)\b/g,
    (found) => `uses ${found}; what comes from outside is shown as text`,
  );
}

const clocks = 'Date\\.now|Math\\.random|performance\\.now';
const timers = 'setTimeout|setInterval';
/** A connector's environment brings the clock but no timers, so those are its own; tests hold them with fake ones. */
const hidden: Readonly<Record<string, string>> = {
  'lib/domain': `${clocks}|${timers}`,
  'lib/mirror': `${clocks}|${timers}`,
  'lib/views': `${clocks}|${timers}`,
  'lib/outbox': `${clocks}|${timers}`,
  'lib/sync': `${clocks}|${timers}`,
  'lib/floor': `${clocks}|${timers}`,
  'lib/connectors': clocks,
};
const realTime = ['lib/floor/server', 'lib/floor/workspace'];

/** Calls only: `now = Date.now` as a default hands the real thing in from outside. */
export function hiddenTime(files: readonly SourceFile[]): string[] {
  return Object.entries(hidden).flatMap(([folder, names]) =>
    matches(
      files.filter(({ path }) => isBelow(path, [folder]) && !isBelow(path, realTime)),
      new RegExp(`(?<![\\w.])(?:${names})\\(|\\bnew Date\\(\\)`, 'g'),
      (found) => `calls ${found}…); time and chance are parameters`,
    ),
  );
}
