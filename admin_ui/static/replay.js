// One replay: fetches its frames once, plays what has come while the rest still comes, lays the viewer's name over it, searches
// on the server and jumps. Whatever a recording holds becomes text content or bytes for the player's own terminal, never markup.

import { spelled, watermark } from "./watermark.js";

const PLAYER_AFTER_BYTES = 65536;
const NO_TEXT = /[\u{10FF00}-\u{10FFFF}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu;
// bytes that were no text (recording/asciicast.py), and marks that would turn a line round, which no terminal does

const root = document.getElementById("replay");
const said = root.dataset;
const byId = (id) => document.getElementById(id);
const state = byId("replay-state");

const cast = { header: null, lines: [], times: [], own: [], whole: false };
let player = null;
let playing = true;
let shownLines = 0;

const say = (text) => { state.textContent = text; };

// -- time: the recording's own seconds, and the player's, from which idle stretches are cut

const idle = () => Number(byId("replay-idle").value) || Infinity;

function squeezed() {
  const limit = idle();
  let before = 0;
  let cut = 0;
  return cast.times.map((time) => {
    cut += Math.max(0, time - before - limit);
    before = time;
    return time - cut;
  });
}

function lastAtOrBefore(times, time) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function toPlayer(time) {
  const at = lastAtOrBefore(cast.times, time);
  const from = at < 0 ? 0 : cast.times[at];
  return (at < 0 ? 0 : squeezed()[at]) + Math.min(Math.max(0, time - from), idle());
}

function toRecording(time, times) {
  const at = lastAtOrBefore(times, time);
  return at < 0 ? time : cast.times[at] + (time - times[at]);
}

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};

// -- the player, made anew when more has come or a setting changes

function places() {
  const told = JSON.parse(said.marks || "[]");
  return [...told, ...cast.own].sort((one, other) => one.at - other.at);
}

let playerTimes = [];

function position() {
  return player ? toRecording(player.getCurrentTime() || 0, playerTimes) : 0;
}

function build(at) {
  if (player) player.dispose();
  const holder = byId("replay-player");
  holder.replaceChildren();
  playerTimes = squeezed();
  shownLines = cast.lines.length;
  const text = [JSON.stringify(cast.header), ...cast.lines].join("\n");
  const settings = {
    autoPlay: playing, preload: true, fit: "width", controls: true, keystrokeOverlay: true,
    speed: Number(byId("replay-speed").value), startAt: toPlayer(at),
    markers: places().filter((place) => place.at <= (cast.times.at(-1) ?? 0)).map((place) => [toPlayer(place.at), spelled(place.label)]),
    terminalFontFamily: "'Noto Sans Mono CJK JP', 'BIZ UDGothic', 'MS Gothic', Menlo, Consolas, monospace",
  };
  if (idle() !== Infinity) settings.idleTimeLimit = idle();
  player = window.AsciinemaPlayer.create({ data: text }, holder, settings);
  player.addEventListener("playing", () => { playing = true; });
  player.addEventListener("pause", () => { playing = false; });
  player.addEventListener("ended", () => { playing = !cast.whole; });
  const inside = holder.querySelector(".ap-wrapper");
  if (inside) inside.append(byId("replay-mark")); // so that it stays over the screen when that fills the display
}

function rebuilt() {
  if (player) build(position());
}

function jump(at) {
  if (!player) return;
  playing = false;
  player.pause();
  player.seek(toPlayer(at));
  byId("replay-player").scrollIntoView({ block: "nearest" });
}

// -- frames

function take(line) {
  if (!line) return;
  if (line.startsWith("#")) {
    const words = { "# whole": said.loaded, "# prefix": said.prefix, "# cut": said.cut };
    say(words[line] || said.loaded);
    return;
  }
  const value = JSON.parse(line);
  if (!cast.header) {
    cast.header = value;
    const personal = value.sekisho?.personal;
    if (personal?.name) byId("replay-personal").textContent = spelled(`${personal.name}　${personal.employer ?? ""}`);
    return;
  }
  const [interval, code, data] = value;
  const time = (cast.times.at(-1) ?? 0) + interval;
  cast.times.push(time);
  cast.lines.push(line.replace(NO_TEXT, "\uFFFD"));
  if (code === "m") cast.own.push({ at: time, label: data });
}

async function frames() {
  say(said.loading);
  const answer = await fetch(said.frames, {
    method: "POST", credentials: "same-origin", cache: "no-store",
    body: new URLSearchParams({ csrf_token: root.querySelector("[name=csrf_token]").value }),
  });
  if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("application/x-asciicast")) {
    say(await refusal(answer));
    return;
  }
  await read(answer.body.getReader());
}

async function refusal(answer) {
  try {
    return (await answer.json()).says || said.refused;
  } catch {
    return said.refused;
  }
}

async function read(reader) {
  const decoder = new TextDecoder();
  let held = "";
  let size = 0;
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      held += decoder.decode(value, { stream: true });
      const lines = held.split("\n");
      held = lines.pop();
      lines.forEach(take);
      ended ||= lines.some((line) => line.startsWith("#"));
      if (!player && cast.lines.length && (size >= PLAYER_AFTER_BYTES || ended)) build(0);
    }
  } catch {
    ended = false;
  }
  if (!ended) say(said.broken);
  cast.whole = true;
  if (!cast.lines.length) say(said.empty);
  else if (!player) build(0);
  else if (shownLines < cast.lines.length) rebuilt();
  list("replay-marks", "replay-marked", places().map((place) => ({ at: place.at, text: place.label })));
  root.dataset.done = ended ? "whole" : "broken";
}

// -- places to jump to

function list(id, section, found) {
  byId(section).hidden = !found.length && id !== "replay-hits";
  byId(id).replaceChildren(...found.map(({ at, text, kind }) => {
    const button = document.createElement("button");
    const words = document.createElement("bdi");
    button.type = "button";
    button.className = "button button-plain";
    words.textContent = spelled(text);
    button.append(`${clock(at)} ${kind ? `［${kind}］` : ""} `, words);
    button.addEventListener("click", () => jump(at));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}

byId("replay-search").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch(said.hits, {
    method: "POST", credentials: "same-origin", cache: "no-store",
    body: new URLSearchParams({
      csrf_token: root.querySelector("[name=csrf_token]").value, text: byId("replay-text").value,
    }),
  });
  byId("replay-found").hidden = false;
  if (!answer.ok) {
    byId("replay-hits-said").textContent = await refusal(answer);
    return;
  }
  const { hits, most } = await answer.json();
  const kinds = { o: said.shown, i: said.typed, m: said.marked };
  list("replay-hits", "replay-found", hits.map((hit) => ({ at: hit.at, text: hit.context, kind: kinds[hit.code] })));
  byId("replay-hits-said").textContent = !hits.length ? said.none : hits.length >= most ? said.most : said.found.replace("{n}", hits.length);
});

byId("replay-speed").addEventListener("change", rebuilt);
byId("replay-idle").addEventListener("change", rebuilt);

watermark(said, byId("replay-mark"), byId("replay-viewer"));
frames().catch(() => say(said.refused));
