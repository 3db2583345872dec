// Why a model's folder is not taken, in words for the person who chose it. The extension shows its own translation of
// the same words: the code is the message's name, the values are its placeholders.

const WORDS = {
  missingFile: (name: string) => `The folder has no ${name}.`,
  tooLarge: (name: string, most: string) =>
    `${name} is larger than ${most} MB, the most that Telltale reads.`,
  notJson: (name: string) => `${name} is not a JSON file.`,
  notValid: (name: string, where: string) => `${name} is not as expected: ${where}.`,
  architecture: (type: string) =>
    `This is a ${type} model; Telltale can run BERT, DistilBERT, ELECTRA, RoBERTa, XLM-RoBERTa and DeBERTa-v2 classifiers.`,
  notClassifier: (head: string) =>
    `This model (${head}) does not sort texts into classes; Telltale needs a text classifier (…ForSequenceClassification).`,
  labels: (labels: string) =>
    `Telltale cannot tell which of this model's labels (${labels}) means that an AI wrote the text. Name it as "aiLabels" in a model.json beside it.`,
  tokenizer: (what: string) => `tokenizer.json has something that Telltale does not know: ${what}.`,
  vocabulary: (id: string, size: string) =>
    `tokenizer.json and config.json do not belong together: there is a token ${id}, and the model knows ${size}.`,
  splitGraph: (name: string) =>
    `The model's weights are in a second file (${name}); Telltale reads models of one file only.`,
  graph: (what: string) => `model.onnx is not a text classifier that Telltale can run: ${what}.`,
  notCalibrated: (name: string) =>
    `${name} is not calibrated: it can give a second opinion, and no verdicts on pages.`,
  otherGraph: (name: string) =>
    `model.json was made for another ${name}. Calibrate this one, or take model.json away.`,
} as const;

export type RefusalCode = keyof typeof WORDS;

/** A model that Telltale does not take, and why. `message` says it in English. */
export class ModelRefusedError<C extends RefusalCode = RefusalCode> extends Error {
  readonly code: C;
  readonly values: readonly string[];

  constructor(code: C, ...values: Parameters<(typeof WORDS)[C]>) {
    super((WORDS[code] as (...values: string[]) => string)(...values));
    this.name = 'ModelRefusedError';
    this.code = code;
    this.values = values;
  }
}
