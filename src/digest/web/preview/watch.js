// Loads the page anew once the server says that a template or the issue has changed.
const { what, stamp } = document.currentScript.dataset;
const question = "/changed?" + new URLSearchParams({ what, since: stamp });

async function hasChanged() {
  const answer = await fetch(question);
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).changed;
}

async function watch() {
  try {
    while (!(await hasChanged()));
    location.reload();
  } catch {
    // The preview has ended, or begins again: ask until it answers.
    setTimeout(watch, 1000);
  }
}

watch();
