import { parse } from 'yaml';
import { z } from 'zod';
import type { LocalCommand } from './page/protocol.ts';

const manifestSchema = z.looseObject({
  display_information: z.looseObject({ name: z.string() }),
  features: z
    .looseObject({
      bot_user: z.looseObject({ display_name: z.string() }).optional(),
      app_home: z.looseObject({ home_tab_enabled: z.boolean().optional() }).optional(),
      slash_commands: z
        .array(
          z.looseObject({
            command: z.string().startsWith('/'),
            description: z.string(),
            usage_hint: z.string().optional(),
            url: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z
    .looseObject({
      interactivity: z
        .looseObject({
          is_enabled: z.boolean(),
          request_url: z.string().optional(),
          message_menu_options_url: z.string().optional(),
        })
        .optional(),
      socket_mode_enabled: z.boolean().optional(),
      event_subscriptions: z
        .looseObject({ request_url: z.string().optional(), bot_events: z.array(z.string()).optional() })
        .optional(),
    })
    .optional(),
});

/** Where the bot takes payloads when the app is not in Socket Mode. */
export interface RequestUrls {
  /** By the command, with its slash. */
  readonly commands: ReadonlyMap<string, string>;
  readonly interactivity: string | undefined;
  readonly options: string | undefined;
  readonly events: string | undefined;
}

/** What an app's manifest grants. */
export interface AppManifest {
  readonly appName: string;
  readonly scopes: readonly string[];
  readonly commands: readonly LocalCommand[];
  readonly interactivity: boolean;
  readonly socketMode: boolean;
  readonly homeTab: boolean;
  /** The types of events that the bot subscribes to. */
  readonly events: readonly string[];
  readonly requestUrls: RequestUrls;
}

/**
 * Reads the text of a manifest.yml.
 * Throws an Error that names the path and the value when the text is no manifest, or names URLs that cannot be used here.
 */
export function parseAppManifest(text: string): AppManifest {
  const read = manifestSchema.safeParse(parse(text));
  if (!read.success) {
    throw new Error(`The app manifest cannot be read. Correct it: ${z.prettifyError(read.error)}`);
  }
  const { features, oauth_config, settings, display_information } = read.data;
  return {
    appName: display_information.name,
    scopes: oauth_config.scopes.bot,
    commands: (features?.slash_commands ?? []).map(({ command, description, usage_hint = '' }) => ({
      command,
      description,
      usage_hint,
    })),
    interactivity: settings?.interactivity?.is_enabled ?? false,
    socketMode: settings?.socket_mode_enabled ?? false,
    homeTab: features?.app_home?.home_tab_enabled ?? false,
    events: settings?.event_subscriptions?.bot_events ?? [],
    requestUrls: requestUrlsOf(read.data),
  };
}

/** Throws an Error for a URL that is used (in Socket Mode none is) and is not on this machine. */
function requestUrlsOf({ features, settings }: z.infer<typeof manifestSchema>): RequestUrls {
  const commands = (features?.slash_commands ?? []).flatMap(({ command, url }) =>
    url === undefined ? [] : [[command, url] as const],
  );
  const { request_url: interactivity, message_menu_options_url: options } = settings?.interactivity ?? {};
  const events = settings?.event_subscriptions?.request_url;
  const all = [...commands.map(([, url]) => url), interactivity, options, events];
  const elsewhere = all.find(
    (url) => url !== undefined && !/^http:\/\/(127\.0\.0\.1|localhost):\d+\//.test(url),
  );
  if (settings?.socket_mode_enabled !== true && elsewhere !== undefined) {
    throw new Error(
      `The app manifest cannot be used here: ${elsewhere} is not on this machine, and the local Slack sends nothing elsewhere. ` +
        'Use an address such as http://127.0.0.1:3000/slack/events, or turn Socket Mode on.',
    );
  }
  return { commands: new Map(commands), interactivity, options, events };
}
