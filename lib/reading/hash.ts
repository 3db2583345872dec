/** A short name for a text: 53 bits, made of two 32-bit FNV-1a sums, enough to tell the passages of one page apart. */
export function nameOf(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + (low >>> 15)), 0x01000193);
  }
  return ((high >>> 0) * 0x200000 + (low >>> 11)).toString(36);
}
