// What the HTML vocabulary alone says about an element, before style or place is looked at.

/** Never running text, whatever they hold: machinery, media, form fields, drawings, code, page furniture. */
const NEVER_READ = new Set(
  (
    'script style template noembed noframes head title meta link base ' +
    'img picture video audio canvas svg math object embed iframe frame map area track source ' +
    'input textarea select option optgroup datalist button output progress meter fieldset ' +
    'pre listing xmp plaintext nav footer menu marquee rp rt portal'
  ).split(' '),
);

const NEVER_READ_ROLES = new Set(
  (
    'navigation banner contentinfo search alert status timer menu menubar menuitem ' +
    'toolbar tab tablist tooltip button textbox searchbox combobox listbox option radio checkbox switch slider ' +
    'spinbutton progressbar scrollbar img math'
  ).split(' '),
);

const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** Code words inside a sentence belong to it; a block made of nothing else is code. */
const CODE = new Set(['code', 'kbd', 'samp', 'var', 'tt']);

const FOOTNOTE_MARK = /^[[(]?[\p{L}\d*†‡§]{1,3}[\])]?$/u;

/** A raised link to a note: no word of the sentence that it stands in. */
export function isFootnoteMark(element: Element, tag: string): boolean {
  if (element.getAttribute('role') === 'doc-noteref') return true;
  if (tag !== 'sup') return false;
  return (
    element.querySelector('a[href*="#"]') !== null && FOOTNOTE_MARK.test((element.textContent ?? '').trim())
  );
}

/** What stands in for scripts; where scripts run, its content is one text of raw markup. */
export const isUnparsed = (element: Element, tag: string): boolean =>
  tag === 'noscript' && element.childElementCount === 0;

export const isNeverRead = (tag: string): boolean =>
  // A plain-text document is drawn as one `pre`.
  NEVER_READ.has(tag) && !(tag === 'pre' && document.contentType === 'text/plain');
export const isNeverReadRole = (role: string): boolean => NEVER_READ_ROLES.has(role);
export const isHeading = (tag: string): boolean => HEADINGS.has(tag);
export const isCode = (tag: string): boolean => CODE.has(tag);

/** Lower-case in HTML and XHTML alike, where `tagName` differs. */
export const tagOf = (element: Element): string => element.localName.toLowerCase();
