/** The administrator's corrections for one connection: a JSON file, shown by its name, taken away again by a button. */
import { useId, useRef, useState } from 'preact/hooks';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import { type DescriptorProblem, parseDescriptor } from '../../lib/models/descriptorFile.ts';
import type { OptionsModel } from '../../lib/models/options.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';

interface DescriptorFileProps {
  options: OptionsModel;
  connection: Pick<OptionsState['connections'][number], 'id' | 'descriptorName'>;
}

export function DescriptorFile({ options, connection }: DescriptorFileProps) {
  const { connections: words } = useText().options;
  const [problem, setProblem] = useState<DescriptorProblem | undefined>();
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const { id, descriptorName } = connection;

  async function choose(file: File) {
    const read = parseDescriptor(await file.text());
    setProblem(read.ok ? undefined : read.problem);
    if (read.ok) await options.setDescriptor(id, { name: file.name.slice(-200), content: read.content });
  }
  return (
    <div class="preference">
      <span>{descriptorName === undefined ? words.descriptorNone : words.descriptorFrom(isolate(descriptorName))}</span>
      <div class="card-line">
        <Button describedBy={hintId} onPress={() => input.current?.click()}>
          {words.descriptorChoose}
        </Button>
        {descriptorName !== undefined && (
          <Button onPress={() => options.setDescriptor(id, undefined)}>{words.descriptorRemove}</Button>
        )}
      </div>
      <small id={hintId} class="options-hint">
        {words.descriptorHint}
      </small>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={words.descriptorChoose}
        onChange={(event) => {
          const field = event.currentTarget;
          const [file] = field.files ?? [];
          if (file !== undefined) void choose(file);
          // The same file, corrected, can be chosen again.
          field.value = '';
        }}
      />
      {problem && <Banner tone="urgent">{words.descriptorProblems[problem]}</Banner>}
    </div>
  );
}
