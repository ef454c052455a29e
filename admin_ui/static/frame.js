// What the frame does better with a script; nothing needs it.

const summary = document.querySelector(".error-summary");
if (summary) {
  document.title = `${summary.dataset.titlePrefix}: ${document.title}`;
  summary.focus();
}

// One click sends once. The button stays focusable and says that it is busy; it is new again when the page is still here after
// a while (a download) or comes back (the browser's way back).
const BUSY_MS = 5000;
const renew = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[type=submit]")) button.removeAttribute("aria-disabled");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  setTimeout(renew, BUSY_MS, form);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(renew));

// "Not now" closes what a button opened, and the focus goes back to it. Escape does the same.
const close = (details) => {
  details.open = false;
  details.querySelector("summary").focus();
};
for (const button of document.querySelectorAll("[data-closes]")) {
  button.hidden = false;
  button.addEventListener("click", () => close(document.getElementById(button.dataset.closes)));
}
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.("details.confirm[open], details.rooms-narrow[open]");
  if (open) close(open);
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// As cards, rows and cells lose what they are for a screen reader; say it again. A table that scrolls can be reached by key.
const furnish = (root) => {
  for (const table of root.querySelectorAll(".table-wrap table")) {
    table.setAttribute("role", "table");
    for (const group of table.querySelectorAll("thead, tbody")) group.setAttribute("role", "rowgroup");
    for (const row of table.querySelectorAll("tr")) row.setAttribute("role", "row");
    for (const head of table.querySelectorAll("thead th")) head.setAttribute("role", "columnheader");
    for (const head of table.querySelectorAll("tbody th")) head.setAttribute("role", "rowheader");
    for (const cell of table.querySelectorAll("td")) cell.setAttribute("role", "cell");
  }
};
const reach = () => {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    const scrolls = wrap.scrollWidth > wrap.clientWidth;
    scrolls ? wrap.setAttribute("tabindex", "0") : wrap.removeAttribute("tabindex");
    scrolls ? wrap.setAttribute("role", "region") : wrap.removeAttribute("role");
    const caption = wrap.querySelector("caption");
    if (scrolls && caption) wrap.setAttribute("aria-label", caption.textContent);
    else wrap.removeAttribute("aria-label");
  }
};
furnish(document);
reach();
addEventListener("resize", reach);

// Live regions. Signed out meanwhile, the answer is another page: open that one instead of showing it in a corner.
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response.raw;
  if (answer.redirected || answer.status === 401) {
    event.preventDefault();
    location.reload();
  }
});
// What could not be renewed must not look as if it were the present: said above the region until it works again.
const stale = (event) => {
  const region = event.target;
  if (region.previousElementSibling?.matches(".stale")) return;
  region.before(document.getElementById("stale").content.cloneNode(true));
  region.previousElementSibling.setAttribute("role", "status");
};
document.addEventListener("htmx:response:error", stale);
document.addEventListener("htmx:error", stale);
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target.previousElementSibling?.matches?.(".stale") && event.detail.ctx.response.status < 400) {
    event.target.previousElementSibling.remove();
  }
  furnish(event.target.getRootNode());
  reach();
});
