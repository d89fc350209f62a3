/** Where the system is and how to get in; tested before it is kept, and told in words why it does not work. */
import { useId, useState } from 'preact/hooks';
import { byToken } from '../../lib/domain/signIn.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import type { Attempt, NewConnection, OptionsModel } from '../../lib/models/options.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';

export interface ConnectionFormProps {
  options: OptionsModel;
  backends: OptionsState['backends'];
  /** An existing connection that lacks nothing but its token. */
  only?: Pick<NewConnection, 'backend' | 'name' | 'baseUrl'>;
}

export function ConnectionForm({ options, backends, only }: ConnectionFormProps) {
  const { connections: words } = useText().options;
  const empty: NewConnection = {
    backend: only?.backend ?? backends[0]?.id ?? '',
    name: only?.name ?? '',
    baseUrl: only?.baseUrl ?? '',
    secret: '',
    signIn: byToken,
  };
  const [values, setValues] = useState(empty);
  const resultId = useId();
  // One attempt at a time on the page; each form shows the one that tried its own values.
  const attempt = options.attempt.value;
  const mine = attempt.kind !== 'none' && isSame(attempt.tried, values) ? attempt : undefined;
  const saved = attempt.kind === 'result' && attempt.saved && only === undefined ? attempt : undefined;
  const works = mine?.kind === 'result' && mine.result.ok;
  const filled = values.baseUrl.trim() !== '' && values.secret.trim() !== '';
  const change = (part: Partial<NewConnection>) => setValues({ ...values, ...part });

  async function save() {
    if (await options.save(values)) setValues(empty);
  }
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (filled) void (works ? save() : options.test(values));
      }}
    >
      {only === undefined && (
        <>
          <label>
            <span>{words.backend}</span>
            <select value={values.backend} onChange={(event) => change({ backend: event.currentTarget.value })}>
              {backends.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Field
            label={words.name}
            placeholder={words.namePlaceholder}
            value={values.name}
            onInput={(name) => change({ name })}
          />
          <Field
            label={words.address}
            hint={words.addressHint}
            placeholder="https://"
            type="url"
            value={values.baseUrl}
            onInput={(baseUrl) => change({ baseUrl })}
          />
        </>
      )}
      <Field
        label={words.token}
        hint={words.tokenHint}
        type="password"
        value={values.secret}
        onInput={(secret) => change({ secret })}
      />
      <div id={resultId} class="attempt">
        {mine && <AttemptResult attempt={mine} />}
        {saved && <Banner tone="good">{words.savedAs(nameOf(saved))}</Banner>}
      </div>
      {/* Lets Enter submit; the buttons below act by themselves. */}
      <button type="submit" hidden />
      <div class="card-line">
        <Button
          unavailable={!filled}
          busy={mine?.kind === 'testing'}
          describedBy={resultId}
          onPress={() => options.test(values)}
        >
          {mine?.kind === 'testing' ? words.testing : words.test}
        </Button>
        <Button kind="primary" unavailable={!works} describedBy={resultId} onPress={save}>
          {only === undefined ? words.save : words.giveToken}
        </Button>
        {!works && <span class="options-hint">{words.testFirst}</span>}
      </div>
    </form>
  );
}

function AttemptResult({ attempt }: { attempt: Attempt }) {
  const text = useText();
  if (attempt.kind === 'failed') return <Banner tone="urgent">{text.requestErrors[attempt.code]}</Banner>;
  if (attempt.kind !== 'result') return null;
  const { result } = attempt;
  if (result.ok) {
    const { siteName, accountName } = result;
    return <Banner tone="good">{text.options.connections.tested(isolate(siteName), isolate(accountName))}</Banner>;
  }
  return (
    <Banner tone="urgent">
      {text.options.problems[result.problem]}
      {result.detail !== '' && (
        <details>
          <summary>{text.options.detail}</summary>
          <bdi>{isolate(result.detail, 500)}</bdi>
        </details>
      )}
    </Banner>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  placeholder?: string;
  type?: 'text' | 'url' | 'password';
  value: string;
  onInput(value: string): void;
}

function Field({ label, hint, placeholder, type = 'text', value, onInput }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const shared = {
    id,
    dir: type === 'text' ? ('auto' as const) : ('ltr' as const),
    autocomplete: 'off',
    spellcheck: false,
    maxLength: { text: 100, url: 500, password: 2000 }[type],
    placeholder,
    'aria-describedby': hint === undefined ? undefined : hintId,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="preference">
      <label htmlFor={id}>{label}</label>
      {type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
      {hint && (
        <small id={hintId} class="options-hint">
          {hint}
        </small>
      )}
    </div>
  );
}

function isSame(a: NewConnection, b: NewConnection): boolean {
  return a.backend === b.backend && a.baseUrl === b.baseUrl && a.secret === b.secret;
}

function nameOf({ tried, result }: Extract<Attempt, { kind: 'result' }>) {
  return isolate(tried.name !== '' || !result.ok ? tried.name : result.siteName);
}
