/** A real browser out of an npm package, for tests and pictures. */
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

const SYSTEM = '/usr/bin/chromium';

/**
 * The package holds a browser for Linux x64, and unpacks it into the temporary directory, once; elsewhere the system's. Not by two
 * processes at a time: the second would take what the first has not written to its end.
 */
export async function browserPath(): Promise<string> {
  return `${process.platform} ${process.arch}` === 'linux x64' ? chromium.executablePath() : SYSTEM;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await browserPath();
  // The package's own arguments switch off web security, which is what tests look at.
  return driver.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--in-process-gpu',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--headless=shell',
    ],
  });
}
