// What the pages do beyond plain links and forms: evidence opens beside the answer, a citation is
// copied, and a new answer is brought into view. Without this script every link still leads there.
"use strict";

document.documentElement.lang = "en-GB";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

const beside = matchMedia("(min-width: 761px)");

// Beside the conversation the evidence scrolls by itself; below it, the page does.
function show(element) {
  const behavior = calm.matches ? "auto" : "smooth";
  const panel = element?.closest(".hb-panel");
  if (panel && beside.matches) {
    const top = element.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    panel.scrollTo({top: panel.scrollTop + top - panel.clientHeight / 3, behavior});
  } else {
    element?.scrollIntoView({behavior, block: "center"});
  }
}

function say(near, words) {
  const place = near.closest(".hb-card")?.querySelector(".hb-said");
  if (place) place.textContent = words;
}

let opener = null;
let wanted = null;
let opened = null;

// The last mark that was chosen wins, whichever answer comes first; where none comes, the link leads there.
async function openBeside(link) {
  const panel = document.querySelector(".hb-opened");
  wanted = link;
  const answer = await fetch(link.getAttribute("href") + "?part=1").catch(() => null);
  const html = answer?.ok ? await answer.text() : null;
  if (wanted !== link) return;
  if (html === null) { location.assign(link.href); return; }
  panel.innerHTML = html;
  if (!panel.contains(link)) opener = link;
  addWayBack(panel);
  const title = panel.querySelector(".hb-card-title");
  opened = {link, title, answers};
  title.focus({preventScroll: true});
  show(quotedIn(panel) || title);
}

// Where the quotation stands: boxed on a printed page, or marked in the text.
function quotedIn(panel) {
  return panel.querySelector("rect") || panel.querySelector("mark");
}

function addWayBack(panel) {
  const back = document.createElement("button");
  back.type = "button";
  back.className = "hb-button";
  back.textContent = "Back to the answer";
  back.addEventListener("click", () => { show(opener); opener?.focus({preventScroll: true}); });
  panel.querySelector(".hb-tools")?.prepend(back);
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(button, "Copied.");
  } catch {
    say(button, "The browser does not let this page copy: " + button.dataset.copy);
  }
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest?.("a.hb-open");
  if (link && document.querySelector(".hb-opened")) {
    event.preventDefault();
    openBeside(link);
    return;
  }
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
}, true);

// A tab keeps a conversation for the one who had it: it goes when they sign out, and when somebody
// else signs in here.
document.addEventListener("submit", ({target}) => {
  const whose = "handbook.whose";
  if (target.matches("form[action='/sign-out']")) sessionStorage.clear();
  if (!target.matches("form[action='/sign-in']")) return;
  const name = target.elements.name.value.trim().toLowerCase();
  if (sessionStorage.getItem(whose) !== name) sessionStorage.clear();
  sessionStorage.setItem(whose, name);
});

// What sticks to the top of the page is as high as its lines: what scrolls keeps clear of it.
const bars = new ResizeObserver(([bar]) => {
  const high = getComputedStyle(bar.target).position === "sticky" ? bar.target.offsetHeight : 0;
  document.documentElement.style.setProperty("--hb-bar", `${high}px`);
});

// What had the focus and is put away (an example, a suggestion) hands it on to the question that is
// asked with it; what takes answers away leads back to the box. The keyboard never starts at the top.
let held = null;
document.addEventListener("focusin", ({target}) => { held = target; });

function handOn() {
  const active = document.activeElement;
  if (document.querySelector(".hb-working")) return;  // the question comes with its answer
  if (!held || held.checkVisibility() || (active !== held && active !== document.body)) return;
  const asked = [...document.querySelectorAll(".hb-asked")].at(-1);
  if (asked) asked.tabIndex = -1;
  (asked || questionBox())?.focus({preventScroll: true});
}

function questionBox() {
  return document.querySelector("#question textarea");
}

// After each change of the page: a new answer comes into view, and what has the focus keeps it; the
// bar is measured; the library's date button gets the name that it lacks, and its messages lose the
// name that they have: all their markup, to be read out.
let answers = 0;
let bar = null;
let shownCard = null;

function settle() {
  const found = document.querySelectorAll(".hb-answer").length;
  // The evidence that comes with an answer does not take the place of what was opened meanwhile.
  if (opened?.answers !== found) opened = null;
  else if (!opened.title.isConnected) openBeside(opened.link);
  if (found > answers) {
    [...document.querySelectorAll(".hb-asked")].at(-1)?.scrollIntoView({block: "start"});
  }
  if (found < answers) questionBox()?.focus();
  answers = found;
  handOn();
  // The evidence that comes with an answer shows its quotation too; below the answer it stays put.
  const card = document.querySelector(".hb-opened .hb-card");
  if (card && card !== shownCard && beside.matches && !opened) show(quotedIn(card));
  shownCard = card;
  if (!bar && (bar = document.querySelector(".hb-bar"))) bars.observe(bar);
  for (const message of document.querySelectorAll(".hb-chat [data-testid][aria-label*='<']")) {
    message.removeAttribute("aria-label");
  }
  for (const button of document.querySelectorAll("button.calendar:not([aria-label])")) {
    button.setAttribute("aria-label", "Choose a day");
  }
}

new MutationObserver(settle).observe(document.documentElement, {childList: true, subtree: true});
settle();
