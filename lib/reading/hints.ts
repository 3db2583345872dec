// What the words in an element's class and id say of it. Weak evidence: used only where little text is at stake.

/** Parts of a page that no article is made of. */
const FURNITURE = new Set(
  (
    'ad ads adv advert adverts advertisement advertising adbox promo promos promoted promotion sponsor sponsored ' +
    'sponsors outbrain taboola zergnet recirc recirculation related recommended recommendations recommends ' +
    'newsletter newsletters signup subscribe subscription share sharing sharebar sharetools breadcrumb ' +
    'breadcrumbs pagination pager sidebar modal popup popover lightbox flyout tooltip cookie cookies consent gdpr ' +
    'login signin paywall toolbar menu navbox navbar hatnote mbox catlinks infobox metadata bio masthead ' +
    'footer promobox cta'
  ).split(' '),
);

/** Short lines about a text and not of it. */
const ABOUT = new Set(
  (
    'byline bylines dateline author authors date dates datetime time timestamp posted published pubdate updated ' +
    'meta credit credits copyright caption thumbcaption source kicker eyebrow label tag tags category categories ' +
    'count counter rating'
  ).split(' '),
);

/** Where other people answer to a text. */
const COMMENTS = new Set('comment comments reply replies response responses discussion'.split(' '));

/** WordPress says of an article that it may be commented on; that does not make it a comment. */
const MAY_BE_COMMENTED = /\b(?:comments-(?:open|closed)|(?:has|no|with)-comments)\b/g;

const TOKEN = /[a-z]+|[A-Z][a-z]*/g;

export const namesFurniture = (element: Element): boolean => names(element, FURNITURE);
export const namesAbout = (element: Element): boolean => names(element, ABOUT);
export const namesComments = (element: Element): boolean => names(element, COMMENTS);

function names(element: Element, words: ReadonlySet<string>): boolean {
  const named = `${element.id} ${element.getAttribute('class') ?? ''}`.replace(MAY_BE_COMMENTED, '');
  for (const token of named.match(TOKEN) ?? []) if (words.has(token.toLowerCase())) return true;
  return false;
}
