/* What the browser does by itself: copy a reference, walk through a document, bring words into view, change screens without
   loading the page again, and name Streamlit's own controls in Chinese. Sends nothing anywhere and reads no answers. */
"use strict";

const NAMES = new Map([
  ["Close", "关闭"],
  ["Send message", "提问"],
  ["Skip to main content", "跳到正文"],
  ["Main menu", "菜单"],
  ["Running...", "正在处理"],
  ["Copy to clipboard", "复制"],
  ["Increment value", "加一"],
  ["Decrement value", "减一"],
]);

const ACTS = {
  jwCopy: (control) => copy(control, control.dataset.jwCopy),
  jwCopyHere: (control) => copy(control, referenceHere()),
  jwLinkHere: (control) => copy(control, window.location.href),
  jwStep: (control) => step(Number(control.dataset.jwStep)),
  jwFindStep: (control) => stepFound(Number(control.dataset.jwFindStep)),
  jwSize: () => changeSize(),
};

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab is the browser's
  const link = event.target.closest?.("a[data-jw-page], a[data-jw-goto]");
  if (link) {
    event.preventDefault();
    const section = link.dataset.jwGoto && document.getElementById(link.dataset.jwGoto);
    if (section) settleOn(section);
    else changeScreen(link.href);
    return;
  }
  const control = event.target.closest?.("button");
  for (const name in control?.dataset) ACTS[name]?.(control);
});

/* Streamlit listens to the browser's own back and forward; the session goes on, which a loaded page would end. */
function changeScreen(address) {
  if (address !== window.location.href) window.history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector(".stMain")?.scrollTo(0, 0);
}

async function copy(button, text) {
  const done = text !== "" && await write(text);
  const words = button.dataset.jwWords ?? (button.dataset.jwWords = button.textContent);
  button.textContent = done ? "已复制 ✓" : "复制失败";
  announce(done ? "已复制" : "复制失败，请选中文字后复制");
  window.setTimeout(() => { button.textContent = words; }, 2000);
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeOldWay(text); // the clipboard object exists only on https and on this machine's own address
  }
}

function writeOldWay(text) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  (before?.closest("[role=dialog]") ?? document.body).append(field); // an open drawer takes focus back from outside
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}

