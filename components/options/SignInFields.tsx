/** What each way to sign in asks for. */
import { useId, useState } from 'preact/hooks';
import { isPlainOnThisMachine } from '../../lib/domain/baseUrl.ts';
import type { SignIn } from '../../lib/domain/signIn.ts';
import type { NewConnection } from '../../lib/models/options.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Field } from './Field.tsx';

/** What a person begins with who signs in that way. */
export function emptySignIn(kind: SignIn['kind']): SignIn {
  switch (kind) {
    case 'token':
      return { kind };
    case 'browser':
      return { kind, throughPage: false };
    case 'oauth':
      return { kind, issuer: '', clientId: '' };
  }
}

/** Everything is there that can be tried. */
export function isFilled({ signIn, secret, baseUrl }: NewConnection): boolean {
  if (baseUrl.trim() === '') return false;
  if (signIn.kind === 'token') return secret.trim() !== '';
  if (signIn.kind === 'browser') return true;
  const issuer = URL.parse(signIn.issuer);
  const isSafe = issuer !== null && (issuer.protocol === 'https:' || isPlainOnThisMachine(issuer));
  return isSafe && signIn.clientId !== '';
}

interface SignInFieldsProps {
  /** The ways that this backend offers. */
  ways: readonly SignIn['kind'][];
  values: Pick<NewConnection, 'signIn' | 'secret'>;
  redirectUrl: string;
  onChange(part: Partial<NewConnection>): void;
}

export function SignInFields({ ways, values, redirectUrl, onChange }: SignInFieldsProps) {
  const { connections: words } = useText().options;
  const { signIn, secret } = values;
  return (
    <>
      {ways.length > 1 && (
        <label>
          <span>{words.signIn}</span>
          <select
            value={signIn.kind}
            onChange={(event) => {
              const chosen = ways.find((way) => way === event.currentTarget.value);
              if (chosen !== undefined) onChange({ signIn: emptySignIn(chosen), secret: '' });
            }}
          >
            {ways.map((way) => (
              <option key={way} value={way}>
                {words.signInBy[way]}
              </option>
            ))}
          </select>
        </label>
      )}
      {signIn.kind === 'token' && (
        <Field
          label={words.token}
          hint={words.tokenHint}
          type="password"
          value={secret}
          onInput={(next) => onChange({ secret: next })}
        />
      )}
      {signIn.kind === 'browser' && (
        <ThroughPage
          checked={signIn.throughPage}
          onChange={(throughPage) => onChange({ signIn: { ...signIn, throughPage } })}
        />
      )}
      {signIn.kind === 'oauth' && (
        <>
          <Field
            label={words.issuer}
            hint={words.issuerHint}
            placeholder="https://login.microsoftonline.com/<tenant>/v2.0"
            type="url"
            value={signIn.issuer}
            onInput={(issuer) => onChange({ signIn: { ...signIn, issuer: issuer.trim() } })}
          />
          <Field
            label={words.clientId}
            hint={words.clientIdHint}
            type="code"
            value={signIn.clientId}
            onInput={(clientId) => onChange({ signIn: { ...signIn, clientId: clientId.trim() } })}
          />
          <Redirect url={redirectUrl} />
        </>
      )}
    </>
  );
}

function ThroughPage({ checked, onChange }: { checked: boolean; onChange(checked: boolean): void }) {
  const { connections: words } = useText().options;
  const hintId = useId();
  return (
    <div class="preference">
      <p class="options-hint">{words.browserTells}</p>
      <label class="card-line">
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span class="grow">{words.throughPage}</span>
      </label>
      <small id={hintId} class="options-hint">
        {words.throughPageHint}
      </small>
    </div>
  );
}

/** Must be registered at the issuer before anybody can sign in. */
function Redirect({ url }: { url: string }) {
  const { connections: words } = useText().options;
  const [copied, setCopied] = useState(false);
  return (
    <div class="preference">
      <span>{words.redirect}</span>
      <div class="card-line">
        <code dir="ltr">{url}</code>
        <Button onPress={() => navigator.clipboard.writeText(url).then(() => setCopied(true))}>{words.copy}</Button>
        <span role="status" class="options-hint">
          {copied && words.copied}
        </span>
      </div>
      <small class="options-hint">{words.redirectHint}</small>
    </div>
  );
}
