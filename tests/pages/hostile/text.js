// Plain English for the hostile pages, the same every time.

const SENTENCES = [
  'The ferry left the harbour an hour late because the mate could not find the second rope.',
  'My aunt kept her letters in a biscuit tin that smelled of ginger until the day she died.',
  'It is important to note that effective communication plays a crucial role in any organisation.',
  'We walked up from the mill in the rain and nobody said a word about the dog.',
  'Moreover, a holistic approach enables teams to navigate challenges and foster meaningful growth.',
  'He had once sold bicycles in Leeds, badly, and was proud of how badly he had sold them.',
  'In conclusion, embracing innovation while respecting tradition remains a delicate balance.',
  'The roof came off in March and they spent the summer reading under a tarpaulin.',
  'Additionally, leveraging these insights can help individuals unlock their full potential.',
  'She counted the change twice, put it in her left pocket and went to look for the bus.',
];

/** A paragraph of so many sentences; the number makes it a text of its own. */
function paragraph(number, sentences) {
  const parts = [`This is paragraph number ${number} of the page.`];
  for (let i = 0; i < sentences; i++) parts.push(SENTENCES[(number * 7 + i * 3) % SENTENCES.length]);
  return parts.join(' ');
}

/** Adds paragraphs to the main element, numbered from `first`. */
function addParagraphs(count, sentences = 5, first = 0) {
  const main = document.querySelector('main');
  for (let i = 0; i < count; i++) {
    const p = document.createElement('p');
    p.textContent = paragraph(first + i, sentences);
    main.append(p);
  }
}
