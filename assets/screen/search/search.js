// The search page. MiniSearch ranks the parts of pages (BOOK, in search-texts.js); words are compared without their
// endings, and one that the book has not is taken for the nearest one that it has, which is said.
const WORD = /\d+(?:[.,]\d+)*|[\p{L}\p{N}]+(?:[-’'.][\p{L}\p{N}]+)*/gu;
const FEWEST = 3; // pages: where fewer have all words, those that have some are shown too
const MOST_PARTS = 3; // of a page
const LENGTH = 220; // of the words around a hit, in signs
const AS_IS = { tokenize: (text) => [text], processTerm: (text) => text };

const split = (text) => text.match(WORD) ?? [];
const fold = (word) => word.toLowerCase().normalize("NFD").replace(/[\p{M}’'.-]/gu, "");
const forms = (word) => [...new Set([word, ...word.split(/[-’'.]/)].map(fold).filter(Boolean))]; // re-integratie: whole and in parts
const stemmer = new Stemmer();
const stems = new Map();
const stem = (word) => {
  if (!stems.has(word)) stems.set(word, /^\d/.test(word) ? word : stemmer.stemWord(word));
  return stems.get(word);
};

const often = new Map(); // how often each word stands in the book
const parts = BOOK.pages.flatMap(([address, page, weight, own], number) =>
  own.map(([place, heading, prose, rest], at) => ({ id: `${number}.${at}`, number, address, page, weight, place, heading, prose, rest })));
const byId = new Map(parts.map((part) => [part.id, part]));
const index = new MiniSearch({
  fields: ["page", "heading", "prose", "rest"],
  tokenize: (text) => split(text).flatMap(forms),
  processTerm: (word) => {
    often.set(word, (often.get(word) ?? 0) + 1);
    return stem(word);
  },
});
index.addAll(parts);
const known = new Set([...often.keys()].map(stem));

// The word of the book that is nearest to one that it has not.
let spelling;
const nearest = (word) => {
  if (!spelling) {
    spelling = new MiniSearch({ ...AS_IS, fields: ["id"] });
    spelling.addAll([...often.keys()].filter((each) => each.length > 3 && !/\d/.test(each)).map((id) => ({ id })));
  }
  const errors = [4, 6, 10].filter((length) => word.length >= length).length;
  const boostDocument = (id) => 1 + Math.log(often.get(id)) / 20;
  return spelling.search(word, { fuzzy: errors || false, maxFuzzy: errors, prefix: word.length > 3, boostDocument })[0]?.id;
};

// Two words of the book that are written as one: "jobcoachkosten".
const pair = (word) => {
  for (let at = word.length - 4; at > 3; at -= 1) {
    const tail = stem(word.slice(at));
    const head = [word.slice(0, at), word.slice(0, at).replace(/s$/, "")].find((each) => often.has(each));
    if (head && known.has(tail)) return [stem(head), tail];
  }
  return undefined;
};

// Words and sayings that are looked for together, each as its stems.
const telling = (text) => {
  const words = split(text).filter((word) => !STOPWORDS.includes(word.toLowerCase()));
  return (words.length ? words : split(text)).map(fold);
};
const groups = BOOK.synonyms.map((group) => group.map((saying) => telling(saying).map(stem)));
const isIn = (saying, way) => ` ${way.join(" ")} `.includes(` ${saying.join(" ")} `);
const alike = (way, fewest) => groups.filter((group) => group.some((saying) => saying.length >= fewest && isIn(saying, way))).flat();

// For each word that is asked the ways to say it, as lists of stems; and which words were taken for others.
const waysOf = (asked) => {
  const words = telling(asked);
  const instead = [];
  const own = words.map((word, at) => {
    const joined = [words[at - 1] + word, word + words[at + 1]].filter((each) => often.has(each)); // minimum loon
    const ways = [word, ...joined].map((each) => [stem(each)]).filter(([each]) => known.has(each));
    if (ways.length || alike([stem(word)], 1).length) return ways;
    const two = pair(word);
    const other = two ? undefined : nearest(word);
    if (!two) instead.push([word, other]);
    return two ? [two] : other ? [[stem(other)]] : [];
  });
  const sayings = alike(words.map(stem), 2);
  const ways = own.map((each, at) => {
    const others = [[stem(words[at])], ...each].flatMap((way) => alike(way, 1));
    return { own: unlike(each), others: unlike([...others, ...sayings], each) };
  });
  return { ways: ways.filter(({ own: each, others }) => each.length + others.length), instead };
};
const unlike = (ways, but = []) => {
  const told = new Map(ways.map((way) => [way.join(" "), way]));
  but.forEach((way) => told.delete(way.join(" ")));
  return [...told.values()];
};

// The pages with all words, best first, each with its parts; `all` says how many of them have all words.
const find = (asked) => {
  const { ways, instead } = waysOf(asked);
  const choices = { ...AS_IS, boost: { page: 2, heading: 4, rest: 0.4 }, prefix: (term) => term.length > 4 };
  const said = (weight) => (way) => ({ combineWith: "AND", queries: way, boostTerm: () => weight / way.length });
  const pages = new Map();
  ways.forEach(({ own, others }, at) => {
    const queries = [...own.map(said(1)), ...others.map(said(0.6))];
    for (const hit of index.search({ combineWith: "OR", queries }, choices)) note(pages, hit, at);
  });
  const found = [...pages.values()].map(rated).sort((one, other) => other.best.size - one.best.size || other.score - one.score);
  const all = found.filter(({ best }) => best.size === ways.length).length;
  return { pages: all < FEWEST ? found.filter(({ best }, at) => at < FEWEST || best.size > ways.length / 2) : found.slice(0, all), all, instead };
};
// A part in which a word was found: the best score of each word in a page, and of each part the words together.
const note = (pages, { id, score, terms }, at) => {
  const part = byId.get(id);
  const page = pages.get(part.number) ?? { best: new Map(), parts: new Map(), weight: part.weight };
  const own = page.parts.get(id) ?? { ...part, score: 0, terms: new Set() };
  page.best.set(at, Math.max(page.best.get(at) ?? 0, score));
  own.score += score;
  terms.forEach((term) => own.terms.add(term));
  page.parts.set(id, own);
  pages.set(part.number, page);
};
const sum = (numbers) => [...numbers].reduce((one, other) => one + other, 0);
const rated = ({ best, parts: own, weight }) => {
  const sorted = [...own.values()].sort((one, other) => other.score - one.score);
  return { best, parts: sorted, score: weight * (sum(best.values()) + sorted[0].score) };
};

// The words around the hits, each hit marked: from where most different ones stand together.
const snippet = ({ prose, rest, terms }) => {
  const isHit = ([word]) => forms(word).some((each) => terms.has(stem(each)));
  const [text, hits] = [prose, rest].map((each) => [each, [...each.matchAll(WORD)].filter(isHit)]).find(([, own]) => own.length) ?? [prose, []];
  const until = (from) => hits.filter(({ index }) => index >= from && index < from + LENGTH - 60);
  const kinds = ({ index }) => new Set(until(index).map(([word]) => stem(fold(word)))).size;
  const best = hits.reduce((one, other) => (one && kinds(one) >= kinds(other) ? one : other), undefined)?.index ?? 0;
  const from = best < 60 ? 0 : text.indexOf(" ", best - 60) + 1;
  const to = text.length < from + LENGTH ? text.length : text.lastIndexOf(" ", from + LENGTH);
  const told = make("p", { className: "search-snippet" }, from ? "… " : "");
  let at = from;
  for (const { 0: word, index } of hits.filter((hit) => hit.index >= from && hit.index + hit[0].length <= to)) {
    told.append(text.slice(at, index), make("mark", {}, word));
    at = index + word.length;
  }
  told.append(text.slice(at, to), to < text.length ? " …" : "");
  return told;
};

const make = (tag, properties, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
};
const item = ({ address, page, place, heading }, ...inside) =>
  make("li", {}, make("a", { href: place ? `${address}#${place}` : address }, place ? heading : page), ...inside);
const shown = ({ parts: own }) => {
  const title = make("h2", {}, make("a", { href: own[0].address }, own[0].page));
  const top = own.find(({ place }) => !place);
  const sections = own.slice(0, MOST_PARTS).filter(({ place }) => place);
  const list = make("ul", { className: "search-parts" }, ...sections.map((part) => item(part, snippet(part))));
  return make("li", {}, title, ...(top && own.indexOf(top) < MOST_PARTS ? [snippet(top)] : []), ...(sections.length ? [list] : []));
};
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// What is said in an element that a screen reader watches from the start (WCAG 4.1.3).
const said = (asked, { pages, all, instead }) => {
  const { words } = BOOK;
  const unknown = instead.map(([word, other]) => filled(other ? words.instead : words.unknown, { word, other }));
  const count = filled(pages.length === 1 ? words.one : pages.length ? words.more : words.none, { count: pages.length, asked });
  return [...unknown, count, pages.length > all ? words.some : "", pages.length ? "" : words.hint].filter(Boolean).join(" ");
};

const asked = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const field = document.querySelector("main input[type=search]");
field.value = asked;
field.focus();
if (asked) {
  const found = find(asked);
  document.querySelector("#found").append(...found.pages.map(shown));
  document.querySelector("#search-status").textContent = said(asked, found);
}
