import type { CDPSession, Page } from 'playwright-core';

/** The content script's own world in a page: what a page that has broken out of its own would have. */
export interface IsolatedWorld {
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Finds the extension's world in a page's top document. Its content script must be there already. */
export async function isolatedWorld(page: Page, extensionId: string): Promise<IsolatedWorld> {
  const session = await page.context().newCDPSession(page);
  const contextId = await findContext(session, `chrome-extension://${extensionId}`);
  return {
    async evaluate(expression) {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    close: () => session.detach(),
  };
}

function findContext(session: CDPSession, origin: string): Promise<number> {
  return new Promise((resolve, reject) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin === origin) resolve(context.id);
    });
    session.send('Runtime.enable').catch(reject);
  });
}
