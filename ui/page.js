/* What the browser does by itself: copy a reference, go to a citation, bring the quoted words into view,
   and name Streamlit's own controls in Chinese. Sends nothing anywhere and reads no answers. */
"use strict";

const NAMES = new Map([
  ["Close", "关闭"],
  ["Send message", "提问"],
  ["Skip to main content", "跳到正文"],
  ["Main menu", "菜单"],
  ["Running...", "正在处理"],
  ["Copy to clipboard", "复制"],
]);

document.addEventListener("click", (event) => {
  const control = event.target.closest?.("[data-jw-copy], [data-jw-goto]");
  if (!control) return;
  if (control.dataset.jwCopy !== undefined) copy(control);
  else bringUp(document.getElementById(control.dataset.jwGoto));
});

async function copy(button) {
  const done = await write(button.dataset.jwCopy);
  const words = button.dataset.jwWords ?? (button.dataset.jwWords = button.textContent);
  button.textContent = done ? "已复制 ✓" : "复制失败";
  announce(done ? "引用已复制" : "复制失败，请选中文字后复制");
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

function bringUp(element) {
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

/* The drawer slides in and its text may arrive in several pieces, so the place is corrected until it stays. */
function showCited(section) {
  if (section.dataset.jwShown) return;
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

let boxSeen = false;

function look() {
  document.querySelectorAll("[data-jw-show]").forEach(showCited);
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
