/** 16 px line icons. Those that point somewhere along the line of reading are mirrored in right-to-left. */
const paths = {
  logo: 'M4.5 14V2.5h8M4.5 8h5.5',
  find: 'M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0M10.2 10.2l3.3 3.3',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  forward: 'M6.5 3.5 11 8l-4.5 4.5',
  cross: 'm4.5 4.5 7 7m0-7-7 7',
  menu: 'M8 3h.01M8 8h.01M8 13h.01',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  sort: 'M5 3v10M5 13l-2.2-2.2M5 13l2.2-2.2M11 13V3M11 3 8.8 5.2M11 3l2.2 2.2',
  sidePanel:
    'M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5v-7A1.5 1.5 0 0 1 3.5 3zM10 3v10',
  refresh: 'M13 3v3.5H9.5M12.6 6.5A5 5 0 1 0 13 9',
  check: 'm3 8.5 3.2 3.2L13 5',
  warning: 'M8 2.5 14.2 13H1.8zM8 6.5V9.5M8 11.4h.01',
  info: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M8 7.5V11M8 5.2h.01',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1 1H3zM7 14h2',
  ear: 'M5 7a3 3 0 0 1 6 0c0 2.5-2.5 2.5-2.5 5a1.8 1.8 0 0 1-3.5.5',
  record: 'M3.5 2.5h6l3 3v8h-9zM5.5 8h5M5.5 10.5h5',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5 5.5 4M3 6.5 5.5 9',
  person: 'M10.5 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0M3 13.5c.5-3 2.5-4 5-4s4.5 1 5 4',
  people:
    'M8 5.5a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0M1.8 13c.3-2.7 1.8-3.6 4-3.6s3.7.9 4 3.6M10.2 3.6a2.2 2.2 0 0 1 0 3.9M11.8 9.8c1.4.5 2.2 1.5 2.4 3.2',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3',
  send: 'M2.5 8 13.5 3l-3 10-3-4zM7.5 9l6-6',
  gear: 'M10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0M8 2v1.5M8 12.5V14M2 8h1.5M12.5 8H14M3.8 3.8l1 1M11.2 11.2l1 1M12.2 3.8l-1 1M4.8 11.2l-1 1',
  liveChat: 'M2.5 3.5h11V11H7l-3 2.5V11H2.5z',
  sms: 'M6 1.8h4a1.5 1.5 0 0 1 1.5 1.5v9.4a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5V3.3A1.5 1.5 0 0 1 6 1.8zM7 12h2',
  whatsApp: 'M2.6 13.4 3.5 10A5.4 5.4 0 1 1 6 12.5zM6 6.2c.3 1.8 1.4 2.9 3.4 3.4',
  messaging: 'M2 3h8.5v6H6l-2.5 2V9H2zM12.5 6H14v6h-1.5v2L10 12H7.5',
  voice:
    'M4 2.5 6 3l.8 2.8-1.3 1a8 8 0 0 0 3.7 3.7l1-1.3L13 10l.5 2c.1.8-.5 1.5-1.3 1.5A9.7 9.7 0 0 1 2.5 3.8c0-.8.7-1.4 1.5-1.3z',
  video: 'M2 4.5h8.5v7H2zM10.5 7.2 14 5v6l-3.5-2.2z',
  entityRecord: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M5.5 9.5h5',
  otherChannel: 'M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M6.5 6.5a1.5 1.5 0 1 1 1.5 1.7v.6M8 11h.01',
} as const;

export type IconName = keyof typeof paths;
const directed: readonly IconName[] = ['back', 'forward', 'undo', 'send', 'sidePanel'];

export interface IconProps {
  name: IconName;
  /** Only where no text stands beside it. */
  label?: string;
}

export function Icon({ name, label }: IconProps) {
  return (
    <>
      <svg class={directed.includes(name) ? 'icon directed' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
        <path d={paths[name]} />
      </svg>
      {label !== undefined && <span class="visually-hidden">{label}</span>}
    </>
  );
}
