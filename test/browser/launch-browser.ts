import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** A browser to test with, or the reason why there is none on this machine. Whoever gets a browser closes it. */
export type Launched = { readonly browser: Browser } | { readonly notRun: string };

const ARGUMENTS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/**
 * Starts a headless Chromium: the one that CHROMIUM_PATH names, else on Linux the one from the package @sparticuz/chromium, which
 * needs no system package. Gives `notRun` where neither can be had; one from CHROMIUM_PATH that does not start is an error.
 */
export async function launchBrowser(): Promise<Launched> {
  const own = process.env.CHROMIUM_PATH;
  if (own) {
    if (!existsSync(own)) return { notRun: `CHROMIUM_PATH names ${own}, which does not exist` };
    return { browser: await chromium.launch({ executablePath: own, args: ARGUMENTS }) };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { notRun: `no Chromium for ${process.platform} ${process.arch}: set CHROMIUM_PATH to one` };
  }
  return launchUnpacked(await unpackedChromium());
}

/** First with the libraries of this machine; a small one may lack some, and then with those that came in the package. */
async function launchUnpacked(folder: string): Promise<Launched> {
  const launch = (libraries: NodeJS.ProcessEnv) => {
    const env = { ...process.env, ...libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') };
    return chromium.launch({ executablePath: join(folder, 'chromium'), args: ARGUMENTS, env });
  };
  try {
    const own = await launch({}).catch(() => undefined);
    return { browser: own ?? (await launch({ LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') })) };
  } catch (error) {
    return {
      notRun: `Chromium does not start here: ${firstLine(error)}; set CHROMIUM_PATH to one that does`,
    };
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /error while loading.*/.exec(text)?.[0] ?? text.split('\n', 1).join();
}

/**
 * The folder with the unpacked browser and its fonts. The package unpacks in place, so that a second process would start a
 * half-written file; here it is unpacked aside and then renamed, and whoever comes second uses what is there.
 */
async function unpackedChromium(): Promise<string> {
  const folder = join(tmpdir(), `moveout-chromium-147-full-${process.getuid?.() ?? 0}`);
  if (existsSync(join(folder, 'fonts.conf'))) return folder;
  const aside = await mkdtemp(join(tmpdir(), 'moveout-chromium-'));
  await unpackInto(aside);
  await writeFile(join(aside, 'fonts.conf'), fontsConf(folder));
  await rename(aside, folder).catch(async (error: unknown) => {
    await rm(aside, { recursive: true, force: true });
    if (!existsSync(join(folder, 'fonts.conf'))) throw error;
  });
  return folder;
}

/**
 * The package always unpacks into the temporary folder of the process, and its libraries only on AWS; so the process is made to
 * look like that meanwhile.
 */
async function unpackInto(folder: string): Promise<void> {
  const { default: packed } = await import('@sparticuz/chromium');
  const meanwhile = { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  const before = Object.keys(meanwhile).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, meanwhile);
  try {
    packed.setGraphicsMode = false;
    await packed.executablePath();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`;
}
