// Standing by a running session: one short look after the other while this page is to be seen, each telling the office that somebody
// is there. Whatever a session shows becomes bytes for the player's own terminal, never markup.

import { spelled, watermark } from "./watermark.js";

const LOOK_MS = 450; // the office takes nobody for gone before 1.5 s
const SLOW_MS = 4000; // a look that takes longer is given up
const RETRY_MS = 1000;
const HERE_MS = 60000;
const WARN_BEFORE_MS = 120000;
const NO_TEXT = /[\u{10FF00}-\u{10FFFF}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu;
// bytes that were no text (recording/asciicast.py), and marks that would turn a line round, which no terminal does
const NARROW = matchMedia("(max-width: 40rem)");
const FONT = "'Noto Sans Mono CJK JP', 'BIZ UDGothic', 'MS Gothic', Menlo, Consolas, monospace";

const root = document.getElementById("live");
const said = root.dataset;
const byId = (id) => document.getElementById(id);
const token = root.querySelector("[name=csrf_token]").value;

let seen = -1; // from the beginning
let ended = false;
let show = null; // the player's dispatch, once it is ready
let shownAs = "";

function say(kind, text) {
  const state = byId("live-state");
  if (shownAs !== text) state.textContent = shownAs = text;
  state.dataset.kind = kind;
}

// -- the player: its own terminal, fed by us

const waiting = [];
const feed = (...event) => { show ? show(...event) : waiting.push(event); };

function build(cols, rows) {
  const driver = ({ dispatch }) => ({
    play() {
      dispatch("play");
      dispatch("playing");
      show = (kind, value) => dispatch(kind, value);
      waiting.splice(0).forEach((event) => show(...event));
      return true;
    },
    stop() {},
    getTiming: () => ({ time: 0, duration: undefined }),
  });
  window.AsciinemaPlayer.create(driver, byId("live-player"), {
    autoPlay: true, controls: false, cols, rows, terminalFontFamily: FONT,
    ...(NARROW.matches ? { fit: false, terminalFontSize: "13px" } : { fit: "both" }), // on a narrow screen it scrolls
  });
  byId("live-player").querySelector(".ap-player")?.append(byId("live-mark")); // over the screen and nothing else
}

function take({ number, size, events }) {
  if (seen < 0) {
    if (!byId("live-player").firstElementChild) build(...size);
    feed("reset", { size: { cols: size[0], rows: size[1] } });
  }
  seen = number;
  for (const [code, text] of events) {
    if (code === "o") feed("output", text.replace(NO_TEXT, "\uFFFD"));
    if (code === "r") resized(text);
  }
}

function resized(text) {
  const [cols, rows] = text.split("x").map(Number);
  if (cols > 0 && rows > 0 && cols <= 1000 && rows <= 1000) feed("resize", { cols, rows });
}

// -- looks

const post = (address, fields) => fetch(address, {
  method: "POST", credentials: "same-origin", cache: "no-store", redirect: "manual",
  body: new URLSearchParams({ csrf_token: token, ...fields }), signal: AbortSignal.timeout(SLOW_MS),
});
const pause = (ms) => new Promise((go) => { setTimeout(go, ms); });
const seenAgain = () => new Promise((go) => {
  document.addEventListener("visibilitychange", go, { once: true });
});

async function look() {
  const answer = await post(said.looks, { seen });
  if (answer.type === "opaqueredirect" || answer.status === 401) return location.reload(); // signed out meanwhile
  if (!answer.ok) return refused(answer);
  const found = await answer.json();
  take(found);
  root.dataset.seen = seen;
  if (found.over !== null && !found.behind) return end(`${said.over}${found.over}`);
  if (found.behind) say("good", said.loading);
  else if (away()) say("bad", said.away);
  else say("good", said.present);
  return found.behind ? 0 : LOOK_MS;
}

async function refused(answer) {
  const told = await answer.json().catch(() => ({}));
  if (told.code === "watch.stale") seen = -1;
  else if (told.code !== "watch.busy" && answer.status < 500) return end(told.says || said.gone);
  else say("bad", told.says && answer.status >= 500 ? told.says : said.lost);
  return RETRY_MS / 2;
}

function end(text) {
  ended = true;
  say("bad", spelled(text));
  root.dataset.done = "yes";
}

async function looks() {
  while (!ended) {
    if (document.hidden) {
      say("bad", said.hidden);
      await seenAgain();
      continue;
    }
    const began = performance.now();
    let wait = RETRY_MS;
    try {
      wait = await look() ?? RETRY_MS;
    } catch {
      say("bad", said.lost);
    }
    if (wait) await pause(Math.max(50, wait - (performance.now() - began)));
  }
}

// -- somebody is there: a key or the mouse keeps the sign-in alive, a page left alone does not

let movedAt = Date.now();
let toldAt = Date.now();
const away = () => Date.now() - movedAt > Number(said.idleMinutes) * 60000 - WARN_BEFORE_MS;

function moved() {
  movedAt = Date.now();
  if (ended || movedAt - toldAt < HERE_MS) return;
  toldAt = movedAt;
  post(said.here, {}).catch(() => { toldAt = 0; });
}
for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) addEventListener(kind, moved, { passive: true });

watermark(said, byId("live-mark"), byId("live-viewer"));
say("good", said.loading);
looks();
