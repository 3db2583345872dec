/** Why a page is not checked by itself. A deliberate check by the reader still works there. */
export type Sensitivity =
  | 'password'
  | 'card'
  | 'one-time-code'
  | 'webmail'
  | 'banking'
  | 'health'
  | 'browser-page';

/** `autocomplete` tokens that browsers fill with payment data. */
const CARD =
  '[autocomplete^="cc-"], [autocomplete*=" cc-"], input[name*="cardnumber" i], input[name="cvc" i], input[name="cvv" i]';
const ONE_TIME_CODE = '[autocomplete~="one-time-code"]';
const PASSWORD = 'input[type=password], [autocomplete~="current-password"], [autocomplete~="new-password"]';
/** A message being written: an address line together with a subject or a message editor. */
const MAIL_TO =
  '[name=to i], [aria-label^="to" i][role=combobox], [autocomplete=email][multiple], input[type=email][multiple]';
const MAIL_SUBJECT = 'input[name*=subject i]';
const MAILBOX =
  '[role=grid] [role=row][draggable], [role=listbox][aria-label*="message list" i], [aria-label*="inbox" i][role=treeitem], [aria-label*="inbox" i][role=link]';
/** Fields that ask for an account at a bank, or for what one tells a doctor. */
const BANK =
  'input[name*="iban" i], input[name*="routingnumber" i], input[name*="accountnumber" i], input[name*="sortcode" i]';
const HEALTH =
  'input[name*="medicalrecord" i], input[name*="nhsnumber" i], input[name*="insuranceid" i], input[name*="patientid" i], [itemtype$="/Patient"]';

const WEB = /^(https?|file|ftp|blob|data|about):$/;

/** The first reason not to check this document by itself, or null. */
export function sensitivity(page: Document = document): Sensitivity | null {
  if (!WEB.test(page.location?.protocol ?? 'about:')) return 'browser-page';
  if (isShown(page, PASSWORD)) return 'password';
  if (isShown(page, CARD)) return 'card';
  if (isShown(page, ONE_TIME_CODE)) return 'one-time-code';
  if (isShown(page, MAILBOX) || (isShown(page, MAIL_TO) && isShown(page, MAIL_SUBJECT))) return 'webmail';
  if (isShown(page, BANK)) return 'banking';
  if (isShown(page, HEALTH)) return 'health';
  return null;
}

/** A log-in form that waits, hidden, behind a menu makes no page sensitive. */
function isShown(page: Document, selector: string): boolean {
  for (const field of page.querySelectorAll(selector)) {
    if (field.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return true;
  }
  return false;
}