function announce(words) {
  let voice = document.getElementById("jw-voice");
  if (!voice) {
    voice = document.createElement("div");
    voice.id = "jw-voice";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = words;
}

/* The drawer slides in and its text may arrive in several pieces, so the place is corrected until it stays. */
function showCited(section) {
  if (section.dataset.jwShown || document.querySelector(".jw-reader mark.jw-found")) return; // what was looked for goes first
  section.dataset.jwShown = "yes";
  const target = section.querySelector("mark") ?? section;
  let rounds = 0;
  const settle = () => {
    target.scrollIntoView({ block: "center" });
    if (++rounds < 6) window.setTimeout(settle, 80);
    else section.focus({ preventScroll: true });
  };
  window.requestAnimationFrame(settle);
}

/* The section that the reader is at: the one last shown or stepped to, else the first one in view. */
function sectionHere() {
  const cited = document.querySelector(".jw-reader .jw-cited");
  if (cited) return cited;
  return [...document.querySelectorAll(".jw-reader .jw-block")].find((each) => each.getBoundingClientRect().bottom > 160);
}

function settleOn(section) {
  const before = document.querySelector(".jw-reader .jw-cited");
  before?.classList.remove("jw-cited");
  before?.removeAttribute("aria-current");
  section.classList.add("jw-cited");
  section.setAttribute("aria-current", "location");
  section.scrollIntoView({ block: "start" });
  section.focus({ preventScroll: true });
  const address = new URL(window.location.href);
  for (const name of ["p", "m"]) address.searchParams.delete(name);
  address.searchParams.set("at", section.dataset.jwAt);
  window.history.replaceState(window.history.state, "", address); // the link of this place; nothing is asked of the server
}

function step(distance) {
  const articles = [...document.querySelectorAll(".jw-reader .jw-article")];
  const all = articles.length ? articles : [...document.querySelectorAll(".jw-reader .jw-block")];
  const here = sectionHere();
  let at = all.indexOf(here);
  if (at < 0) at = all.findIndex((each) => here && here.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) - (distance > 0 ? 1 : 0);
  const next = all[at + distance];
  if (next) settleOn(next);
  else announce(distance > 0 ? "已是最后一条" : "已是第一条");
}

function stepFound(distance) {
  const found = [...document.querySelectorAll(".jw-reader mark.jw-found")];
  const numbers = [...new Set(found.map((mark) => mark.dataset.jwFound))];
  const now = document.querySelector(".jw-reader .jw-now")?.dataset.jwFound;
  const at = (numbers.indexOf(now) + distance + numbers.length) % numbers.length;
  showFound(found, numbers[now === undefined && distance < 0 ? numbers.length - 1 : at]);
}

function showFound(found, number) {
  for (const mark of found) mark.classList.toggle("jw-now", mark.dataset.jwFound === number);
  const first = found.find((mark) => mark.dataset.jwFound === number);
  first?.scrollIntoView({ block: "center" });
  const count = document.querySelector("[data-jw-found-now]");
  if (count && first) count.textContent = number;
}

function showFirstFound(counter) {
  const found = [...document.querySelectorAll(".jw-reader mark.jw-found")];
  if (counter.dataset.jwShown || !found.length) return; // the text may arrive after its counter
  counter.dataset.jwShown = "yes";
  window.requestAnimationFrame(() => showFound(found, found[0].dataset.jwFound));
}

/* What is selected in the section, else its marked words, else all of it without its number. */
function referenceHere() {
  const section = sectionHere();
  if (!section) return "";
  const selection = window.getSelection();
  const inside = !selection.isCollapsed && section.contains(selection.anchorNode) && section.contains(selection.focusNode);
  const marked = [...section.querySelectorAll(".jw-text mark:not(.jw-found)")].map((mark) => mark.textContent);
  const words = inside ? selection.toString() : marked.length ? marked.join("") : ownWords(section);
  return `${section.dataset.jwPlace}：“${words.replace(/\s*\n\s*/g, "").trim()}”`;
}

function ownWords(section) {
  const copied = section.querySelector(".jw-text").cloneNode(true);
  copied.querySelectorAll(".jw-taken, .jw-number").forEach((each) => each.remove());
  return copied.textContent;
}

const SIZES = [["标准", "100%"], ["大", "125%"], ["特大", "150%"]];

function changeSize() {
  useSize((storedSize() + 1) % SIZES.length);
}

function storedSize() {
  try {
    return Number(window.localStorage.getItem("jingwen-size")) % SIZES.length || 0;
  } catch {
    return 0; // a browser may forbid it; then the size is the standard one after each visit
  }
}

function useSize(size) {
  document.documentElement.style.fontSize = SIZES[size][1];
  try {
    window.localStorage.setItem("jingwen-size", String(size));
  } catch { /* see storedSize */ }
  for (const button of document.querySelectorAll("[data-jw-size]")) nameSize(button, SIZES[size][0]);
}

function nameSize(button, name) {
  const words = button.querySelector("b");
  if (words && words.textContent !== name) {
    words.textContent = name;
    button.setAttribute("aria-label", `字号：${name}，按下改变`);
  }
}

/* Where there is room the outline lies open. */
function openIfWide(details) {
  if (details.dataset.jwShown) return;
  details.dataset.jwShown = "yes";
  details.open = window.matchMedia("(min-width: 60rem)").matches;
}

/* Streamlit's notice of a lost connection is English in several wordings; page.css puts ours in its place. */
function markLoss() {
  for (const title of document.querySelectorAll("[role=dialog] h2")) {
    if (title.textContent.includes("Connection error")) title.closest("[role=dialog]").classList.add("jw-lost");
  }
}

function rename(root) {
  for (const element of root.querySelectorAll("[aria-label], [title], a[href^='#']")) {
    for (const name of ["aria-label", "title"]) {
      const chinese = NAMES.get(element.getAttribute(name));
      if (chinese) element.setAttribute(name, chinese);
    }
    const words = element.childElementCount === 0 ? NAMES.get(element.textContent) : undefined;
    if (words) element.firstChild.nodeValue = words;
  }
}

/* A drawer closed by our own button leaves the keyboard nowhere; it belongs on the button that opened it. */
let opener = null;
let drawerOpen = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".stButton button");
  if (button && !button.closest("[role=dialog]")) opener = button;
}, true);

function returnFocus() {
  const open = document.querySelector("[role=dialog]") !== null;
  if (drawerOpen && !open) {
    // More than once: the closing drawer may take the focus away after we have set it.
    for (const wait of [0, 100, 300]) {
      window.setTimeout(() => {
        if (opener?.isConnected && document.activeElement === document.body) opener.focus();
      }, wait);
    }
  }
  drawerOpen = open;
}

if (storedSize()) document.documentElement.style.fontSize = SIZES[storedSize()][1];

let boxSeen = false;

function look() {
  document.querySelectorAll("[data-jw-show]").forEach(showCited);
  document.querySelectorAll("[data-jw-found-now]").forEach(showFirstFound);
  document.querySelectorAll("[data-jw-open-wide]").forEach(openIfWide);
  document.querySelectorAll("[data-jw-size]").forEach((button) => nameSize(button, SIZES[storedSize()][0]));
  markLoss();
  rename(document);
  returnFocus();
  const box = document.querySelector("[data-testid='stChatInputTextArea']");
  if (box && !boxSeen) {
    boxSeen = true;
    if (window.matchMedia("(pointer: fine)").matches) box.focus(); // on glass it would raise the keyboard
  }
}

let looking = false;

new MutationObserver(() => {
  if (looking) return;
  looking = true;
  window.requestAnimationFrame(() => { looking = false; look(); });
}).observe(document.documentElement, { childList: true, subtree: true });
