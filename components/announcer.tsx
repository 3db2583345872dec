/** Reads a sentence out when it changes. It must stay on the page: a live region that comes with its text is silent. */
export function Announcer({ text }: { text: string }) {
  return (
    <p class="unseen" role="status">
      {text}
    </p>
  );
}
