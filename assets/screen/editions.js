// A switch to the same page of another edition, and that there is a newer one. The list, EDITIONS, lies beside the editions
// and is written anew with each of them; where it is not, the page has a plain link.
{
  const link = document.querySelector("a.editions");
  if (link && typeof EDITIONS !== "undefined") {
    const { edition, page, root } = link.dataset, language = document.documentElement.lang, words = EDITIONS.words[language];
    const listed = EDITIONS.editions.filter(({ languages }) => languages[language]);
    const made = (tag, text, about = {}) => Object.assign(document.createElement(tag), { textContent: text }, about);
    const lead = ({ id, languages: { [language]: own } }, day = own.until) => {
      const there = own.pages.includes(page);
      const to = made("a", day, { href: `${root}${id}/${own.folder}${there ? page : "index.html"}`, className: there ? "same" : "" });
      return there ? [to] : [to, made("span", ` ${words.elsewhere}`)];
    };
    if (listed.length > 1) {
      const items = listed.map((each, at) => {
        const item = made("li", "");
        item.append(...(each.id === edition ? [made("strong", each.languages[language].until)] : lead(each)));
        item.firstChild.after(` ${[!at && words.newest, each.id === edition && words.here].filter(Boolean).join(" ")}`);
        return item;
      });
      const last = made("li", ""), list = made("ul", ""), shut = made("details", "", { className: "editions" });
      last.append(made("a", words.all, { href: link.href }));
      list.append(...items, last);
      shut.append(made("summary", words.title), list);
      shut.addEventListener("keydown", ({ key }) => {
        if (key === "Escape") { shut.open = false; shut.firstChild.focus(); }
      });
      link.replaceWith(shut);
      if (listed[0].id !== edition) {
        const newer = made("p", `${words.newer} `, { className: "newer-edition" });
        const { until } = listed[0].languages[language];
        newer.append(...lead(listed[0], until[0].toLowerCase() + until.slice(1)), ".");
        document.querySelector("article")?.prepend(newer);
      }
    }
  }
}
