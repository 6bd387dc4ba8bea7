// All that a page of the book does by itself. In place of the theme's 100 kB: nothing is fetched and nothing kept.
const one = (selector) => document.querySelector(selector);

// A sidebar that a narrow screen hides opens in a dialog over the page; on a wide screen the button folds it.
const WIDE = matchMedia("(min-width: 992px)");
const move = (from, to) => {
  to.append(...from.childNodes);
  to.classList.add(...from.classList);
  from.removeAttribute("class");
};
const sidebar = (button, side) => {
  const dialog = one(`#${side?.id}-modal`);
  if (!button || !dialog) return;
  button.addEventListener("click", () => {
    if (side.id === "pst-primary-sidebar" && WIDE.matches) {
      side.classList.toggle("pst-sidebar-hidden");
      return;
    }
    move(side, dialog);
    dialog.setAttribute("aria-label", side.getAttribute("aria-label"));
    dialog.showModal();
  });
  dialog.addEventListener("click", ({ target }) => { if (target === dialog || target.closest("a")) dialog.close(); });
  dialog.addEventListener("close", () => { move(dialog, side); button.focus(); });
};
sidebar(one(".primary-toggle"), one("#pst-primary-sidebar"));
sidebar(one(".secondary-toggle"), one("#pst-secondary-sidebar"));
one("#pst-primary-sidebar .current.active")?.scrollIntoView({ block: "nearest" });

// A table takes the keyboard's focus only while it is wider than its place; then it says that it can be scrolled.
const fit = (region) => {
  const scrolls = region.scrollWidth > region.clientWidth;
  region.classList.toggle("scrolls", scrolls);
  region.tabIndex = scrolls ? 0 : -1;
};
const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target.closest("[role=region]"))));
for (const region of document.querySelectorAll(".pst-scrollable-table-container")) {
  watch.observe(region);
  watch.observe(region.firstElementChild);
}

// The section that is read stands out in the contents of the page.
const entries = new Map();
for (const link of document.querySelectorAll("#pst-page-toc-nav a[href^='#']")) {
  const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (section) entries.set(section.querySelector("h2, h3, h4") ?? section, link);
}
const read = new IntersectionObserver((seen) => {
  const last = seen.filter((each) => each.isIntersecting).pop();
  if (!last) return;
  for (const [heading, link] of entries) {
    link.classList.toggle("active", heading === last.target);
    if (heading === last.target) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}, { rootMargin: "0px 0px -70% 0px" });
for (const heading of entries.keys()) read.observe(heading);

// A link to the other language, or to another edition, leads to the section that is read: all have the same addresses.
for (const kind of ["pointerdown", "click"]) {
  document.addEventListener(kind, ({ target }) => {
    const link = target.closest?.("a.language, a.same");
    if (!link) return;
    const top = (place) => place.getBoundingClientRect().top;
    const aimed = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const places = [...document.querySelectorAll("article section[id], article figure[id], article table[id]")];
    const read = aimed && Math.abs(top(aimed)) < innerHeight / 2 ? aimed : places.findLast((each) => top(each) < innerHeight / 3);
    link.hash = scrollY > 0 ? read?.id ?? "" : "";
  });
}
