import { type MessageKey, t } from './words.ts';

// What the corpus calls its sources, in words for readers. A source that is not listed counts as "other".

const KINDS: [MessageKey, RegExp][] = [
  ['kindBlogs', /blog|bitcoinops|csswizardry|midnight_breakfast|reactos/],
  ['kindTextbooks', /openstax|mathigon|openintro|teachtogether|harvard_lil/],
  ['kindForums', /stackexchange|cmv|reddit|_hn_|forum/],
  ['kindLearners', /ellipse|toefl|_ell_|learners/],
  ['kindEssays', /essay|iu_edu|persuade/],
  ['kindHealth', /health|medquad/],
  ['kindNews', /news|disinfo/],
  ['kindPolitics', /senate|manifesto|press/],
  ['kindReviews', /amazon|review|products|yelp|imdb/],
  ['kindScience', /plos|arxiv|abstract/],
  ['kindLaw', /legal|law/],
  ['kindWikipedia', /wiki/],
  ['kindFiction', /creative|fiction|stor/],
];

/** Sources written by people who were learning English. */
export const LEARNERS: ReadonlySet<string> = new Set(['h_ellipse_ell_essays']);

export function kindName(source: string): string {
  return t(KINDS.find(([, pattern]) => pattern.test(source))?.[0] ?? 'kindOther');
}

const FAMILIES: Record<string, string> = {
  claude: 'Claude',
  deepseek: 'DeepSeek',
  'gemini and palm': 'Gemini, PaLM',
  'gpt-2': 'GPT-2',
  'gpt-3': 'GPT-3',
  'gpt-3.5': 'GPT-3.5',
  'gpt-4': 'GPT-4',
  'gpt-5': 'GPT-5',
  llama: 'Llama',
  mistral: 'Mistral',
  qwen: 'Qwen',
};
const GROUPS: Record<string, MessageKey> = {
  'frontier 2026': 'familyFrontier',
  other: 'familyOther',
  'other base model': 'familyOtherBase',
};

export function familyName(family: string): string {
  const group = GROUPS[family];
  return group ? t(group) : (FAMILIES[family] ?? family);
}
