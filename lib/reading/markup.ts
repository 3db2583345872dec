// What an element states of itself by its name, its role and its schema.org type.

const COMMENT_TYPES =
  /\/(Comment|UserComments|Answer|Question|DiscussionForumPosting|SocialMediaPosting|Review)$/;

/** Whether an element's markup alone says that it is a comment, an answer or another post. */
export function isMarkedPost(element: Element): boolean {
  return (
    element.getAttribute('role') === 'comment' || COMMENT_TYPES.test(element.getAttribute('itemtype') ?? '')
  );
}

/** Whether it says so of an article, which among comments is a post too. */
export function isMarkedArticle(element: Element): boolean {
  return element.localName === 'article' || element.getAttribute('role') === 'article';
}
