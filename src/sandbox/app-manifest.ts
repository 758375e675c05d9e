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
          }),
        )
        .optional(),
    })
    .optional(),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z
    .looseObject({
      interactivity: z.looseObject({ is_enabled: z.boolean() }).optional(),
      socket_mode_enabled: z.boolean().optional(),
    })
    .optional(),
});

/** What an app's manifest grants. */
export interface AppManifest {
  readonly appName: string;
  readonly scopes: readonly string[];
  readonly commands: readonly LocalCommand[];
  readonly interactivity: boolean;
  readonly socketMode: boolean;
  readonly homeTab: boolean;
}

/**
 * Reads the text of a manifest.yml.
 * Throws an Error that names the path and the value when the text is no manifest.
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
  };
}
