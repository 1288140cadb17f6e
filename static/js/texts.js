// Words and addresses that the server translated; templates/_texts.html holds them.
export function text(name) {
  return document.getElementById("texts")?.dataset[name] ?? "";
}

export const language = document.documentElement.lang || "en";
