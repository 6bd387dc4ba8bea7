// Before anything is drawn: light or dark, as the reader's system has it.
const SPHINX_HIGHLIGHT_ENABLED = false;  // the search page asks; it would keep the reader's words in the browser
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
dark.addEventListener("change", dress);
dress();
