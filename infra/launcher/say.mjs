/** One sentence for a person: Chinese first, English below. @param {{zh: string, en: string}} wording */
export function say(wording) {
  process.stderr.write(`${wording.zh}\n${wording.en}\n`);
}

/** Says why it ends, and ends. */
export function giveUp(wording) {
  say(wording);
  process.exit(1);
}
