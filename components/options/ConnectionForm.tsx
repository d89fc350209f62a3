/** Where the system is and how to get in; tested before it is kept, and told in words why it does not work. */
import { useId, useState } from 'preact/hooks';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import type { Attempt, NewConnection, OptionsModel } from '../../lib/models/options.ts';
import { Button } from '../base/Button.tsx';
import { problemText } from '../base/signedOut.ts';
import { useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';
import { Field } from './Field.tsx';
import { emptySignIn, isFilled, SignInFields } from './SignInFields.tsx';

export interface ConnectionFormProps {
  options: OptionsModel;
  state: Pick<OptionsState, 'backends' | 'redirectUrl'>;
  /** An existing connection that lacks nothing but its token, or the browser's leave to reach it. */
  only?: Pick<NewConnection, 'backend' | 'name' | 'baseUrl' | 'signIn'>;
}

export function ConnectionForm({ options, state, only }: ConnectionFormProps) {
  const { connections: words } = useText().options;
  const { backends } = state;
  const waysOf = (id: string) => backends.find((backend) => backend.id === id)?.signIns ?? [];
  const usualSignIn = (id: string) => emptySignIn(waysOf(id)[0] ?? 'token');
  const empty: NewConnection = {
    backend: only?.backend ?? backends[0]?.id ?? '',
    name: only?.name ?? '',
    baseUrl: only?.baseUrl ?? '',
    secret: '',
    signIn: only?.signIn ?? usualSignIn(backends[0]?.id ?? ''),
  };
  const [values, setValues] = useState(empty);
  const resultId = useId();
  // One attempt at a time on the page; each form shows the one that tried its own values.
  const attempt = options.attempt.value;
  const mine = attempt.kind !== 'none' && isSame(attempt.tried, values) ? attempt : undefined;
  const saved = attempt.kind === 'result' && attempt.saved && only === undefined ? attempt : undefined;
  const works = mine?.kind === 'result' && mine.result.ok;
  const filled = isFilled(values);
  const { kind } = values.signIn;
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
            <select
              value={values.backend}
              onChange={(event) => {
                const backend = event.currentTarget.value;
                change({ backend, signIn: usualSignIn(backend), secret: '' });
              }}
            >
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
            placeholder={backends.find(({ id }) => id === values.backend)?.placeholder ?? 'https://'}
            type="url"
            value={values.baseUrl}
            onInput={(baseUrl) => change({ baseUrl })}
          />
        </>
      )}
      {(only === undefined || kind === 'token') && (
        <SignInFields
          ways={only === undefined ? waysOf(values.backend) : []}
          values={values}
          redirectUrl={state.redirectUrl}
          onChange={change}
        />
      )}
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
          {mine?.kind === 'testing' ? words.testing : kind === 'oauth' ? words.signInAndTest : words.test}
        </Button>
        <Button kind="primary" unavailable={!works} describedBy={resultId} onPress={save}>
          {only !== undefined && kind === 'token' ? words.giveToken : words.save}
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
      {problemText(text, result.problem, attempt.tried.signIn)}
      {result.detail !== '' && (
        <details>
          <summary>{text.options.detail}</summary>
          <bdi>{isolate(result.detail, 500)}</bdi>
        </details>
      )}
    </Banner>
  );
}

function isSame(a: NewConnection, b: NewConnection): boolean {
  return (
    a.backend === b.backend &&
    a.baseUrl === b.baseUrl &&
    a.secret === b.secret &&
    JSON.stringify(a.signIn) === JSON.stringify(b.signIn)
  );
}

function nameOf({ tried, result }: Extract<Attempt, { kind: 'result' }>) {
  return isolate(tried.name !== '' || !result.ok ? tried.name : result.siteName);
}
