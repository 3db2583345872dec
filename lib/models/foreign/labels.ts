// Which of a classifier's labels means that an AI wrote the text. A wrong guess turns every verdict round, so what
// cannot be told from the names is not guessed.

/** How it is known which labels mean AI. `assumed`: by the custom that LABEL_1 is what a detector looks for. */
export type LabelBasis = 'stated' | 'named' | 'assumed';

export interface AiLabels {
  /** Places among the labels. */
  ai: number[];
  basis: LabelBasis;
}

const AI_WORDS =
  /(?<![a-z])(ai|aigc|fake|generated|machine|mgt|synthetic|artificial|llm|gpt|chatgpt|bot|robot)(?![a-z])/;
const HUMAN_WORDS = /(?<![a-z])(human|humans|hwt|real|original|authentic|genuine|natural|person)(?![a-z])/;
const NOT = /(?<![a-z])(not|non|no)(?![a-z])/;

/**
 * @param labels the labels' names, in the model's order
 * @param stated names of those that mean AI, where somebody has said so; `LABEL_0` is the first, whatever it is called
 * @returns null where nobody can tell
 */
export function findAiLabels(
  labels: readonly string[],
  stated: readonly string[] | undefined,
): AiLabels | null {
  if (stated) {
    const ai = placesOf(labels, (label, i) => stated.includes(label) || stated.includes(`LABEL_${i}`));
    return ai.length === stated.length && isChoice(ai, labels) ? { ai, basis: 'stated' } : null;
  }
  const kinds = labels.map(kindOf);
  const ai = placesOf(kinds, (kind) => kind === 'ai');
  const human = placesOf(kinds, (kind) => kind === 'human');
  if (labels.length === 1) {
    // A single logit rises with its label; a nameless one with what the detector looks for.
    const isNamed = ai.length + human.length > 0;
    return { ai: human.length > 0 ? [] : [0], basis: isNamed ? 'named' : 'assumed' };
  }
  if (ai.length + human.length === labels.length && isChoice(ai, labels)) return { ai, basis: 'named' };
  // Of two labels one name is enough. A third that says nothing may as well be `mixed`.
  if (labels.length === 2 && ai.length === 1) return { ai, basis: 'named' };
  if (labels.length === 2 && human.length === 1) return { ai: human.map((at) => 1 - at), basis: 'named' };
  if (labels.join() === 'LABEL_0,LABEL_1') return { ai: [1], basis: 'assumed' };
  return null;
}

/** At least one label means AI and at least one does not; of a single logit, either may be so. */
function isChoice(ai: readonly number[], labels: readonly string[]): boolean {
  return labels.length === 1 || (ai.length > 0 && ai.length < labels.length);
}

function kindOf(label: string): 'ai' | 'human' | null {
  const words = label.toLowerCase();
  const ai = AI_WORDS.test(words);
  if (ai === HUMAN_WORDS.test(words)) return null;
  return ai !== NOT.test(words) ? 'ai' : 'human';
}

function placesOf<T>(values: readonly T[], is: (value: T, place: number) => boolean): number[] {
  return values.flatMap((value, i) => (is(value, i) ? [i] : []));
}
