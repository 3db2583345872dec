import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { DocumentState } from '../../lib/protocol/messages.ts';
import type { Chromium } from './chromium.ts';
import { stateWhen } from './page-state.ts';
import { openPopup } from './popup.ts';

// What the tests of faults do with a check.

export interface Check {
  page: Page;
  popup: Page;
}

let visit = 0;

/** Opens a page at an address of its own and begins to check it. Nothing may come from the memory of an earlier check. */
export async function startCheck(chromium: Chromium, address: string): Promise<Check> {
  const page = await chromium.context.newPage();
  await page.goto(`${address}?visit=${++visit}`);
  const popup = await openPopup(chromium, page);
  await popup.evaluate(() => chrome.storage.local.set({ settings: { memoryDays: 0 } }));
  await popup.getByRole('button', { name: 'Check this page' }).click();
  return { page, popup };
}

/** Waits until a check has ended, which must be with every passage judged. */
export async function expectDone({ popup }: Pick<Check, 'popup'>): Promise<DocumentState> {
  const state = await stateWhen(popup, 'ended');
  expect(state.failure).toBeNull();
  expect(state.phase).toBe('done');
  expect(state.passages.length).toBeGreaterThan(0);
  expect(state.passages.every(({ final }) => final)).toBe(true);
  return state;
}

export async function closeBoth({ page, popup }: Check): Promise<void> {
  await popup.close();
  await page.close();
}
